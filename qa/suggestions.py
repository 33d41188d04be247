"""Questions to ask: examples of what a library tells, and follow-ups to an answer; each is asked before it is shown."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from index.library import Library
from index.types import ArticleRow, Passage
from index.words import fold, pairs
from qa.answerer import Answerer
from qa.ideas import ABOUT, DOCUMENTS, FIGURES, SUBJECT, WRITER, Article, Idea, Ideas
from qa.matching import norm
from qa.types import Answer, Status, Turn

TRIES = 4  # questions that are asked for each that is shown
LIKE = 0.2  # share of the question's pairs of characters that a question of another article must have
WIDE = 40  # passages of a ranking that shall hold several articles
NEAREST = 5  # passages of a ranking that follow-ups are made from
SELDOM = {FIGURES: 2, DOCUMENTS: 3, ABOUT: 4, SUBJECT: 5, WRITER: 5}  # how seldom each kind is shown


def examples(library: Library, count: int, language: str) -> list[str]:
    """Up to so many questions in a language (`zh`, `en`) that the library answers, spread over issues and kinds.

    The same for the same library. Each is answered with a citation from the article that it was made from.
    """
    answerer, ideas = Answerer(library), Ideas(library, language)
    shown: dict[str, Article] = {}
    for idea in _limited(_spread(ideas, shown), count):
        if idea.text not in shown and _told(answerer, idea, language):
            shown[idea.text] = idea.article
        if len(shown) == count:
            break
    return list(shown)


def followups(library: Library, answer: Answer, before: Sequence[Turn] = (), count: int = 3) -> list[str]:
    """Up to so many questions after an answer that the library answers and that were not asked yet, in its language.

    They are about other things of the articles cited, and about the like elsewhere; after `not_found` about what
    stands in the nearest passages.
    """
    answerer, known = Answerer(library), _Known((*before, Turn.of(answer)))
    near = (idea for idea in _near(Ideas(library, answer.language), answer) if not known.has(idea))
    shown: list[str] = []
    for idea in _limited(near, count):
        if idea.text not in shown and _told(answerer, idea, answer.language, known):
            shown.append(idea.text)
        if len(shown) == count:
            break
    return shown


def _limited(ideas: Iterable[Idea], count: int) -> Iterator[Idea]:
    """No more ideas than there is time to ask."""
    return islice(ideas, count * TRIES)


class _Known:
    """What a dialogue has asked and quoted."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self.turns = turns
        self.asked = [norm(text) for turn in turns for text in (turn.question, turn.asked) if text]
        self.quoted = {norm(quote) for turn in turns for quote in turn.quotes}

    def has(self, idea: Idea) -> bool:
        """Whether an idea was asked, or names what was asked about, or its sentence is quoted already."""
        named, sentence = norm(idea.name), norm(idea.sentence)
        if any(norm(idea.text) == asked or (named and named in asked) for asked in self.asked):
            return True
        return bool(sentence) and any(quote in sentence or sentence in quote for quote in self.quoted)


def _told(answerer: Answerer, idea: Idea, language: str, known: _Known | None = None) -> bool:
    """Whether the library answers a question as it stands, from the article it was made from, and with news."""
    answer = answerer.ask(idea.text, history=known.turns if known else ())
    cited = [_article(citation.passage) for citation in answer.citations]
    return (
        (answer.status, answer.asked, answer.language) == (Status.ANSWERED, idea.text, language)
        and norm(idea.tells) in norm(answer.answer)
        and idea.article in cited
        and not (known and norm(answer.citations[0].quote) in known.quoted)
    )


# -- examples


def _spread(ideas: Ideas, shown: dict[str, Article]) -> Iterator[Idea]:
    """Ideas of one article after another until one of it is shown, those of a kind that was seldom shown first."""
    used: Counter[str] = Counter()
    shelves: list[dict[str, Iterator[Idea]]] = []
    for row in _articles(ideas.library):
        shelf = ideas.all(ideas.passages(row.issue_id, row.title))
        yield from _of_shelf(shelf, used, shown)
        shelves.append(shelf)
    while shelves := [shelf for shelf in shelves if shelf]:
        for shelf in shelves:
            yield from _of_shelf(shelf, used, shown)


def _of_shelf(shelf: dict[str, Iterator[Idea]], used: Counter[str], shown: dict[str, Article]) -> Iterator[Idea]:
    """The next idea of each kind until one is shown; a kind that has none left goes."""
    for kind in sorted(shelf, key=lambda kind: (used[kind] + 1) * SELDOM[kind]):
        before, idea = len(shown), next(shelf[kind], None)
        if idea is None:
            del shelf[kind]
            continue
        yield idea
        if len(shown) > before:
            used[kind] += 1
            return


def _articles(library: Library) -> list[ArticleRow]:
    """The articles of all issues in turn, those of each issue shuffled, but the same way each time."""
    of_issue: dict[str, list[ArticleRow]] = defaultdict(list)
    for row in library.articles():
        of_issue[row.issue_id].append(row)
    shuffled = [sorted(rows, key=lambda row: _shuffling(row.title)) for rows in of_issue.values()]
    return [row for rows in zip_longest(*shuffled) for row in rows if row is not None]


def _shuffling(title: str) -> str:
    return hashlib.sha256(title.encode("utf-8", "replace")).hexdigest()


# -- follow-ups


def _near(ideas: Ideas, answer: Answer) -> Iterator[Idea]:
    """Ideas about an answer, in turn of the articles cited, of those like them, and of authors and whole articles."""
    cited = [citation.passage for citation in answer.citations]
    ranked = [hit.passage for hit in answer.hits]
    own = _distinct(cited or ranked[:NEAREST])
    ranked += _alike(ideas.library, own)
    issues = {passage.issue_id for passage in own}
    others = [passage for passage in _distinct(ranked) if _article(passage) not in set(map(_article, own))]
    others.sort(key=lambda passage: passage.issue_id in issues)  # another issue goes first
    ways = (_of(ideas, own, answer, 0.0), _of(ideas, others[:NEAREST], answer, LIKE), _whole(ideas, [*own, *others]))
    return (idea for row in zip_longest(*ways) for idea in row if idea is not None)


def _alike(library: Library, articles: Sequence[Passage]) -> list[Passage]:
    """What is found with the titles of articles: all passages of a ranking may be of the article asked about."""
    asked = " ".join(passage.article for passage in articles[:1])
    return [hit.passage for hit in library.search(library.query(asked), WIDE)] if asked else []


def _article(passage: Passage) -> Article:
    return passage.issue_id, passage.article_no


def _distinct(passages: Iterable[Passage]) -> list[Passage]:
    """The first passage of each article."""
    first: dict[Article, Passage] = {}
    for passage in passages:
        first.setdefault(_article(passage), passage)
    return list(first.values())


def _of(ideas: Ideas, articles: Sequence[Passage], answer: Answer, least: float) -> Iterator[Idea]:
    """Figures and documents of articles, the likest to what was asked first."""
    asked = set(pairs(fold(answer.asked)))
    for passage in articles:
        passages = ideas.passages(passage.issue_id, passage.article)
        found = [*ideas.figures(passages), *ideas.documents(passages)]
        scored = [(len(asked & set(pairs(fold(idea.text)))) / max(len(asked), 1), idea) for idea in found]
        scored.sort(key=lambda pair: -pair[0])
        yield from (idea for score, idea in scored if score >= least)


def _whole(ideas: Ideas, articles: Sequence[Passage]) -> Iterator[Idea]:
    """What articles say, and what else their authors wrote."""
    for passage in articles:
        for made in (ideas.about, ideas.subjects, ideas.writers):
            yield from made([passage])
