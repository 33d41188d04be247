"""Questions in a language that is not understood: told by their script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from index.library import Library
from index.types import Filters
from qa import compose
from qa.evidence import Evidence
from qa.question import understand
from qa.types import Answer

UNKNOWN = "Only Chinese and English are understood here; please ask in one of them."
QUOTED = re.compile(r"《[^《》]*》|“[^“”]*”|\"[^\"]*\"|「[^「」]*」")
HIRAGANA = re.compile(r"[\u3041-\u3096]")
NAMING = "の"  # stands in Chinese names of shops and brands
OURS = ("CJK", "LATIN", "GREEK", "FULLWIDTH", "IDEOGRAPHIC", "BOPOMOFO")  # Greek letters stand in terms
MOST = 0.3  # share of letters of other scripts in a question that only names something in them


def foreign(text: str) -> bool:
    """Whether a question is in another script than Chinese and English use; names quoted in it do not count."""
    plain = QUOTED.sub("", unicodedata.normalize("NFKC", text))
    letters = [char for char in plain if char.isalpha()]
    others = [char for char in letters if not unicodedata.name(char, "CJK").startswith(OURS)]
    return len(others) > MOST * len(letters) or any(HIRAGANA.match(char) and char != NAMING for char in others)


def refuse(text: str, library: Library, filters: Filters, shown: int) -> Answer | None:
    """That a question in another language is not understood; None where it is not in one."""
    if text.isascii() or not foreign(text):
        return None
    hits = library.search(library.query(text), shown, filters)
    made = compose.compose(understand(text), Evidence(()), hits, library)
    return replace(made, answer=UNKNOWN, language="en", missing=None)
