"""BibTeX (Patashnik, BibTeXing, 1988): every value in braces that balance, what LaTeX takes for commands escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qa.references.record import Name, Reference

ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
}  # fmt: skip
TABLE = str.maketrans(ESCAPES)


def bibtex(numbered: Iterable[tuple[int, Reference]]) -> str:
    """An `@article` a reference."""
    return "\n\n".join(entry(reference) for _, reference in numbered)


def entry(reference: Reference) -> str:
    """One entry; the title in braces of its own, so that no style changes its capitals."""
    fields = "".join(f"  {field} = {{{value}}},\n" for field, value in _fields(reference) if value)
    return f"@article{{{reference.key},\n{fields}}}"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(map(_name, reference.authors))
    yield "title", f"{{{reference.title.translate(TABLE)}}}" if reference.title else ""
    yield "journal", reference.magazine.translate(TABLE)
    yield "year", str(reference.year or "")
    yield "number", str(reference.number or "")
    yield "pages", reference.page_range("--")
    yield "language", "chinese" if reference.chinese else "english"
    yield "note", f"摘编自{reference.digest_of}".translate(TABLE) if reference.digest_of else ""


def _name(author: Name) -> str:
    """`Doe, Jane A.`; other names in braces, so that no comma or `and` parts them."""
    if author.family:
        return f"{author.family.translate(TABLE)}, {author.given.translate(TABLE)}"
    return f"{{{author.literal.translate(TABLE)}}}"
