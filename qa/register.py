"""The policy register as the world sees it: documents with their citations, narrowed by words and years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from index import documents, facts, register
from index.documents import Document
from index.library import Library
from index.query import Concept, Query
from index.register import Mention
from index.types import Passage
from index.words import fold
from qa.quotes import locate, quote
from qa.types import Citation

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*年?(?:度)?|\b(?:in|of|from|since)\b")
TITLED, QUOTED = 1.0, 0.5  # what a word counts in name, issuer or number, and in the sentences only
ENOUGH = 0.75  # of the best match
KIND_WORDS = {
    "law": "法律 法规 law laws",
    "opinion": "意见 opinion opinions",
    "plan": "规划 计划 方案 plan plans",
    "measures": "办法 措施 measures",
    "notice": "通知 notice notices",
    "standard": "标准 规范 指南 standard standards",
    "catalogue": "目录 清单 catalogue",
    "report": "报告 白皮书 report reports",
    "other": "",
}
ANY_DOCUMENT = {
    "政策",
    "文件",
    "出台",
    "印发",
    "发布",
    "document",
    "documents",
    "policy",
    "policies",
    "issued",
    "published",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the register with its citations, numbered from 1."""

    document: Document
    citations: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `hangke policies --json` prints."""
        told = self.document
        return {
            "title": told.title,
            "also": list(told.also),
            "number": told.number,
            "issuer": told.issuer,
            "date": told.date,
            "kind": told.kind,
            "citations": [citation.as_json() for citation in self.citations],
        }


def entries(library: Library, asked: str = "") -> list[Entry]:
    """The documents that the passages name, by date, undated ones last; those that fit the words asked for."""
    facts.freshen(library.store, library.words)
    hidden = {row.issue_id for row in library.issues() if row.hidden}
    drawn = [(position, Mention.from_json(record)) for position, record in library.store.facts(register.KIND)]
    shown = [(position, mention) for position, mention in drawn if mention.issue_id not in hidden]
    passages = {p.passage_id: p for p in library.passages_at({position for position, _ in shown}).values()}
    found = documents.merge(mention for _, mention in shown)
    told = [Entry(document, _citations(document.mentions, passages)) for document in found]
    return _narrowed(told, asked, library) if asked.strip() else told


def _citations(mentions: Iterable[Mention], passages: dict[str, Passage]) -> tuple[Citation, ...]:
    """A citation for each sentence about a document; `spans` are its names in it."""
    held: dict[tuple[str, int, int], list[Mention]] = {}
    for mention in mentions:
        held.setdefault((mention.passage_id, *mention.span), []).append(mention)
    return tuple(_citation(n, passages[key[0]], same) for n, (key, same) in enumerate(held.items(), 1))


def _citation(n: int, passage: Passage, mentions: Sequence[Mention]) -> Citation:
    span = mentions[0].span
    words, pieces = quote(passage, span)
    spans = tuple(part for mention in mentions for part in locate(passage, span, mention.named))
    return Citation(n, passage, words, spans, pieces)


def _narrowed(told: list[Entry], asked: str, library: Library) -> list[Entry]:
    """Those of the years asked for that match the words best."""
    years = {match[1] for match in YEAR.finditer(asked) if match[1]}
    of_years = [entry for entry in told if not years or _years(entry.document) & years]
    words = YEAR.sub(" ", asked)
    concepts = _concepts(library.query(words)) if words.strip() else []
    if not concepts:
        return of_years
    scores = [_score(entry, concepts) for entry in of_years]
    least = max(max(scores, default=0.0) * ENOUGH, QUOTED)
    return [entry for entry, score in zip(of_years, scores, strict=True) if score >= least]


def _years(document: Document) -> set[str]:
    """The year of a document; of an undated one those in its name."""
    return {document.date[:4]} if document.date else set(re.findall(r"(?:19|20)\d\d", document.title))


def _concepts(query: Query) -> list[Concept]:
    """What the words ask for, without those that any document fits."""
    told = [concept for concept in query.concepts if not ANY_DOCUMENT.intersection(concept.words)]
    return told or list(query.concepts)


def _score(entry: Entry, concepts: Iterable[Concept]) -> float:
    document = entry.document
    names = (document.title, *document.also, document.issuer or "", document.number or "", KIND_WORDS[document.kind])
    named, said = fold(" ".join(names)), fold(" ".join(citation.quote for citation in entry.citations))
    return sum(TITLED if c.stands_in(named) else QUOTED if c.stands_in(said) else 0.0 for c in concepts)
