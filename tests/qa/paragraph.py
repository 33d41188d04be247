"""A passage made of a text, for what looks at one passage alone."""

from __future__ import annotations

from index import sentences
from index.types import Hit, Passage, Scores
from ingest.types import PageSpan, Piece
from qa.evidence import Sentence

ISSUE = "海湾科技 2031年第4期"


def paragraph(text: str, article: str = "湖区近况", issue: str = ISSUE, kind: str = "text") -> Passage:
    """A passage of one source line."""
    return Passage(
        passage_id=f"{article}/{text[:8]}",
        issue_id="haiwan-2031-04",
        issue=issue,
        digest=False,
        article=article,
        article_no=1,
        authors=(),
        section=None,
        kind=kind,
        text=text,
        sentences=sentences.split(text),
        pieces=(Piece(0, len(text), 1, 1, 0),),
        pages=PageSpan(3, 3, True),
        source_file="made.txt",
    )


def sentence(text: str, index: int = 0, chance: float = 1.0, article: str = "湖区近况") -> Sentence:
    """A sentence of such a passage, as evidence."""
    return Sentence(Hit(paragraph(text, article), 1, 1.0, Scores()), index, chance, chance, True)
