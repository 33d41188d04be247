"""Invented contents of tables: numbers by place, heads of two rows, grouped rows, measures in words."""

from __future__ import annotations

import random

from .tables import Span, Table
from .words import FIELDS, THINGS, Words

UNITS = ["（单位：亿元）", "（单位：家）", "（单位：万元）", "", "（%）"]
MEASURES = ["企业数", "从业人员", "研发经费", "专利授权", "合同额", "增加值", "利润率", "占比", "同比增速", "设备台数"]
NOTES = [
    "注：数据由{body}提供，{year}年为预计数。",
    "数据来源：{body}。",
    "注：“—”表示未统计，增速按可比价格计算。",
    "",
    "",
]


def make_table(words: Words, rng: random.Random, number: int, form: str, columns: int, rows: int, ruling: str) -> Table:
    """A table of one of the forms: numbers, two-heads, groups, words."""
    name, maker = FORMS[form]
    caption = f"表{number} " + words.fill(rng.choice(name)) + (rng.choice(UNITS) if form != "words" else "")
    cells, heads, spans = maker(words, rng, columns, rows)
    note = words.fill(rng.choice(NOTES))
    return Table(caption, tuple(tuple(row) for row in cells), heads, ruling, note, spans)


Made = tuple[list[list[str]], int, dict[Span, Span]]


def _number(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.04:
        return "—"
    if kind < 0.5:
        return f"{rng.uniform(1, 999):.{rng.choice((1, 2))}f}"
    return str(rng.randint(12, 9999)) if kind < 0.85 else f"{rng.uniform(1, 60):.1f}%"


def _distinct(words: Words, pattern: str, count: int) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        text = words.fill(pattern)
        if text not in found:
            found.append(text)
    return found


def _numbers(words: Words, rng: random.Random, columns: int, rows: int) -> Made:
    head = ["地区", *rng.sample(MEASURES, columns - 1)]
    places = _distinct(words, "{place}", rows)
    return [head, *([place, *(_number(rng) for _ in head[1:])] for place in places)], 1, {}


def _two_heads(words: Words, rng: random.Random, columns: int, rows: int) -> Made:
    """Pairs of columns below a common head, the first head over two rows."""
    pairs = max(1, (columns - 1) // 2)
    years = sorted(rng.sample(range(2012, 2024), pairs))
    top, below = ["行业"], [""]
    spans: dict[Span, Span] = {(0, 0): (2, 1)}
    for i, year in enumerate(years):
        spans[(0, 1 + 2 * i)] = (1, 2)
        top += [f"{year}年", ""]
        below += ["数量", "比重"]
    names = rng.sample(FIELDS, min(rows, len(FIELDS)))
    body = [[name, *(part for _ in years for part in (str(rng.randint(10, 900)), f"{rng.uniform(1, 50):.1f}%"))]
            for name in names]  # fmt: skip
    return [top, below, *body], 2, spans


def _groups(words: Words, rng: random.Random, columns: int, rows: int) -> Made:
    """A first column whose cells stand for two or three rows."""
    head = ["类别", "名称", *rng.sample(MEASURES, max(1, columns - 2))]
    cells, spans = [head], {}
    groups, things = iter(rng.sample(FIELDS, 10)), iter(rng.sample(THINGS, len(THINGS)))
    while len(cells) < min(rows, 15):
        count = rng.choice((2, 3))
        spans[(len(cells), 0)] = (count, 1)
        name = next(groups)
        cells += [[name if i == 0 else "", next(things), *(_number(rng) for _ in head[2:])] for i in range(count)]
    return cells, 1, spans


def _words(words: Words, rng: random.Random, columns: int, rows: int) -> Made:
    """Measures in words, several lines to a cell."""
    head = ["地区", "主要做法", "效果", "牵头单位"][: max(3, min(columns, 4))]
    cells = [head]
    for place in _distinct(words, "{place}", min(rows, 7)):
        full = [
            place,
            "；".join(words.fill("{action}") for _ in range(rng.choice((1, 2)))),
            words.fill("{result}"),
            words.fill("{body}"),
        ]
        cells.append(full[: len(head)])
    return cells, 1, {}


FORMS = {
    "numbers": (["{year}年各地{field}主要指标", "{town}市{field}基本情况"], _numbers),
    "two-heads": (["各行业{thing}数量及比重", "{town}市各行业数量变化"], _two_heads),
    "groups": (["{town}市{thing}分类统计", "{field}项目一览"], _groups),
    "words": (["各地推进{field}的做法", "{thing}建设的典型做法"], _words),
}
