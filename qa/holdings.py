"""Questions about the library itself, answered from its catalogue: issues, contents, authors, subjects, abilities.

What an article says is told in its opening sentence, cited; what the catalogue tells needs no citation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from index import numbers
from index.library import Library
from index.narrowing import bare
from index.query import Concept
from index.types import ArticleRow, Filters, IssueRow
from index.words import HAN_RUN
from ingest.surnames import SURNAMES
from qa import authors, compose, evidence, spans, subjects
from qa.inquiries import NUMBERED, THIS, Asks, Wording, read
from qa.listing import (
    LISTED,
    OPENED,
    OPENING,
    SENTENCE,
    Line,
    Request,
    entry,
    listed,
    make,
    of_article,
    passages,
    place,
    refused,
)
from qa.question import understand
from qa.scope import scope
from qa.subjects import Treated
from qa.types import Answer, Status

LONGEST = 120  # characters of a question about the library
SHOWN = 10  # passages that an answer carries
TITLES = 6  # of a magazine's articles, to show what it is about
LIKE = 60.0  # likeness, of 100, from which a title is worth telling
MIN_TITLE = 4  # characters of a part of a title
HONORIFIC = re.compile(r"(?:教授|博士|老师|院士|研究员|主任|先生|女士|所长|会长)$")
MAGAZINE_NAMED = re.compile(r"》(?:这本|这份|这个)?(?:杂志|期刊|刊物|刊|里|中)|有(?:几|多少|哪几|哪些)期$")
TITLE_NAMED = re.compile(r"[》”\"](?:这|那|一文|文章)")


def answer(text: str, library: Library, filters: Filters = Filters(), shown: int = SHOWN) -> Answer | None:
    """The answer to a question about the library itself; None: it is no such question."""
    named = scope(text, library.issues) if len(text) <= LONGEST else None
    if named is None or (named.absent and not filters.issue):
        return None
    wording, issue, absent = _placed(Wording.of(named.text), named.issue, library)
    narrowed = replace(filters, issue=filters.issue or issue)
    question = replace(understand(text), text=text)
    for inquiry in read(wording, of_issue=bool(issue or absent)):
        asked = replace(question, language=inquiry.language)
        request = Request(asked, wording.folded, inquiry, library, narrowed, shown)
        if absent and not filters.issue:
            return compose.absent(asked, absent, passages(request), library)
        if made := ANSWERS[inquiry.asks](request):
            return made
    return None


def _placed(wording: Wording, issue: str | None, library: Library) -> tuple[Wording, str | None, str | None]:
    """The question without the issue that it names, that issue, and its name where the library lacks it.

    This issue is the newest, and so is of several one that is named by number alone.
    """
    if issue is None and (this := THIS.search(wording.folded)):
        return wording.without(this), _newest(library.issues()), None
    if issue is None and (numbered := NUMBERED.match(wording.folded)):
        number = numbers.whole(numbered["number"])
        newest = _newest([row for row in library.issues() if row.number == number])
        return wording.without(numbered), newest, None if newest else numbered[0]
    return wording, issue, None


def _newest(rows: Sequence[IssueRow]) -> str | None:
    dated = sorted((row for row in rows if not row.hidden), key=lambda row: (row.year or 0, row.number or 0))
    return dated[-1].issue_id if dated else None


# -- the answers, one a kind of inquiry


def _abilities(request: Request) -> Answer:
    return make(request, f"{request.says('abilities')}\n{_held(request)}")


def _holdings(request: Request) -> Answer | None:
    return _magazine(request) if request.subject else make(request, _held(request))


def _held(request: Request) -> str:
    rows = request.issues()
    if not rows:
        return request.says("empty")
    names = request.joined([request.called(row) for row in rows])
    return request.says("holdings", count=len(rows), issues=names, articles=sum(row.articles for row in rows))


def _magazine(request: Request) -> Answer | None:
    """Which issues there are of each magazine, its sections, and some of its titles."""
    known = list(dict.fromkeys(row.magazine for row in request.issues()))
    if request.subject and request.subject not in known:
        absent = f"《{request.subject}》" if MAGAZINE_NAMED.search(request.folded) else None
        hits = passages(request)
        return compose.absent(request.question, absent, hits, request.library) if absent else None
    told = [_of_magazine(request, name) for name in known if request.subject in ("", name)]
    return make(request, "\n".join(told) or request.says("empty"))


def _of_magazine(request: Request, magazine: str) -> str:
    rows = [row for row in request.issues() if row.magazine == magazine]
    held = [request.library.articles(row.issue_id) for row in rows]
    every = [article for articles in held for article in articles]
    sections = list(dict.fromkeys(article.section for article in every if article.section))
    step = max(1, -(-len(every) // TITLES))
    return request.says(
        "magazine",
        magazine=f"《{magazine}》",
        count=len(rows),
        issues=request.joined([request.called(row) for row in rows]),
        articles=len(every),
        sections=request.says("sections", sections=request.joined(sections)) if sections else "",
        titles="".join(f"《{article.title}》" for article in every[::step]),
    )


def _contents(request: Request) -> Answer | None:
    rows = request.articles()
    if not rows:
        return None
    issue = request.library.find(request.filters.issue) if request.filters.issue else None
    where = request.called(issue) if issue else request.says("here")
    return listed(request, request.says("contents", where=where, count=len(rows)), rows)


def _author(request: Request) -> Answer | None:
    """The articles of an author; of a name that is none the nearest, where the wording asks for a person."""
    asked = HONORIFIC.sub("", request.subject)
    names = authors.named(asked, request.library)
    rows = [row for row in request.articles() if set(names) & set(row.authors)]
    if rows:
        lead = request.says("by", subject=request.joined(names), count=len(rows))
        return listed(request, lead, rows)
    if names or not request.inquiry.strict or not _is_name(asked):
        return None
    near = authors.nearest(asked, request.library)
    return refused(request, "no author", asked, near)


def _is_name(asked: str) -> bool:
    """Whether it has the form of a person's name, in characters or in Latin letters."""
    if HAN_RUN.fullmatch(asked):
        return len(asked) in (2, 3) and asked[0] in SURNAMES
    return 2 <= len(asked.split()) <= 3 and asked.replace(" ", "").isalpha()


def _subject(request: Request) -> Answer | None:
    """The articles about something; where there is none, those that mention it; None of words that no lexicon knows."""
    subject = request.subject.strip("《》“”\"'")
    treated, hits = subjects.treating(subject, request.library, request.filters)
    about = [each for each in treated if each.about]
    chosen = (about or treated)[:LISTED]
    if not chosen and any(not concept.others for concept in request.library.query(subject).concepts if _latin(concept)):
        return None
    if not chosen:
        return replace(refused(request, "no subject", subject), hits=tuple(hits[: request.shown]))
    said = SENTENCE if len(chosen) <= OPENED else 0
    lines = [_treating(request, subject, each, said) for each in chosen]
    lead = request.says("about" if about else "mention", subject=subject, count=len(chosen))
    made = make(request, lead, lines, hits)
    if about:
        return replace(made, probability=max(each.share for each in chosen))
    return replace(made, status=Status.PARTIAL, probability=0.5, missing=subject)


def _latin(concept: Concept) -> bool:
    return all(word.isascii() for word in concept.words)


def _treating(request: Request, subject: str, treated: Treated, limit: int) -> Line:
    """An article with the clauses that speak of the subject; without any where the limit is none."""
    passage, sentence = treated.sentence.hit.passage, treated.sentence
    row = request.library.articles(passage.issue_id)[passage.article_no]
    said = spans.window(understand(subject), request.library.query(subject), sentence.text, limit) if limit else None
    return Line(entry(request, row), sentence if limit else None, said)


def _writer(request: Request) -> Answer | None:
    row = next((row for row in request.articles() if bare(row.title) == bare(request.subject)), None)
    if row is None:
        return None
    what = "writer" if row.authors else "unsigned"
    return make(
        request, request.says(what, title=row.title, authors=request.joined(row.authors), place=place(request, row))
    )


def _article(request: Request) -> Answer | None:
    """What an article says that is named in part, or not at all where there is but one."""
    rows, asked = request.articles(), bare(request.subject)
    titles = {bare(row.title): row for row in rows}
    if asked in titles:
        return None  # named in full: what it says is composed as any answer
    named = [row for title, row in titles.items() if asked in title and (not asked or len(asked) >= MIN_TITLE)]
    if len(named) == 1:
        return _gist(request, named[0])
    if not asked:
        return refused(request, "which", title=rows[0].title) if rows else None
    if not TITLE_NAMED.search(request.folded):
        return None
    near = sorted(titles, key=lambda title: -fuzz.ratio(asked, title))[:TITLES]
    told = [f"《{titles[title].title}》" for title in near if fuzz.ratio(asked, title) >= LIKE]
    return refused(request, "no article", request.subject, told)


def _gist(request: Request, row: ArticleRow) -> Answer:
    hits = request.library.opening(of_article(row), request.shown)
    question = replace(request.question, gist=True)
    return compose.compose(question, evidence.leads(hits[:OPENING]), hits, request.library)


ANSWERS: dict[Asks, Callable[[Request], Answer | None]] = {
    Asks.ABILITIES: _abilities,
    Asks.HOLDINGS: _holdings,
    Asks.MAGAZINE: _magazine,
    Asks.CONTENTS: _contents,
    Asks.AUTHOR: _author,
    Asks.SUBJECT: _subject,
    Asks.WRITER: _writer,
    Asks.ARTICLE: _article,
}
