"""HTML of the web app. Whatever comes from a source, a file name or a question is escaped here, by `esc`."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from index.types import ArticleRow, IssueRow, Passage, Span
from qa.conflicts import Conflict
from qa.ledger import Told
from qa.lookup.types import Lookup
from qa.register import Entry
from qa.series import Series
from qa.types import INTERRUPTED, Answer, Citation, Status
from ui.texts import Texts

NEAREST = 5  # passages shown where there is no answer
EXCERPT = 160  # characters of each
EXAMPLES = 5
SURE = (0.8, 0.45)  # least probability of each word but the last, which answers without reserve seldom have
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
    body = cards(answer.citations, t) if found else _nearest(answer, t)
    differ = "".join(conflict(each, t) for each in answer.conflicts)
    return _shell(f"{status(answer, t)}{differ}{body}", t)


def busy(t: Texts) -> str:
    """The panel while a question is being answered."""
    return _shell(f'<p class="hk-quiet">{esc(t.searching)}</p>', t)


def trouble(t: Texts) -> str:
    """The panel where answering broke."""
    return _shell(f'<p class="hk-error" role="alert">{esc(t.trouble)}</p>', t)


def _shell(body: str, t: Texts) -> str:
    return f'<section class="hk-panel" aria-label="{esc(t.evidence)}" aria-live="polite">{body}</section>'


def status(answer: Answer, t: Texts) -> str:
    """Whether the library answers, as a badge, how sure that is, and what is missing or was cut."""
    mark = f'<span class="hk-status hk-{answer.status.value}">{esc(t.status[answer.status])}</span>'
    sure = "" if answer.status is Status.NOT_FOUND else sureness(answer.probability, t.probability, t)
    cut = t.cut.format_map(answer.claims) if answer.claims["cut"] else ""
    missing = t.missing.format(missing=answer.missing) if answer.missing else ""
    notes = "".join(f'<p class="hk-quiet">{esc(note)}</p>' for note in (missing, cut) if note)
    return f'<div class="hk-head">{mark}{sure}</div>{notes}'


def sureness(probability: float, pattern: str, t: Texts) -> str:
    """A probability as a word; its number shows where one points at it or comes to it by the keyboard."""
    word = t.sureness[sum(probability < least for least in SURE)]
    number = esc(pattern.format(percent=f"{probability:.0%}"))
    return f'<span class="hk-sure" tabindex="0">{esc(word)}<span class="hk-tip" role="tooltip">{number}</span></span>'


def conflict(told: Mapping[str, Any], t: Texts) -> str:
    """The values of one thing that contradict each other, as CONTRACT has them, with their citations."""
    values = "".join(_value(value, told["newer"], t) for value in told["values"])
    title = esc(t.conflict.format(about=told["about"]))
    return f'<section class="hk-card hk-conflict"><h3 class="hk-title">{title}</h3><ul>{values}</ul></section>'


def _value(value: Mapping[str, Any], newer: int | None, t: Texts) -> str:
    mark = badge(t.newer) if value["n"] == newer else ""
    scope = f' <span class="hk-quiet">{esc(value["scope"])}</span>' if value["scope"] else ""
    return f'<li><b>{esc(value["value"])}</b>{scope} <span class="hk-n">[{value["n"]:d}]</span>{mark}</li>'


def cards(citations: Iterable[Citation], t: Texts) -> str:
    """A card for each citation."""
    return "".join(card(citation, t) for citation in citations)


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
    mark = badge(t.digest) if place["digest"] else ""
    return (
        f'<header><h3 class="hk-title">{number}{esc(place["article"])}{mark}</h3>'
        f'<p class="hk-facts">{facts}</p></header>'
    )


def _source(place: Mapping[str, Any], t: Texts) -> str:
    where = _where_in_file(place, t)
    doubt = f" · {esc(t.doubt)}" if place["doubt"] >= 0.5 else ""
    file = esc(place["source_file"]) + (f" · {esc(where)}" if where else "")
    return f'<footer class="hk-source">{file}{doubt}</footer>'


def badge(text: str, looks: str = "hk-badge") -> str:
    """A word beside a title or a value."""
    return f'<span class="{looks}">{esc(text)}</span>'


def numbering(numbers: Sequence[int], t: Texts) -> str:
    """Which references the citations of an answer are, from 1, where their numbers are not the same."""
    if list(numbers) == list(range(1, len(numbers) + 1)):
        return ""
    return t.numbering.format(pairs=t.comma.join(f"[{n}]→[{own}]" for n, own in enumerate(numbers, 1)))


# -- what was chosen from a table, or looked up


def figure(row: tuple[Told, Conflict | None] | None, t: Texts) -> str:
    """The sentence of a figure where it stands; where others contradict it, theirs as well."""
    if row is None:
        return _chosen(notice(t.chosen_none), t)
    told, differs = row
    values = differs.values if differs else (told,)
    numbers = range(1, len(values) + 1)
    unlike = conflict(differs.as_json(numbers), t) if differs else ""
    return _chosen(unlike + cards((each.cited(n) for n, each in zip(numbers, values, strict=True)), t), t)


def document(entry: Entry | None, t: Texts) -> str:
    """A document of the register: its names, then what the issues say of it."""
    if entry is None:
        return _chosen(notice(t.chosen_none), t)
    also = "".join(f"《{name}》" for name in entry.document.also)
    names = f'<p class="hk-quiet">{esc(t.also_called.format(names=also))}</p>' if also else ""
    title = f'<h3 class="hk-title" lang="zh-CN">{esc(entry.document.title)}</h3>'
    return _chosen(f"{title}{names}{cards(entry.citations, t)}", t)


def looked_up(found: Lookup | None, t: Texts) -> str:
    """Where a quotation stands and how sure that is, then where else."""
    if found is None:
        return _chosen(notice(t.cite_waiting), t)
    message = notice(found.message) if found.message else ""
    if not found.places:
        return _chosen(f'<div class="hk-head"><span class="hk-status">{esc(t.not_found)}</span></div>{message}', t)
    first, *others = (Citation(n, p.passage, p.quote, (), p.pieces) for n, p in enumerate(found.places, 1))
    mark = f'<span class="hk-status hk-answered">{esc(t.found)}</span>{sureness(found.confidence, t.confidence, t)}'
    also = f'<h3 class="hk-title">{esc(t.also_at)}</h3>{cards(others, t)}' if others else ""
    return _chosen(f'<div class="hk-head">{mark}</div>{message}{card(first, t)}{also}', t)


def _chosen(body: str, t: Texts) -> str:
    label = f'aria-label="{esc(t.chosen)}" aria-live="polite" tabindex="0"'
    return f'<section class="hk-panel hk-chosen" {label}>{body}</section>'


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


# -- headings


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


def series_name(told: Series, t: Texts) -> str:
    """What a series is of: indicator, share or growth, goal, area, years."""
    entry, years = told.of.entry, [year for year, _ in told.points]
    parts = (entry.indicator, t.stats.get(entry.stat), t.goal if entry.mode == "goal" else None, entry.area)
    return " · ".join([*filter(None, parts), f"{years[0]}–{years[-1]}"])
