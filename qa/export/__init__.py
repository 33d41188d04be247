"""A whole dialogue as a document to keep: Markdown, or Word, with one numbered list of references below it."""

from __future__ import annotations

from qa.export.markdown import markdown
from qa.export.word import docx

__all__ = ["docx", "markdown"]
