"""Places that a text names, from a lexicon by level (`index/lexica/places.txt`)."""

from __future__ import annotations

import re
from functools import lru_cache

from index.words import lexicon

LEXICON = "places.txt"


@lru_cache(maxsize=1)
def levels() -> dict[str, str]:
    """Each place with its level: 国, 省, 市 or 区."""
    lines = (line.split() for line in lexicon(LEXICON))
    return {name: level for level, *names in lines for name in names}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(levels(), key=len, reverse=True)))


@lru_cache(maxsize=16384)
def named(folded: str) -> frozenset[str]:
    """The places that stand in a folded text."""
    return frozenset(_pattern().findall(folded))
