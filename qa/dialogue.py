"""Follow-up questions, completed from the dialogue before them: 那萧山呢？ after 2018年杭州有多少家企业？

A question that stands on its own is left as it is. What a follow-up names takes the place of what is of its type in the
question before (a place of a place, a year of a year); a pronoun becomes what was spoken of last; a question without a
subject is given the last one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.library import Library
from qa import followups_en, followups_zh
from qa.context import Context
from qa.things import HAN
from qa.types import Turn

LAST = 12  # turns that are looked back at
LONGEST = 200  # characters of a follow-up; what is longer stands on its own
LATIN = re.compile(r"[A-Za-z]")
Way = Callable[[str, Context], str | None]


def complete(question: str, history: Sequence[Turn], library: Library) -> str:
    """The question with what it takes from the dialogue before it written out; unchanged where it takes nothing."""
    turns: list[Turn] = []
    for turn in history[-LAST:]:
        asked = turn.asked or _completed(turn.question, turns, library)
        turns.append(replace(turn, asked=asked))
    return _completed(question, turns, library)


def _completed(question: str, turns: Sequence[Turn], library: Library) -> str:
    if not turns or len(question) > LONGEST:
        return question
    context, text = Context(tuple(turns), library), question.strip()
    ways = ENGLISH if LATIN.search(text) and not HAN.search(text) else CHINESE
    return next((told for way in ways if (told := way(text, context))), question)


# -- English follow-ups, also to Chinese questions


def _about(text: str, context: Context) -> str | None:
    """What about Ningbo: of a Chinese question in Chinese."""
    named = followups_en.named(text)
    if named is None:
        return None
    if not HAN.search(context.before):
        type_ = followups_en.type_of(named, context.render)
        return followups_en.substituted(named, type_, context.before, context.render)
    name = f"{named}年" if named.isdecimal() else context.render(named) or named
    return followups_zh.substituted(name, context.type_of(name), context)


def _counted(text: str, context: Context) -> str | None:
    """How many does Ningbo have?"""
    return followups_en.counted(text, context.before)


def _after(text: str, context: Context) -> str | None:
    """Why? Any others?"""
    return followups_en.after(text, context.before) if followups_en.is_after(text) else None


def _referred(text: str, context: Context) -> str | None:
    """What else did he say?"""
    for type_, match in followups_en.pronouns(text):
        pronoun = "作者" if "author" in match[0].casefold() else match[0]
        if name := next(followups_zh.antecedents(type_, pronoun, context), None):
            return followups_en.put(text, match, name)
    return None


CHINESE: tuple[Way, ...] = (
    followups_zh.more,
    followups_zh.after,
    followups_zh.most,
    followups_zh.about,
    followups_zh.referred,
    followups_zh.bare,
)
ENGLISH: tuple[Way, ...] = (_about, _after, _counted, _referred)
