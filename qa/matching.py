"""Whether a text holds what a question record wants, compared in normal form."""

from __future__ import annotations

import re
import unicodedata

SHARE = 0.6  # of a quotation, in one piece, that a text must hold


def norm(text: str) -> str:
    """NFKC, case folded, white space out."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def has(text: str, answer: str) -> bool:
    """Whether a text in normal form holds an answer; a number must not be part of a longer one."""
    wanted = norm(answer)
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    after = r"(?!\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, text) is not None


def holds(text: str, quote: str, share: float = SHARE) -> bool:
    """Whether a text holds such a share of a quotation in one piece."""
    text, quote = norm(text), norm(quote)
    size = max(1, int(share * len(quote)))
    return any(quote[i : i + size] in text for i in range(len(quote) - size + 1))
