"""Answers from the catalogue in words: what a request is about, articles a line each, citations of what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import sentences as cutting
from index.library import Library
from index.narrowing import weight
from index.types import ArticleRow, Filters, Hit, IssueRow, Passage, Scores, Span
from qa import compose, evidence, glosses, quotes
from qa.evidence import Sentence
from qa.inquiries import Inquiry
from qa.question import Question
from qa.types import Answer, Citation, Status

OPENED, LISTED = 8, 40  # articles of a list that are told with their first sentences; that are told at all
SENTENCE = 80  # characters of a sentence that are said
OPENING = 3  # passages of an article in which its first sentence is looked for
DIGEST = {"zh": "（摘编）", "en": " (digest)"}
SAYS: dict[str, dict[str, str]] = {
    "zh": {
        "abilities": "这里是杭科问答（hangke）：从库里的期刊中找答案，句句注明出处，没有的就直说没有。"
        "可以用中文或英文问数字、时间、人物、原因、政策和比较，也可以问某一期有哪些文章、哪些文章讲某件事、某位作者写了什么、某篇文章讲了什么。",
        "holdings": "库里有{count}期：{issues}；共{articles}篇文章。",
        "empty": "库里还没有期刊；用 hangke add 添加。",
        "magazine": "{magazine}在库里有{count}期：{issues}；共{articles}篇文章。{sections}文章有{titles}等。",
        "sections": "栏目有{sections}。",
        "contents": "{where}共{count}篇文章：",
        "here": "库里",
        "by": "{subject}的文章有{count}篇：",
        "no author": "库里没有{subject}的文章。{near}",
        "about": "讲{subject}的文章有{count}篇：",
        "mention": "没有专门讲{subject}的文章；提到它的有{count}篇：",
        "no subject": "库里没有讲到{subject}的文章。",
        "writer": "《{title}》{place}的作者是{authors}。",
        "unsigned": "《{title}》{place}没有署名。",
        "which": "请说出是哪一篇，例如：《{title}》这篇文章讲了什么？",
        "no article": "库里没有题为《{subject}》的文章。{near}",
        "near": "相近的有：{near}。",
        "more": "……另有{count}篇。",
        "comma": "，",
        "place": "（{place}）",
        "page": "第{page}页",
        "pages": "第{first}–{last}页",
        "estimate": "约{pages}",
        "said": "：{words}",
    },
    "en": {
        "abilities": "This is hangke: it answers from the magazine issues in its library, in Chinese or English, with a"
        " citation for each sentence, and says so where they are silent. Ask for figures, dates, people, reasons,"
        " policies, comparisons; which articles an issue has, which are about something or by someone; what an article"
        " says.",
        "holdings": "Issues in the library ({count}): {issues}. Articles: {articles}.",
        "empty": "The library is empty; `hangke add` adds issues.",
        "magazine": "{magazine}. Issues ({count}): {issues}. Articles: {articles}, among them {titles}.{sections}",
        "sections": " Sections: {sections}.",
        "contents": "{where}, articles ({count}):",
        "here": "In the library",
        "by": "Articles by {subject} ({count}):",
        "no author": "The library holds no article by {subject}. {near}",
        "about": "Articles about {subject} ({count}):",
        "mention": "No article is about {subject}; these mention it ({count}):",
        "no subject": "No article of the library speaks of {subject}.",
        "writer": "The authors of 《{title}》{place}: {authors}.",
        "unsigned": "《{title}》{place} names no author.",
        "which": "Say which article, for example: what does 《{title}》 say?",
        "no article": "The library holds no article titled 《{subject}》. {near}",
        "near": "The nearest: {near}.",
        "more": "… and {count} more.",
        "comma": ", ",
        "place": " ({place})",
        "page": "p. {page}",
        "pages": "pp. {first}–{last}",
        "estimate": "about {pages}",
        "said": ": “{words}”",
    },
}


@dataclass(frozen=True, slots=True)
class Request:
    """An inquiry of a library: the question, one reading of it, what narrows it."""

    question: Question
    folded: str
    inquiry: Inquiry
    library: Library
    filters: Filters
    shown: int

    @property
    def subject(self) -> str:
        """The name or the subject in the question."""
        return self.inquiry.subject

    def says(self, what: str, **told: object) -> str:
        """A sentence in the question's language."""
        return SAYS[self.inquiry.language][what].format(**told)

    def joined(self, names: Sequence[str]) -> str:
        """Names as a list."""
        return ("、" if self.inquiry.language == "zh" else ", ").join(names)

    def issues(self) -> list[IssueRow]:
        """The issues that are searched."""
        return [row for row in self.library.issues() if not row.hidden]

    def articles(self) -> list[ArticleRow]:
        """The articles that the filters let through."""
        issue = self.library.find(self.filters.issue) if self.filters.issue else None
        rows = {row.issue_id: row for row in self.issues()}
        told = ((rows[article.issue_id], article) for article in self.library.articles())
        return [article for row, article in told if weight(row, article, self.filters, issue) == 1.0]

    def called(self, row: IssueRow) -> str:
        """The name of an issue; a digest is told."""
        return row.issue + (DIGEST[self.inquiry.language] if row.digest else "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer, and the sentence that it ends with: of it the range that is said, else its first clauses."""

    text: str
    sentence: Sentence | None = None
    said: Span | None = None


def listed(request: Request, lead: str, rows: Sequence[ArticleRow]) -> Answer:
    """Articles, a line each; a few with their first sentences."""
    told = rows[:LISTED]
    opened = len(told) <= OPENED
    lines = [Line(entry(request, row), first(request, row) if opened else None) for row in told]
    if len(rows) > len(told):
        lines.append(Line(request.says("more", count=len(rows) - len(told))))
    return make(request, lead, lines)


def entry(request: Request, row: ArticleRow) -> str:
    """Title, authors and place of an article."""
    by = request.joined(row.authors)
    between = " by " if by and request.inquiry.language == "en" else ""
    return f"《{row.title}》{between}{by}{place(request, row)}"


def place(request: Request, row: ArticleRow) -> str:
    """In brackets the issue, unless one is asked for, and the pages as far as they are known."""
    issue = "" if request.filters.issue else request.called(request.library.find(row.issue_id))
    told = request.says("comma").join(part for part in (issue, _pages(request, row)) if part)
    return request.says("place", place=told) if told else ""


def _pages(request: Request, row: ArticleRow) -> str:
    first, last = row.page_first, row.page_last
    if first is None:
        return ""
    told = request.says("page", page=first) if first == last else request.says("pages", first=first, last=last)
    return told if row.page_exact else request.says("estimate", pages=told)


def of_article(row: ArticleRow) -> Filters:
    """What narrows a search to one article."""
    return Filters(issue=row.issue_id, article=row.title)


def first(request: Request, row: ArticleRow) -> Sentence | None:
    """The first full sentence of an article."""
    opening = evidence.leads(request.library.opening(of_article(row), OPENING)).sentences
    return opening[0] if opening else None


def refused(request: Request, what: str, subject: str = "", near: Sequence[str] = (), **told: str) -> Answer:
    """That the library has none such, and what comes near."""
    nearest = request.says("near", near=request.joined(near)) if near else ""
    made = make(request, request.says(what, subject=subject, near=nearest, **told).strip())
    return replace(made, status=Status.NOT_FOUND, probability=0.0, missing=subject or None)


def make(request: Request, lead: str, lines: Sequence[Line] = (), ranked: Sequence[Hit] = ()) -> Answer:
    """The Answer: a lead, then the lines, numbered where there are several, each with its citation."""
    said: list[str] = []
    citations: list[Citation] = []
    for number, line in enumerate(lines, 1):
        text = f"{number}. {line.text}" if len(lines) > 1 else line.text
        if line.sentence is not None:
            words, citation = _cited(line.sentence, line.said, len(citations) + 1)
            text += f"{request.says('said', words=words)} [{citation.n}]"
            citations.append(citation)
        said.append(text)
    return Answer(
        question=request.question.text,
        asked=request.question.text,
        language=request.inquiry.language,
        status=Status.ANSWERED,
        probability=1.0,
        answer="\n".join([lead, *said, *_terms(request, said)]),
        citations=tuple(citations),
        hits=tuple(passages(request, [citation.passage for citation in citations], ranked)),
        embedder=request.library.embedder.name,
        library=request.library.name,
        claims={"made": len(citations), "proved": len(citations), "cut": 0},
        settled=True,
    )


def _terms(request: Request, said: Sequence[str]) -> list[str]:
    """The terms of Chinese lines, in English, below an English answer."""
    found = glosses.gloss(" ".join(said), request.library.words) if request.inquiry.language == "en" else {}
    told = "; ".join(f"{term} = {english}" for term, english in found.items())
    return [compose.TERMS.format(terms=told).strip()] if told else []


def _cited(sentence: Sentence, said: Span | None, n: int) -> tuple[str, Citation]:
    """What is said of a sentence, as one line, and the citation of the whole."""
    passage, start = sentence.hit.passage, sentence.span[0]
    first, last = said or (0, _opening(sentence.text))
    words, pieces = quotes.quote(passage, sentence.span)
    found = quotes.locate(passage, sentence.span, (start + first, start + last))
    plain = compose.SOURCE_MARK.sub(lambda mark: f"（{mark[1] or mark[2]}）", sentence.text[first:last])
    citation = Citation(n, passage, words, found or ((0, len(words)),), pieces)
    return re.sub(r"\s*\n\s*", " ", plain).rstrip("，,；;：、 \n"), citation


def _opening(text: str) -> int:
    """Where the first clauses of a sentence end, as many as there is room for."""
    ends = [last for _, last in cutting.clauses(text)]
    return max([at for at in ends if at <= SENTENCE], default=min(ends[0], SENTENCE))


def passages(request: Request, cited: Sequence[Passage] = (), ranked: Sequence[Hit] = ()) -> list[Hit]:
    """The passages cited, then those of the ranking, else the first that the filters let through, else the first."""
    library, shown = request.library, max(request.shown, len(cited))
    others = ranked or [*library.opening(request.filters, shown), *library.opening(Filters(), shown)]
    chosen = list(dict.fromkeys([*cited, *(hit.passage for hit in others)]))[:shown]
    return [Hit(passage, rank, 1.0, Scores()) for rank, passage in enumerate(chosen, 1)]
