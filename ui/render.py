"""HTML of the web app. Whatever comes from a source, a file name or a question is escaped here, by `esc`."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from index.types import ArticleRow, IssueRow, Passage, Span
from qa.types import INTERRUPTED, Answer, Citation, Status
from ui.texts import Texts

NEAREST = 5  # passages shown where there is no answer
EXCERPT = 160  # characters of each
EXAMPLES = 5
TITLE_LENGTH = (4, 28)  # of an article that an example asks about
# gr.HTML runs its value through two template languages; these begin an expression in one of them
TEMPLATE = str.maketrans({char: f"&#{ord(char)};" for char in "{}$@`\\"})


def esc(text: object) -> str:
    """Text as HTML that shows it and does nothing else."""
    return html.escape(str(text)).translate(TEMPLATE)


def bubble(role: str, text: str) -> dict[str, str]:
    """A message of the chat, which takes HTML even where it is told to read no Markdown."""
    return {"role": role, "content": html.escape(text, quote=False)}


def said(answer: Answer, t: Texts) -> str:
    """What the chat says: the answer, below the question as it was completed where that was needed."""
    told = "" if answer.asked == answer.question else t.understood.format(asked=answer.asked) + "\n"
    return told + answer.answer


# -- places


def page_label(first: int | None, last: int | None, exact: bool, t: Texts) -> str:
    """The printed page or pages; an estimate says that it is one, and an unknown page is never made up."""
    if first is None:
        return t.page_unknown
    one = last is None or last == first
    pattern = (t.page if one else t.pages) if exact else (t.about_page if one else t.about_pages)
    return pattern.format(first=first, last=last)


def line_label(first: int | None, last: int | None, t: Texts) -> str:
    """Lines of a text source, or nothing."""
    if first is None:
        return ""
    return (t.line if last in (None, first) else t.lines).format(first=first, last=last)


def _where_in_file(place: Mapping[str, Any], t: Texts) -> str:
    lines = line_label(place["line_first"], place["line_last"], t)
    if lines or not place["boxes"]:
        return lines
    return t.pdf_page.format(first=place["boxes"][0]["pdf_page"])


# -- highlighting


def highlight(passage: Passage, quote: str) -> str:
    """The passage as HTML with the pieces of a quotation marked where they stand."""
    out, position = [], 0
    for start, end in marks(passage, quote):
        out.append(f"{esc(passage.text[position:start])}<mark>{esc(passage.text[start:end])}</mark>")
        position = end
    return "".join([*out, esc(passage.text[position:])])


def marks(passage: Passage, quote: str) -> list[Span]:
    """Where the pieces of a quotation stand in the passage, white space aside.

    A sentence that holds them all goes first: cells of a table are short, and stand in many rows.
    """
    pieces = [squeezed for piece in quote.split(INTERRUPTED) if (squeezed := "".join(piece.split()))]
    for window in passage.sentences:
        found = _find(passage.text, window, pieces)
        if len(found) == len(pieces):
            return _joined(passage.text, found)
    return _joined(passage.text, _find(passage.text, (0, len(passage.text)), pieces))


def _find(text: str, window: Span, pieces: Sequence[str]) -> list[Span]:
    """Ranges of the pieces in a window of the text; the longest choose first, and none lie on another."""
    at = [i for i in range(*window) if not text[i].isspace()]
    free = "".join(text[i] for i in at)
    found = []
    for piece in sorted(pieces, key=len, reverse=True):
        start = free.find(piece)
        if start >= 0:
            end = start + len(piece)
            found.append((at[start], at[end - 1] + 1))
            free = free[:start] + "\0" * len(piece) + free[end:]
    return found


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """The ranges in order; those with nothing but white space between them become one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


# -- the evidence panel


def panel(answer: Answer | None, t: Texts) -> str:
    """Status and citation cards of an answer; where nothing was found, the nearest passages."""
    if answer is None:
        return _shell(f'<p class="hk-quiet">{esc(t.waiting)}</p>', t)
    found = answer.status is not Status.NOT_FOUND
    body = "".join(card(citation, t) for citation in answer.citations) if found else _nearest(answer, t)
    return _shell(f"{status(answer, t)}{body}", t)


def busy(t: Texts) -> str:
    """The panel while a question is being answered."""
    return _shell(f'<p class="hk-quiet">{esc(t.searching)}</p>', t)


def trouble(t: Texts) -> str:
    """The panel where answering broke."""
    return _shell(f'<p class="hk-error" role="alert">{esc(t.trouble)}</p>', t)


def _shell(body: str, t: Texts) -> str:
    return f'<section class="hk-panel" aria-label="{esc(t.evidence)}" aria-live="polite">{body}</section>'


def status(answer: Answer, t: Texts) -> str:
    """Whether the library answers, as a badge, and what is missing."""
    badge = f'<span class="hk-status hk-{answer.status.value}">{esc(t.status[answer.status])}</span>'
    missing = esc(t.missing.format(missing=answer.missing)) if answer.missing else ""
    return f'<div class="hk-head">{badge}<span class="hk-quiet">{missing}</span></div>'


def card(citation: Citation, t: Texts) -> str:
    """One citation: where it stands, and the whole passage with the quotation marked."""
    text = highlight(citation.passage, citation.quote)
    number = f'<span class="hk-n">[{citation.n}]</span>'
    return (
        f'<article class="hk-card" lang="zh-CN">{_heading(citation.as_json(), t, number)}'
        f'<blockquote class="hk-text">{text}</blockquote>{_source(citation.as_json(), t)}</article>'
    )


def _nearest(answer: Answer, t: Texts) -> str:
    if not answer.hits:
        return f'<p class="hk-quiet">{esc(t.nothing_near)}</p>'
    cards = "".join(_small(hit.passage, t) for hit in answer.hits[:NEAREST])
    return f'<h3 class="hk-title">{esc(t.nearest)}</h3>{cards}'


def _small(passage: Passage, t: Texts) -> str:
    cut = passage.text[:EXCERPT] + ("…" if len(passage.text) > EXCERPT else "")
    place = Citation(0, passage, "", (), passage.pieces).as_json()
    return (
        f'<article class="hk-card hk-small" lang="zh-CN">{_heading(place, t)}'
        f'<blockquote class="hk-text">{esc(cut)}</blockquote>{_source(place, t)}</article>'
    )


def _heading(place: Mapping[str, Any], t: Texts, number: str = "") -> str:
    pages = page_label(place["page_first"], place["page_last"], place["page_exact"], t)
    told = ["、".join(place["authors"]), place["issue"], pages, place["section"]]
    facts = "".join(f"<span>{esc(fact)}</span>" for fact in told if fact)
    badge = _badge(t.digest) if place["digest"] else ""
    return (
        f'<header><h3 class="hk-title">{number}{esc(place["article"])}{badge}</h3>'
        f'<p class="hk-facts">{facts}</p></header>'
    )


def _source(place: Mapping[str, Any], t: Texts) -> str:
    where = _where_in_file(place, t)
    doubt = f" · {esc(t.doubt)}" if place["doubt"] >= 0.5 else ""
    file = esc(place["source_file"]) + (f" · {esc(where)}" if where else "")
    return f'<footer class="hk-source">{file}{doubt}</footer>'


def _badge(text: str) -> str:
    return f'<span class="hk-badge">{esc(text)}</span>'


# -- adding


def reports(done: Sequence[Mapping[str, Any]], t: Texts) -> str:
    """What became of each file."""
    return f'<div class="hk-panel" role="status">{"".join(_report(report, t) for report in done)}</div>'


def notice(text: str) -> str:
    """A line that says what to do."""
    return f'<p class="hk-quiet" role="status">{esc(text)}</p>'


def _report(report: Mapping[str, Any], t: Texts) -> str:
    badge = f'<span class="hk-status hk-{esc(report["status"])}">{esc(t.outcome[report["status"]])}</span>'
    return (
        f'<article class="hk-card hk-small"><h3 class="hk-title">{badge}{esc(Path(report["path"]).name)}</h3>'
        f'<p class="hk-facts">{_outcome(report, t)}</p></article>'
    )


def _outcome(report: Mapping[str, Any], t: Texts) -> str:
    if report["status"] == "failed":
        # the upload's folder means nothing to the reader, the file's name does
        error = str(report["error"]).replace(report["path"], Path(report["path"]).name)
        return f'<span class="hk-error">{esc(error)}</span>'
    told = [report["issue"], t.counts.format_map(report), *report.get("notes", ())]
    return "".join(f"<span>{esc(fact)}</span>" for fact in told if fact)


# -- tables


def issues_table(rows: Sequence[IssueRow], t: Texts) -> str:
    """The catalogue."""
    if not rows:
        return notice(t.empty)
    counts = [t.column_pages, t.column_articles, t.column_passages]
    heads = [t.column_issue, *counts, t.column_source, t.column_added]
    return _table(heads, (_issue_cells(row, t) for row in rows))


def _issue_cells(row: IssueRow, t: Texts) -> list[str]:
    marks_ = (_badge(t.digest) if row.digest else "") + (_badge(t.hidden) if row.hidden else "")
    counts = [str(row.pages), str(row.articles), str(row.passages)]
    return [esc(row.issue) + marks_, *counts, esc(row.source_file), esc(row.added[:16].replace("T", " "))]


def contents_table(rows: Sequence[ArticleRow], t: Texts) -> str:
    """The table of contents of an issue."""
    heads = [t.column_title, t.column_page, t.column_authors, t.column_section]
    return _table(heads, (_article_cells(row, t) for row in rows)) if rows else ""


def _article_cells(row: ArticleRow, t: Texts) -> list[str]:
    pages = page_label(row.page_first, row.page_last, row.page_exact, t)
    return [esc(row.title), esc(pages), esc("、".join(row.authors)), esc(row.section or "")]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already."""
    head = "".join(f'<th scope="col">{esc(name)}</th>' for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    parts = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="hk-scroll"><table class="hk-table">{parts}</table></div>'


def masthead(t: Texts) -> str:
    """The name of the app and what it does."""
    return f'<div class="hk-mast"><h1>杭科问答</h1><p>{esc(t.tagline)}</p></div>'


def heading(text: str) -> str:
    """A heading within a tab."""
    return f'<h2 class="hk-h2">{esc(text)}</h2>'


# -- choices and examples: text that gradio itself escapes


def issue_choices(rows: Sequence[IssueRow], t: Texts) -> list[tuple[str, str]]:
    """The issues that a question can be narrowed to."""
    named = [(f"{row.issue}（{t.digest}）" if row.digest else row.issue, row.issue_id) for row in _seen(rows)]
    return [(t.all_issues, ""), *named]


def year_choices(rows: Sequence[IssueRow], t: Texts) -> list[tuple[str, int]]:
    """The years that a question can be narrowed to."""
    years = sorted({row.year for row in _seen(rows) if row.year})
    return [(t.any_year, 0), *((str(year), year) for year in years)]


def contents_choices(rows: Sequence[IssueRow]) -> list[tuple[str, str]]:
    """The issues whose table of contents can be shown."""
    return [(row.issue, row.issue_id) for row in rows]


def _seen(rows: Sequence[IssueRow]) -> list[IssueRow]:
    return [row for row in rows if not row.hidden]


def examples(rows: Sequence[ArticleRow], t: Texts) -> list[list[str]]:
    """Questions about articles spread over the library, in the patterns of a language."""
    shortest, longest = TITLE_LENGTH
    fit = [row for row in rows if shortest <= len(row.title) <= longest and row.authors]
    picked = fit[:: max(1, len(fit) // EXAMPLES)][:EXAMPLES]
    return [[t.templates[i % len(t.templates)].format(title=row.title)] for i, row in enumerate(picked)]
