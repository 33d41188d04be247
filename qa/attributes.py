"""What a question asks of a thing, and the words one of which a text that tells it has: an investment is no revenue.

`qa/attributes.tsv` holds what people ask of firms, people, places, events and documents anywhere, in both languages.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

FILE = "attributes.tsv"
Group = tuple[re.Pattern[str], str]


@lru_cache(maxsize=1)
def _groups() -> tuple[Group, ...]:
    """What asks for an attribute, and the pattern of what tells it."""
    lines = resources.files("qa").joinpath(FILE).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((re.compile(asked), told) for asked, told in rows)


@lru_cache(maxsize=512)
def asked(folded: str) -> tuple[re.Pattern[str], ...]:
    """Of each attribute that a folded question asks for, what tells it."""
    return tuple(re.compile(told) for pattern, told in _groups() if pattern.search(folded))


def lacking(folded: str, text: str) -> float:
    """The share of the attributes asked for of which a folded text has no word; 0 if none is asked for."""
    wanted = asked(folded)
    return sum(told.search(text) is None for told in wanted) / len(wanted) if wanted else 0.0
