"""What the chat says."""

from __future__ import annotations

import html

from qa.types import Answer
from ui.texts import Texts


def bubble(role: str, text: str) -> dict[str, str]:
    """A message of the chat, which takes HTML even where it is told to read no Markdown."""
    return {"role": role, "content": html.escape(text, quote=False)}


def said(answer: Answer, t: Texts) -> str:
    """What the chat says: the answer, below the question as it was completed where that was needed."""
    told = "" if answer.asked == answer.question else t.understood.format(asked=answer.asked) + "\n"
    return told + answer.answer
