"""The objects of the contract as text for people at a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

Labels = tuple[str, ...]
Rows = dict[Labels, dict[str, Any]]
MARK = re.compile(r"\[(\d{1,9})\]")  # of a citation, in an answer


FIGURE = ("indicator", "value", "area", "period", "said_by")
WIDEST = 24  # characters of a cell of the ledger
STATUS = {"answered": "", "partial": "(部分 / partly) ", "not_found": ""}


def pages(item: dict[str, Any]) -> str:
    """`第10页`, `约第11–12页` where it is an estimate, or that the page is not known."""
    first, last = item["page_first"], item["page_last"]
    if first is None:
        return "页码未知"
    span = f"第{first}页" if first == last else f"第{first}–{last}页"
    return span if item["page_exact"] else f"约{span}（推算）"


def place(item: dict[str, Any]) -> str:
    """Issue, article, authors, page and lines, in one line."""
    authors = f" {'、'.join(item['authors'])}" if item["authors"] else ""
    lines = f"，{item['source_file']} 第{item['line_first']}–{item['line_last']}行" if item["line_first"] else ""
    digest = "（摘编）" if item["digest"] else ""
    return f"{item['issue']}{digest}《{item['article']}》{authors}，{pages(item)}{lines}"


def understood(item: dict[str, Any]) -> str:
    """How a question was completed from the dialogue, as a line of its own; nothing where it was not."""
    if item.get("asked") == item.get("question"):
        return ""
    return f"（理解为：{item['asked']}）\n" if item["language"] == "zh" else f"(understood as: {item['asked']})\n"


def answer(item: dict[str, Any]) -> str:
    """The answer, then a citation a paragraph, then the references where they were asked for."""
    numbers = {c["n"]: c.get("reference_number", c["n"]) for c in item["citations"]}
    cited = [f"[{numbers[c['n']]}] {place(c)}\n    “{c['quote']}”" for c in item["citations"]]
    said = MARK.sub(lambda mark: f"[{numbers.get(int(mark[1]), mark[1])}]", item["answer"])
    printed = [item["references"]] if item.get("references") else []
    return understood(item) + "\n\n".join([STATUS[item["status"]] + said, *cited, *printed]) + "\n"


def lookup(item: dict[str, Any]) -> str:
    """Where a quotation stands, its words, its reference, other places; or that there is none."""
    if not item["found"]:
        return f"{item['message']}"
    also = [f"又见 / also: {place(other)}\n    “{other['quote']}”" for other in item["also"]]
    sure = f"（把握 / confidence {item['confidence']:.2f}）"
    return "\n\n".join(
        [*filter(None, [item["message"]]), f"{place(item)}{sure}\n    “{item['quote']}”", item["reference"], *also]
    )


def asked(item: dict[str, Any]) -> str:
    """An answer of a batch, below its question."""
    return f"# {item['question']}\n{answer(item)}"


def passage(item: dict[str, Any]) -> str:
    """A passage with its id and place; its rank and score where it has one."""
    rank = f"{item['rank']}. ({item['score']:.3f}) " if item["rank"] else ""
    return f"{rank}{place(item)}{_leaves(item)}　{item['passage_id']}\n{item['text']}\n"


def _leaves(item: dict[str, Any]) -> str:
    """`，PDF 第3页` where the source is a PDF."""
    leaves = sorted({box["pdf_page"] for box in item["boxes"]})
    return f"，PDF 第{'、'.join(map(str, leaves))}页" if leaves else ""


def document(item: dict[str, Any]) -> str:
    """A document of the register: what is known of it, then what the text says of it."""
    told = "，".join(filter(None, (item["date"] or "日期未知", item["issuer"], item["number"], item["kind"])))
    also = [f"  又作 {'、'.join(f'《{name}》' for name in item['also'])}"] if item["also"] else []
    name = item["title"] if item["title"] == item["number"] else f"《{item['title']}》"
    cited = [f"  [{c['n']}] {place(c)}\n      “{c['quote']}”" for c in item["citations"]]
    return "\n".join([f"{name}（{told}）", *also, *cited]) + "\n"


def rated(item: dict[str, Any]) -> str:
    """A thumb, when it was given, the question, and what was right or was said."""
    thumb = {"up": "👍", "down": "👎"}[item["rating"]]
    told = " / ".join(item["answers"]) or item.get("said", "")
    return "\t".join([thumb, item["rated"], item["question"], " ".join(told.split()) or "–"])


def issue(item: dict[str, Any]) -> str:
    """An issue in one line."""
    marks = (" [摘编 digest]" if item["digest"] else "") + (" [不检索 not searched]" if item["hidden"] else "")
    return f"{item['issue_id']}\t{item['issue']}\t{_counts(item)}\t{item['source_file']}{marks}"


def _counts(item: dict[str, Any]) -> str:
    return f"{item['articles']} articles\t{item['passages']} passages"


def trained(item: dict[str, Any]) -> str:
    """What the library is embedded with now."""
    return f"{item['embedder']}\t{item['passages']} passages\t{item['dimensions']} dimensions"


def migrated(item: dict[str, Any]) -> str:
    """What was copied into another store."""
    counts = "\t".join(f"{item[kind]} {kind}" for kind in ("issues", "articles", "passages", "facts", "corrections"))
    return f"{item['to']}\t{counts}\tthe same on both sides, sha256 {item['sha256'][:16]}"


def article(item: dict[str, Any]) -> str:
    """An article in one line."""
    lines = f"第{item['line_first']}–{item['line_last']}行" if item["line_first"] else ""
    return f"{item['issue_id']}\t{item['title']}\t{'、'.join(item['authors']) or '—'}\t{pages(item)}\t{lines}"


def correction(item: dict[str, Any]) -> str:
    """An article as it was read, and below it as it is shown; or that none is read under that title any more."""
    if item["shown"] is None:
        return f"{item['issue_id']}\t{item['title']}\n\t→ no article of the issue is read under this title now"
    return f"{article(item['read'])}\n\t→ {article(item['shown'])}"


def report(item: dict[str, Any]) -> str:
    """What became of a file."""
    if item["status"] == "failed":
        return f"failed\t{item['path']}"
    return f"{item['status']}\t{item['issue']}\t{_counts(item)}\t{item['path']}"


def scores(item: dict[str, Any]) -> str:
    """Figures by language, a line each; below them those of the search by its parts."""
    groups: Rows = {(name,): figures for name, figures in item.items() if name != "retrieval"}
    parts: Rows = {
        (name, language): figures
        for name, languages in item.get("retrieval", {}).items()
        for language, figures in languages.items()
    }
    tables: list[tuple[Labels, Rows]] = [(("questions",), groups), (("search", ""), parts)]
    return "\n\n".join(_table(title, rows) for title, rows in tables if rows)


def _table(title: Labels, rows: Rows) -> str:
    """Aligned columns, labels first; a dash where a row has no such figure."""
    heads = list(dict.fromkeys(head for figures in rows.values() for head in figures))
    told = [(*labels, *(_cell(figures.get(head)) for head in heads)) for labels, figures in rows.items()]
    lines = [(*title, *heads), *told]
    wide = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(_aligned(line, wide, len(title))) for line in lines)


def _aligned(cells: Iterable[str], wide: list[int], labels: int) -> Iterator[str]:
    for column, (cell, width) in enumerate(zip(cells, wide, strict=True)):
        yield cell.ljust(width) if column < labels else cell.rjust(width)


def _cell(value: float | list[float] | None) -> str:
    """`0.786`, `98`, `0.704–0.867`, or a dash."""
    if isinstance(value, list):
        return "–".join(map(_cell, value))
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def figures(items: list[dict[str, Any]]) -> str:
    """Figures in aligned columns: indicator, value, area, period, who says so, and where it stands."""
    told = [[_figure_cell(item[key]) for key in FIGURE] + [f"{item['issue']}，{pages(item)}"] for item in items]
    rows = [[*FIGURE, "place"], *told]
    wide = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(_padded, row, wide)).rstrip() for row in rows)


def _figure_cell(value: str | None) -> str:
    text = " ".join((value or "–").split())
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _width(text: str) -> int:
    """Columns of a terminal: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def conflict(item: dict[str, Any]) -> str:
    """What the values are of, then each with its scope, its place and its sentence; the newest is marked."""
    lines = [f"{item['about']}: {' / '.join(value['value'] for value in item['values'])}"]
    for value, cited in zip(item["values"], item["citations"], strict=True):
        newest = " *" if value["n"] == item["newer"] else ""
        lines.append(f"[{value['n']}]{newest} {value['value']}（{value['scope'] or '–'}） {place(cited)}")
        lines.append(f"    “{cited['quote']}”")
    return "\n".join(lines) + "\n"


def kept(item: dict[str, Any]) -> str:
    """A backup made or put back."""
    return f"{item['issues']} issues\t{item['files']} files\t{item['size']:,} bytes\t{item.get('home', item['file'])}"


def health(item: dict[str, Any]) -> str:
    """A finding a line."""
    findings = [f"{'ok' if f['ok'] else 'NOT OK'}\t{f['what']}\t{f['found']}" for f in item["findings"]]
    return "\n".join(findings)
