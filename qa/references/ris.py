"""RIS (Research Information Systems): a tag a line, `TY` first, `ER` last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qa.references.record import Name, Reference


def ris(numbered: Iterable[tuple[int, Reference]]) -> str:
    """A record a reference, an empty line between two."""
    return "\n\n".join(entry(reference) for _, reference in numbered)


def entry(reference: Reference) -> str:
    """One record. Its values hold no line break: `clean` took them out."""
    lines = [f"{tag}  - {value}" for tag, value in _fields(reference) if value]
    return "\n".join(["TY  - JOUR", *lines, "ER  - "])


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    first, last = reference.pages or ("", "")
    yield "ID", reference.key
    yield from (("AU", _name(author)) for author in reference.authors)
    yield "TI", reference.title
    yield "T2", reference.magazine
    yield "PY", str(reference.year or "")
    yield "IS", str(reference.number or "")
    yield "SP", str(first)
    yield "EP", str(last)
    yield "LA", "zh" if reference.chinese else "en"
    yield "N1", f"摘编自{reference.digest_of}" if reference.digest_of else ""


def _name(author: Name) -> str:
    return f"{author.family}, {author.given}" if author.family else author.literal
