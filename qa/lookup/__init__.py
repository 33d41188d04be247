"""Citation lookup: a quotation from memory, a paraphrase in another language, or a locator, to its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from index import numbers, periods
from index.library import Library
from index.words import fold
from ingest.errors import QuestionError
from qa import values
from qa.lookup import meaning, pages, quoting
from qa.lookup.likeness import Quotation, same, tokens
from qa.lookup.locator import Locator, locator
from qa.lookup.meaning import Sense
from qa.lookup.quoting import Match
from qa.lookup.runs import Run
from qa.lookup.types import Lookup, Place, place

NOT_FOUND = {
    "zh": "库里没有找到这句话：可能不在这几期里，也可能与原文差得太远。",
    "en": "These words were not found: they may not stand in these issues, or be too far from the text.",
}
DIFFERS = {
    "zh": "注意：这些数字与原文不同：{figures}；以下面的原文为准。",
    "en": "Mind that the source gives these figures otherwise: {figures}.",
}
LONGEST = 2000  # characters of a text that is looked up
TITLED, TITLE = 6, 0.9  # tokens of a text that may be a title, and what it must share with it
ALSO = 5  # other places of the same words

__all__ = ["Lookup", "Place", "lookup"]


def lookup(library: Library, text: str) -> Lookup:
    """Where a text stands. Raises QuestionError for a text that has no words or too many."""
    library.follow()
    if len(text) > LONGEST:
        raise QuestionError(f"{len(text)} characters are too many to look up; give at most {LONGEST}, a few sentences")
    if not Quotation(text).tokens:
        raise QuestionError(f"{text!r}: no words to look up; give a quotation, or a place such as 2020年第3期 第10页")
    told = locator(text, {row.magazine for row in library.issues()})
    if told.alone:
        return pages.located(library, told, _language(text))
    if _is_title(library, told.rest if told.sure else text):
        return pages.located(library, replace(told, title=text), _language(text))
    return _found(library, text, told)


def _language(text: str) -> str:
    return "en" if meaning.is_foreign(text) and re.search("[A-Za-z]{3}", text) else "zh"


def _is_title(library: Library, text: str) -> bool:
    """Whether a text is the title of an article, or nearly."""
    said = tokens(text)
    return len(said) >= TITLED and any(same(tokens(row.title), said) >= TITLE for row in library.articles())


def _found(library: Library, text: str, told: Locator) -> Lookup:
    """The places of a quotation, first in the issue that stands beside it, if one does."""
    if told.sure:
        named = {row.issue_id for row in library.issues() if told.is_of(row)}
        within = _best(library, Quotation(told.rest), lambda run: run.passage.issue_id in named)
        if within.places:
            return within
    return _best(library, Quotation(text), lambda run: True)


def _best(library: Library, quotation: Quotation, passes: Callable[[Run], bool]) -> Lookup:
    """The places of a quotation, word by word or by its meaning, whichever is surer."""
    if not quotation.tokens or not library.store.issues():
        return Lookup((), 0.0, NOT_FOUND[_language(quotation.text)])
    found = [place(match.run, sure) for match, sure in _quoted(library, quotation, passes)]
    if meaning.is_foreign(quotation.text):
        meant = [place(sense.run, sure) for sense, sure in _meant(library, quotation.text, passes)]
        found = max(found, meant, key=lambda places: places[0].confidence if places else -1.0)
    sure = found[0].confidence if found else 0.0
    if sure < quoting.FOUND:
        return Lookup((), sure, NOT_FOUND[_language(quotation.text)])
    return Lookup(tuple(found), sure, _differing(quotation.text, found[0]))


def _differing(text: str, place: Place) -> str | None:
    """The figures of a quotation that its source gives otherwise: found is the sentence, not what it is made to say."""
    year, folded = periods.seen_from(place.passage.issue), fold(text)
    lacking = values.claimed(folded).figures - values.told(fold(place.quote), year).figures
    said = {figure.normal: folded[figure.start : figure.end] for figure in numbers.figures(folded)}
    put = "、".join(said.get(each, each) for each in sorted(lacking))
    return DIFFERS[_language(text)].format(figures=put) if lacking else None


def _quoted(library: Library, quotation: Quotation, passes: Callable[[Run], bool]) -> list[tuple[Match, float]]:
    found = quoting.matches(library, quotation, passes)
    if not found:
        return []
    first, *rest = found
    sure = quoting.confidence(first, quotation)
    twins = [replace(match, lead=first.lead) for match in rest if match.twin_of(first)][:ALSO]
    return [(first, sure), *((twin, min(sure, quoting.confidence(twin, quotation))) for twin in twins)]


def _meant(library: Library, text: str, passes: Callable[[Run], bool]) -> list[tuple[Sense, float]]:
    found = meaning.senses(library, text, passes)[:1]
    return [(sense, quoting.logistic(quoting.learned()["paraphrase"], meaning.features(sense))) for sense in found]
