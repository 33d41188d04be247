"""A dialogue as a Word document: A4, real headings, Chinese in 宋体 and 黑体, pages numbered."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from index.library import Library
from qa.export.document import Document, Section, Source, Table, document
from qa.types import Answer

SERIF, SANS, LATIN = "宋体", "黑体", "Times New Roman"
FACES = {"Normal": SERIF, "Title": SANS, "Heading 1": SANS, "Quote": SERIF}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
WIDE, TALL, MARGIN, INDENT = 210, 297, 25, 7.5  # mm


def docx(dialogue: Sequence[Answer], library: Library, language: str = "zh", when: datetime | None = None) -> bytes:
    """The .docx of a dialogue, its headings in a language (`zh`, `en`); `when` None: now."""
    from docx import Document as WordDocument

    told, page, written = document(dialogue, library, language, when), WordDocument(), io.BytesIO()
    _make_up(page, told)
    page.add_paragraph(told.title, "Title")
    for fact in told.facts:
        page.add_paragraph(fact)
    for section in told.sections:
        _section(page, section)
    if told.sources:
        page.add_heading(told.references, 1)
    for source in told.sources:
        _source(page, source)
    page.save(written)
    return written.getvalue()


def _section(page: Any, section: Section) -> None:
    page.add_heading(section.heading, 1)
    for note in section.notes:
        page.add_paragraph().add_run(note).bold = True
    for line in section.lines:
        page.add_paragraph(line)
    for table in section.tables:
        _table(page, table)


def _table(page: Any, table: Table) -> None:
    page.add_paragraph().add_run(table.title).bold = True
    made = page.add_table(0, len(table.head), "Table Grid")
    for row in (table.head, *table.rows):
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    for cell in made.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    page.add_paragraph()


def _source(page: Any, source: Source) -> None:
    from docx.shared import Mm

    paragraph = page.add_paragraph(source.text)
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(INDENT), Mm(-INDENT)
    for words, place in source.quotes:
        page.add_paragraph(f"“{words}” ({place})", "Quote").paragraph_format.left_indent = Mm(INDENT)


# -- the looks


def _make_up(page: Any, told: Document) -> None:
    from docx.shared import Mm

    sheet = page.sections[0]
    sheet.page_width, sheet.page_height = Mm(WIDE), Mm(TALL)
    sheet.left_margin = sheet.right_margin = sheet.top_margin = sheet.bottom_margin = Mm(MARGIN)
    for name, face in FACES.items():
        _face(page.styles[name], face, LANGUAGES[told.language])
    page.styles["Quote"].font.italic = False  # Chinese has no italics
    _number(sheet.footer.paragraphs[0])
    known = page.core_properties
    known.title, known.author, known.comments, known.language = told.title, "", "", LANGUAGES[told.language]
    known.created = known.modified = datetime.now(UTC)


def _face(style: Any, face: str, language: str) -> None:
    """Set the fonts of a style for Latin and for Chinese, in place of those of the theme, which would go before."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name, style.font.color.rgb = LATIN, RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for key in [key for key in fonts.attrib if key.lower().endswith("theme")]:
        del fonts.attrib[key]
    fonts.set(qn("w:eastAsia"), face)
    told = style.element.rPr.makeelement(qn("w:lang"), {qn("w:val"): language, qn("w:eastAsia"): "zh-CN"})
    style.element.rPr.append(told)


def _number(paragraph: Any) -> None:
    """The number of the page, as a field."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph._p.append(paragraph._p.makeelement(qn("w:fldSimple"), {qn("w:instr"): "PAGE"}))
