"""GB/T 7714—2015, numeric: `[1] 作者甲, 作者乙. 题名[J]. 刊名, 2020(3): 12-15.`"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.references.record import HAN, Name, Reference

MOST = 3  # authors that are named


def gbt7714(numbered: Iterable[tuple[int, Reference]]) -> str:
    """A reference a line, with its number."""
    return "\n".join(f"[{number}] {entry(reference)}" for number, reference in numbered)


def entry(reference: Reference) -> str:
    """One reference without its number; what is not known is left out."""
    stands = ", ".join(filter(None, (reference.magazine, _volume(reference))))
    pages = reference.page_range("-")
    parts = (_authors(reference.authors), f"{reference.title}[J]", f"{stands}: {pages}" if pages else stands)
    return " ".join(_stopped(part) for part in parts if part)


def _volume(reference: Reference) -> str:
    number = f"({reference.number})" if reference.number else ""
    return f"{reference.year or ''}{number}"


def _stopped(part: str) -> str:
    return part if part.endswith(".") else f"{part}."


def _authors(authors: Sequence[Name]) -> str:
    named = [_name(author) for author in authors[:MOST]]
    more = "等" if any(HAN.search(author) for author in named) else "et al"
    return ", ".join([*named, more] if len(authors) > MOST else named)


def _name(author: Name) -> str:
    """`DOE J A`: the family name in capitals, initials without stops (8.1.1); other names as printed."""
    if not author.family:
        return author.literal
    initials = (part[0] for part in author.given.replace("-", " ").replace(".", " ").split())
    return f"{author.family.upper()} {' '.join(initials).upper()}".strip()
