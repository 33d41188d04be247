"""A source file becomes an issue."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from ingest import files, identity, marks, pages, sections, segment
from ingest.errors import EmptySource, SourceError
from ingest.options import Overrides, Reading
from ingest.pdf.types import Sheet
from ingest.text import furniture, lines, rules
from ingest.text.decode import decode
from ingest.types import Identity, Issue, Line

LINES = 300_000  # of a text: fifty times those of an issue


def read(path: Path, overrides: Overrides = Overrides(), reading: Reading = Reading()) -> Issue:
    """Read one issue from a text file or a PDF.

    Raises SourceError (EmptySource, NotText, BrokenPdf, PasswordNeeded, PdfLimit) where the file cannot be read as
    an issue.
    """
    try:
        if files.is_pdf(path):
            return _read_pdf(path, overrides, reading)
        data = files.read(path)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}; check the path and its permissions") from error
    name = files.name(path)
    return read_text(decode(data, name), name, overrides, hashlib.sha256(data).hexdigest())


def _read_pdf(path: Path, overrides: Overrides, reading: Reading) -> Issue:
    from ingest.pdf import opening

    sheets = opening.sheets(path, reading.password, reading.jobs, reading.limits, reading.progress)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return read_sheets(sheets, files.name(path), overrides, digest)


def read_text(text: str, name: str, overrides: Overrides = Overrides(), sha256: str = "") -> Issue:
    """Read one issue from its text; `name` is the source's file name."""
    if (count := text.count("\n")) > LINES:
        raise SourceError(f"{name}: {count:,} lines are more than the {LINES:,} that a text may have; split it")
    found = lines.split(text)
    if not found:
        raise EmptySource(f"{name}: no line of text in it; give the text of an issue")
    told = _override(identity.identify(found, name), overrides)
    issue = build(found, told, name, sha256)
    digest = identity.digest_of(text)
    return issue if digest is None else _with_digest(issue, digest)


def build(found: list[Line], told: Identity, name: str, sha256: str) -> Issue:
    """From lines on there is one way, whatever the source was."""
    heads = furniture.find(found, told)
    content = [line for line in found if line not in heads]
    mark = marks.end_mark(content)
    articles = segment.segment(rules.draft(content, mark), mark, Path(name).stem)
    if not articles:
        raise EmptySource(f"{name}: nothing but running heads and marks in it; give the text of an issue")
    said = [(line.leaf, line.text) for line in found if line in heads]
    placed = sections.assign(articles, said, told.magazine)
    return Issue(told, name, placed, pages.leaf_pages(found, heads.labels), sha256=sha256)


def read_sheets(sheets: list[Sheet], name: str, overrides: Overrides = Overrides(), sha256: str = "") -> Issue:
    """Read one issue from the laid out pages of a PDF."""
    from ingest.pdf import drafting

    made = drafting.draft(sheets)
    words = [Line(i, i, text, 0) for i, text in enumerate(made.words, 1)]
    told = _override(identity.identify(words, name), overrides)
    articles = segment.segment(made.drafts, made.mark, Path(name).stem)
    notes = _notes(sheets, name)
    if not articles:
        why = "; ".join(note.removeprefix(f"{name}: ") for note in notes) or "give the PDF of an issue"
        raise EmptySource(f"{name}: no text in it; {why}")
    issue = Issue(
        told,
        name,
        sections.assign(articles, made.heads, told.magazine),
        made.leaf_pages,
        sha256=sha256,
        is_pdf=True,
        leaf_doubts=tuple(made.doubts),
        leaf_sheets=tuple(sheet.pdf_page for sheet in made.leaves),
        notes=notes,
    )
    digest = identity.digest_of("\n".join(block.text for article in articles for block in article.blocks))
    return issue if digest is None else _with_digest(issue, digest)


def _notes(sheets: list[Sheet], name: str) -> tuple[str, ...]:
    """What went wrong on which pages, a line each."""
    found: dict[str, list[int]] = {}
    for sheet in sheets:
        for note in sheet.notes:
            found.setdefault(note, []).append(sheet.pdf_page)
    return tuple(f"{name}: page {_ranges(pages)}: {_remedy(note)}" for note, pages in found.items())


def _remedy(note: str) -> str:
    from ingest.pdf import ocr

    return f"{note}; install it with: {ocr.INSTALL}" if note == ocr.NEEDED else note


def _ranges(pages: list[int]) -> str:
    """Page numbers as people write them: 3, 5–9."""
    parts: list[list[int]] = []
    for page in sorted(set(pages)):
        if parts and page == parts[-1][-1] + 1:
            parts[-1].append(page)
        else:
            parts.append([page])
    return ", ".join(f"{part[0]}–{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)


def _override(told: Identity, said: Overrides) -> Identity:
    return Identity(said.magazine or told.magazine, said.year or told.year, said.number or told.number, told.total)


def _with_digest(issue: Issue, digest: Identity) -> Issue:
    return replace(issue, digest_of=digest)
