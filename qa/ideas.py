"""Questions that an article may answer, made from what was drawn from it: figures, documents, title, authors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import register, titles
from index.library import Library
from index.register import Mention
from index.types import Filters, Passage
from ingest.errors import LibraryUnwritable
from ingest.surnames import DOUBLE_SURNAMES, SURNAMES
from qa import cloze, glosses
from qa.ledger import Ledger

READ = 24  # passages of an article that are looked through
TERM = 3  # characters of a term that tells a subject: shorter ones stand for too much
TITLE = (4, 32)  # characters of a title that is read in a question
BROKEN = re.compile(r"[《》\n？！?!]|^[^\u3400-\u9fffA-Za-z\d“]|[，、：:]$")
HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
DEMANDS = re.compile(r"》[^。；《》]{0,24}(?:提出|要求|明确|规定|指出|强调|显示|启动|确定)")
FIGURES, DOCUMENTS = "figures", "documents"
ABOUT, SUBJECT, WRITER, ISSUER, DATE, DEMAND = "about", "subject", "writer", "issuer", "date", "demand"
PATTERNS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        ABOUT: "《{name}》主要讲了什么？",
        SUBJECT: "哪些文章讲{name}？",
        WRITER: "{name}写了哪些文章？",
        ISSUER: "《{name}》是谁发布的？",
        DATE: "《{name}》是什么时候发布的？",
        DEMAND: "《{name}》提出了什么？",
    },
    "en": {
        ABOUT: "What does 《{name}》 say?",
        SUBJECT: "Which articles are about {name}?",
        WRITER: "Which articles are by {name}?",
        ISSUER: "Who issued 《{name}》?",
        DATE: "When was 《{name}》 issued?",
        DEMAND: "What does 《{name}》 set out?",
    },
}
Article = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Idea:
    """A question with the passage that it was made from; `tells` is what its answer must say, `name` whom it names."""

    text: str
    passage: Passage
    tells: str = ""
    name: str = ""
    sentence: str = ""

    @property
    def article(self) -> Article:
        """The article that it was made from."""
        return self.passage.issue_id, self.passage.article_no


class Ideas:
    """The ideas of a library in one language."""

    def __init__(self, library: Library, language: str) -> None:
        self.library = library
        self.patterns = PATTERNS[language]
        self._figures = _ledger(library) if language == "zh" else None  # what the library says is in Chinese

    def passages(self, issue_id: str, title: str) -> list[Passage]:
        """The passages of an article."""
        return [hit.passage for hit in self.library.opening(Filters(issue=issue_id, article=title), READ)]

    def figures(self, passages: Sequence[Passage]) -> Iterator[Idea]:
        """How much, how many: from the sentences that tell figures; none in English."""
        for told in (told for passage in passages if self._figures for told in self._figures.of(passage)):
            if text := cloze.question(told):
                sentence = told.passage.sentence(told.entry.sentence)
                yield Idea(text, told.passage, tells=told.entry.value, sentence=sentence)

    def documents(self, passages: Sequence[Passage]) -> Iterator[Idea]:
        """What a document demands, who issued it, and when: of those that the passages name in full."""
        for passage in passages:
            for _, record in self.library.store.facts_of(register.KIND, passage.passage_id):
                yield from self._document(passage, Mention.from_json(record))

    def _document(self, passage: Passage, told: Mention) -> Iterator[Idea]:
        said = passage.text[slice(*told.span)]
        if told.kind is None or not _fits(told.title) or titles.is_generic(titles.key(told.title)):
            return
        if DEMANDS.search(said, said.find(told.title)):
            yield self._idea(DEMAND, told.title, passage, sentence=said)
        if told.issuer and told.issuer[:2] not in told.title and told.issuer in said:
            yield self._idea(ISSUER, told.title, passage, told.issuer, said)
        if told.date and f"{told.date[:4]}年" in said and told.date[:4] not in told.title:
            yield self._idea(DATE, told.title, passage, f"{told.date[:4]}年", said)

    def all(self, passages: Sequence[Passage]) -> dict[str, Iterator[Idea]]:
        """The ideas of an article by what they are made from."""
        return {
            FIGURES: self.figures(passages),
            DOCUMENTS: self.documents(passages),
            ABOUT: self.about(passages),
            SUBJECT: self.subjects(passages),
            WRITER: self.writers(passages),
        }

    def about(self, passages: Sequence[Passage]) -> Iterator[Idea]:
        """What the article says."""
        if passages and _fits(passages[0].article):
            yield self._idea(ABOUT, passages[0].article, passages[0])

    def writers(self, passages: Sequence[Passage]) -> Iterator[Idea]:
        """What else its authors wrote, where they are persons."""
        for author in passages[0].authors if passages else ():
            if HAN_NAME.fullmatch(author) and (author[:2] in DOUBLE_SURNAMES or author[0] in SURNAMES):
                name = author if self.patterns is PATTERNS["zh"] else _spelt(author)
                yield self._idea(WRITER, name, passages[0])

    def subjects(self, passages: Sequence[Passage]) -> Iterator[Idea]:
        """Which articles are about a term of the title that the lexicon knows."""
        terms = glosses.gloss(passages[0].article, self.library.words) if passages else {}
        for term, english in terms.items():
            if len(term) < TERM or english.replace(" ", "") == _spelt(term).replace(" ", "").casefold():
                continue  # too little, or a name
            yield self._idea(SUBJECT, term if self.patterns is PATTERNS["zh"] else english, passages[0])

    def _idea(self, kind: str, name: str, passage: Passage, tells: str = "", sentence: str = "") -> Idea:
        return Idea(self.patterns[kind].format(name=name), passage, tells, name, sentence)


def _ledger(library: Library) -> Ledger | None:
    try:
        return Ledger(library)
    except LibraryUnwritable:  # facts must be drawn anew, and cannot be kept
        return None


def _fits(title: str) -> bool:
    return TITLE[0] <= len(title) <= TITLE[1] and not BROKEN.search(title)


@lru_cache(maxsize=256)
def _spelt(name: str) -> str:
    """A Chinese name in pinyin: 欧阳青 is Ouyang Qing."""
    from pypinyin import lazy_pinyin

    family = 2 if name.startswith(DOUBLE_SURNAMES) and len(name) > 2 else 1
    return " ".join("".join(lazy_pinyin(part)).capitalize() for part in (name[:family], name[family:]))
