"""What the chat says."""

from __future__ import annotations

import html
import re

from qa.types import Answer
from ui.texts import Texts

MARK = re.compile(r"\[(\d{1,4})\]")  # of a citation


def bubble(role: str, text: str) -> dict[str, str]:
    """A message of the chat, which takes HTML even where it is told to read no Markdown."""
    return {"role": role, "content": html.escape(text, quote=False)}


def said(answer: Answer, t: Texts) -> str:
    """What the chat says: the answer, below the question as it was completed where that was needed."""
    told = "" if answer.asked == answer.question else t.understood.format(asked=answer.asked) + "\n"
    return told + answer.answer


def linked(text: str, turn: int, answer: Answer) -> dict[str, str]:
    """The answer, or how much of it is said, with its marks as links to the cards of that turn (from 0)."""
    known = {citation.n for citation in answer.citations}

    def link(mark: re.Match[str]) -> str:
        n = int(mark[1])
        return f'<a href="#hk-{turn:d}-{n:d}" class="hk-ref">[{n:d}]</a>' if n in known else mark[0]

    return {"role": "assistant", "content": MARK.sub(link, html.escape(text, quote=False))}
