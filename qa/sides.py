"""The sides of a comparison, each as a question of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import places

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)\s*年?")
CLAUSE = re.compile(r"[,，;；?？。!！]")
ASKING = re.compile(r"多少|几|什么|哪|谁|多[大高长远]|\b(?:how|what|which|when|who|where)\b")
COUPLED = re.compile(
    r"(?P<one>[^,，;；?？。]{2,60}?)(?:和|与|跟|同)(?P<other>[^,，;；?？。]{2,60}?)(?P<asked>[,，]|哪|谁|各|分别|相比|比|相差).+"
)
EITHER = re.compile(r"^(?P<asked>.+?[,:]) (?P<one>[^,]+?) or (?P<other>[^,]+?)\?*$")
MOST = 3  # sides that are looked at


def sides(folded: str) -> tuple[str, ...]:
    """What a folded question asks of each year, place, or thing, or in each clause; none where it is but one."""
    for way in (_by_year, _by_place, _by_thing, _by_clause):
        found = tuple(dict.fromkeys(way(folded)))[:MOST]
        if len(found) > 1:
            return found
    return ()


def _by_year(folded: str) -> Iterator[str]:
    """Of 2016年和2018年各多少: 2016年各多少, 2018年各多少."""
    yield from _each(folded, list(dict.fromkeys(YEAR.findall(folded))))


def _by_place(folded: str) -> Iterator[str]:
    """Of 成都和厦门各补多少: 成都各补多少, 厦门各补多少."""
    levels, found = places.levels(), sorted(places.named(folded), key=folded.find)
    if len({levels[name] for name in found}) == 1:
        yield from _each(folded, found)


def _each(folded: str, names: list[str]) -> Iterator[str]:
    """The question with each of the names alone."""
    for name in names:
        others = [re.escape(other) for other in names if other != name and name not in other]
        yield re.sub("|".join(others), " ", folded) if others else folded


def _by_thing(folded: str) -> Iterator[str]:
    """Of 甲和乙哪个早: 甲哪个早, 乙哪个早."""
    if found := COUPLED.match(folded):
        rest = folded[found.start("asked") :]
        yield from (found["one"] + rest, found["other"] + rest)
    elif found := EITHER.match(folded):
        yield from (f"{found['asked']} {found[side]}" for side in ("one", "other"))


def _by_clause(folded: str) -> Iterator[str]:
    """The clauses that ask something, where several do."""
    return (clause for clause in CLAUSE.split(folded) if ASKING.search(clause))
