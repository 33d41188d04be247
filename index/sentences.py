"""Sentences: ranges of a text that end with a full stop, or stand as a line of their own."""

from __future__ import annotations

import re

LATIN_STOP = r"(?<=[a-z0-9%)])\.(?=\s+[A-Z])|(?<=[a-z]{2})\.(?=[\u3400-\u9fff])"
CLOSE = r"[”’」』）)》】\"']*"
END = re.compile(rf"[。！？…]+[!?]*{CLOSE}|[!?]+(?=\s|$|[”’」』）)》】\"']){CLOSE}|\n|{LATIN_STOP}")
CLAUSE = re.compile(r"[；：]+[”’」』）)]*|[;:](?=\s)|，|,(?=\s)")


def split(text: str) -> tuple[tuple[int, int], ...]:
    """Character ranges of the sentences of a text, white space at their ends left out."""
    spans, start = [], 0
    for match in END.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return tuple(span for span in (_trim(text, *span) for span in spans) if span[0] < span[1])


def clauses(text: str) -> list[tuple[int, int]]:
    """Ranges of the clauses of a sentence, each with its closing mark."""
    spans, start = [], 0
    for match in CLAUSE.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
