"""An article's contents: paragraphs under headings, boxes, and the figures, tables and quotes that stand among them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from .blocks import Figure, Float, Quote
from .design import Design
from .flow import Box, Head, Item, Para, Type
from .tabletext import FORMS, make_table
from .titles import Title, make_title
from .truth import ArticleTruth
from .words import CAPTIONS, HEADINGS, RUBRICS, SHORTS, Words

NUMERALS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A number up to 9999 as Chinese numerals; above 99 digit by digit."""
    if number > 99:
        return "".join(NUMERALS[int(d)].replace("零", "〇") for d in str(number))
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else NUMERALS[tens] + "十")
    return head + (NUMERALS[ones] if ones or not tens else "")


@dataclass
class Article:
    """An article before it is made up."""

    title: Title
    columns: int
    section: str
    items: list[Item]
    floats: list[Float]
    truth: ArticleTruth
    serial: Iterator[int] = field(default_factory=itertools.count)


def make_article(words: Words, design: Design, type_: Type, columns: int, widths: list[float], chars: int) -> Article:
    """An article of about so many characters."""
    title = make_title(words, design, type_, columns, widths)
    serial = itertools.count()
    items = Body(words, design, serial, chars).items
    floats = Extras(words, design, columns, chars, items).floats
    truth = ArticleTruth(title.title, title.authors, title.affiliation, title.author_affiliation, columns)
    truth.front_matter = title.front_matter
    return Article(title, columns, design.rng.choice(RUBRICS), items, floats, truth, serial)


class Body:
    """Writes the items of an article."""

    def __init__(self, words: Words, design: Design, serial: Iterator[int], chars: int) -> None:
        self.words, self.design, self.rng, self.serial = words, design, design.rng, serial
        self.depth = self.rng.choice([0, 1, 1, 2, 2])
        self.ones = self.twos = 0
        self.items: list[Item] = [self._first()]
        left = chars - len(self.items[0].text)  # type: ignore[union-attr]
        while left > 0:
            left -= self._more()
        if isinstance(self.items[-1], Head):
            self.items.append(self._para())

    def _first(self) -> Para:
        text = self.words.paragraph(5, 7)
        while self.design.drop_cap and not "一" <= text[0] <= "鿿":
            text = self.words.paragraph(5, 7)
        return Para(text, next(self.serial), self.design.drop_cap)

    def _para(self) -> Para:
        note = self.words.sentence() if self.rng.random() < 0.12 and not self.design.tall else ""
        return Para(self.words.paragraph(), next(self.serial), 0, note)

    def _more(self) -> int:
        after_head = isinstance(self.items[-1], Head)
        if not after_head and self.depth and self.rng.random() < 0.25:
            self._head(1)
            if self.depth > 1 and self.rng.random() < 0.3:
                self._head(2)
        elif not after_head and self.depth > 1 and self.ones and self.rng.random() < 0.25:
            self._head(2)
        elif not after_head and self.rng.random() < 0.04:
            self.items.append(self._box())
        para = self._para()
        self.items.append(para)
        return len(para.text)

    def _head(self, level: int) -> None:
        if level == 1:
            self.ones, self.twos = self.ones + 1, 0
        else:
            self.twos += 1
        pattern = self.design.level_one if level == 1 else self.design.level_two
        number = self.ones if level == 1 else self.twos
        text = self.words.once(HEADINGS)
        full = pattern.format(cn=chinese(number), n=number, a=max(self.ones, 1), text=text)
        self.items.append(Head(full, level))

    def _box(self) -> Box:
        head = self.rng.choice(["相关链接", "延伸阅读", "名词解释", "背景"]) + "：" + self.rng.choice(SHORTS)
        paras = [Para(self.words.paragraph(1, 2), next(self.serial)) for _ in range(self.rng.randint(1, 2))]
        return Box(head, tuple(paras))


class Extras:
    """Chooses what stands among the text."""

    def __init__(self, words: Words, design: Design, columns: int, chars: int, items: list[Item]) -> None:
        self.words, self.design, self.rng, self.columns = words, design, design.rng, columns
        self.figures, self.tables = itertools.count(1), itertools.count(1)
        self.bodies = [item.text for item in items if isinstance(item, Para)]
        makers = [self._figure, self._figure, self._quote] + ([] if design.tall else [self._table, self._table])
        self.floats = [self.rng.choice(makers)() for _ in range(max(1, round(chars / 900)))]

    def _span(self) -> int:
        return self.rng.choice([1, 1, self.columns, min(2, self.columns)])

    def _figure(self) -> Float:
        rng, span = self.rng, self._span()
        number = next(self.figures)
        caption = f"图{number} " + self.words.fill(rng.choice(CAPTIONS)) if rng.random() < 0.9 else ""
        labels = self._labels(span) if rng.random() < 0.5 else ()
        values = tuple(rng.uniform(0.15, 1) for _ in labels)
        ratio = rng.uniform(0.5, 0.7) if span < self.columns or self.columns == 1 else rng.uniform(0.25, 0.4)
        return Float(
            Figure(caption, labels, values, ratio * (0.6 if self.columns == 1 else 1)), span, self._place(span)
        )

    def _labels(self, span: int) -> tuple[str, ...]:
        count = min(6, (4 if self.columns < 3 else 3) * span)
        year = self.rng.randint(2010, 2018)
        form = self.rng.choice(["year", "quarter"])
        return tuple(f"{year + i}年" if form == "year" else f"{'一二三四五六'[i]}区" for i in range(count))

    def _place(self, span: int) -> str:
        return self.rng.choice(["top", "bottom", "middle"] if span == 1 else ["top", "bottom"])

    def _quote(self) -> Float:
        rng = self.rng
        text = self.words.fill("{view}，{place}的{thing}{result}。")
        if rng.random() < 0.5 and self.bodies:
            text = rng.choice(self.bodies).split("。")[0][:60].rstrip("，；：、") + "。"
        place = rng.choice(["astride", "middle"]) if self.columns > 1 else "middle"
        return Float(Quote(text, rng.choice(["rules", "box", "bare"])), 2 if place == "astride" else 1, place)

    def _table(self) -> Float:
        rng = self.rng
        span = rng.choice([1, self.columns, self.columns]) if self.columns < 3 else rng.choice([2, self.columns])
        per = {1: 6, 2: 4, 3: 3, 4: 2}[self.columns]
        form = rng.choice(list(FORMS))
        wide = max(3, min(7, per * span))
        rows = rng.randint(4, 14)
        ruling = rng.choice([self.design.ruling, self.design.ruling, "grid", "three-line", "none"])
        table = make_table(self.words, rng, next(self.tables), form, wide, rows, ruling)
        return Float(table, span, self._place(span))
