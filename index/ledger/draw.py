"""The figures of a passage: prose and captions sentence by sentence, tables cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from index import periods
from index.ledger import told
from index.ledger.clauses import Measured, Reading, measured
from index.ledger.entry import Entry
from index.ledger.places import named, places, resolved
from index.ledger.terms import terms, unified
from index.ledger.values import Value, flat, measure, values
from index.types import Fact, Passage
from index.words import Words
from ingest.chars import ends_sentence

KIND, VERSION = "figure", 1
ROW = re.compile(r"^(?P<head>[^：；]{1,40})：(?P<cells>[^：].*)$")
CELL = re.compile(r"(?P<column>[^；]*?)(?:[（(](?P<unit>[^（）()]{1,12})[）)])?\s(?P<value>[^；]*)(?:；|$)")
CAPTION_UNIT = re.compile(
    r"[（(](?:单位[：:])?\s*(?P<unit>[^（）()]{1,8})[）)]\s*$|单位[：:]\s*(?P<other>[^\s（）()]{1,8})"
)
TOTALS = ("合计", "总计", "总数", "全市", "全省", "小计", "总和", "共计")
YEARLY = re.compile(r"(?:^|；|：|\n)(?:19|20)\d\d年?(?=：|（| )")
AFTER = re.compile(r"[^，。；、]{0,12}")  # where a time may stand behind its figure
EDGES = re.compile(  # of an indicator: marks, and verbs that only say that there is so much
    r"^(?:[，、：的 ]|(?:发起)?(?:设立|成立|组建)(?=.{4})|(?:已经?|现|共|仅)?拥?有(?!机(?!器)|[效限色线轨关望毒害]))+"
    r"|[，、：的 ]+$|[“”\"\n]"
)
NAME = re.compile(r"\s*[^\d\s，。]{1,12}\s*")  # a cell that says what its row is of
NUMBERED = re.compile(r"^[表图]\s?\d+(?:[-.－]\d+)?\s*")
LONGEST = 1200  # characters of a sentence that is read: longer ones are no prose


def draw(passage: Passage, words: Words) -> Iterator[Fact]:
    """The figures of a passage as facts; what is only a label has none."""
    for entry in entries(passage, words):
        yield Fact(KIND, entry.as_record(), keys(entry))


def keys(entry: Entry) -> tuple[str, ...]:
    """What finds a figure again: each of its terms with what its unit measures."""
    return tuple(f"{measure(entry.unit)[0]} {term}" for term in entry.terms)


def entries(passage: Passage, words: Words) -> Iterator[Entry]:
    """The figures of a passage, in order."""
    reader = _Reader(passage, words)
    for index, (start, end) in enumerate(passage.sentences):
        text = flat(passage.text[start:end])
        if len(text) <= LONGEST and any(char.isdecimal() or char in "百千万亿成半两三四五六七八九十" for char in text):
            yield from reader.row(index, start, text) if passage.kind == "table" else reader.prose(index, start, text)
        elif passage.kind != "table":
            list(measured(text, [], reader.reading))


class _Reader:
    """Reads the sentences of one passage, each in the light of those before."""

    def __init__(self, passage: Passage, words: Words) -> None:
        self.passage, self.words = passage, words
        self.now = periods.seen_from(passage.issue)
        self.near = named(passage.article, passage.text)
        self.home = self.near[0] if self.near else None
        self.reading = Reading()
        self.caption = flat(passage.text.split("\n", 1)[0]) if passage.kind == "table" else ""
        self.yearly = passage.kind == "table" and len(YEARLY.findall(passage.text)) > 1

    def prose(self, index: int, start: int, sentence: str) -> Iterator[Entry]:
        """The figures of a sentence."""
        found = values(sentence)
        follows = self.passage.kind == "text" and index and ends_sentence(self.passage.sentence(index - 1))
        opening = Reading(self.reading.subject, self.reading.subject) if follows else Reading()
        for each in measured(sentence, found, opening):
            time = self._time(sentence, each)
            indicator = self._clean(each.indicator)
            yield self._entry(index, start, indicator, each.value, each, self._area(each), time)
        self.reading.subject = opening.subject

    def _time(self, sentence: str, each: Measured) -> str | None:
        return (
            told.period(each.place, self.now)
            or told.period(each.before, self.now)
            or told.period(_behind(sentence, each.value.end), self.now)
        )

    def _area(self, each: Measured) -> str | None:
        """The last area that is named among the words of a figure, else before it, else that of the article."""
        for text in (each.place, each.before):
            if found := [name for _, _, name in places(text)]:
                own = [name for name in found if name not in ("全国", "全球")]
                return resolved((own or found)[-1], self.near)
        return self.home

    def _clean(self, indicator: str) -> str:
        """An indicator without times and areas."""
        whole = indicator.rfind("占")
        areas = ((a, b) for a, b, _ in places(indicator) if whole < 0 or b <= whole)
        spans = [*told.spans(indicator, self.now), *areas]
        spans += [match.span() for match in NUMBERED.finditer(indicator)]
        kept = "".join(char for at, char in enumerate(indicator) if not any(a <= at < b for a, b in spans))
        return EDGES.sub("", kept)

    def row(self, index: int, start: int, line: str) -> Iterator[Entry]:
        """The figures of a table's row: ROW HEAD：COLUMN HEAD（UNIT） VALUE；…"""
        row = ROW.match(line)
        if not row:
            return
        caption = NUMBERED.sub("", self.caption)
        unit = CAPTION_UNIT.search(row["head"]) or CAPTION_UNIT.search(caption)
        shared = (unit["unit"] or unit["other"]) if unit else ""
        names = "".join(cell["value"].strip() for cell in CELL.finditer(row["cells"]) if NAME.fullmatch(cell["value"]))
        head = f"{CAPTION_UNIT.sub('', row['head']).strip()}{names}"
        for cell in CELL.finditer(row["cells"]):
            place = start + row.start("cells") + cell.start("value")
            value = _cell(cell["value"], cell["unit"] or shared, place - start)
            if value is not None:
                yield self._of_cell(index, start, caption, head, cell["column"].strip(), value)

    def _of_cell(self, index: int, start: int, caption: str, head: str, column: str, value: Value) -> Entry:
        caption = CAPTION_UNIT.sub("", caption)
        time = told.period(f"{head}{column}", self.now) or told.period(caption, self.now)
        found = [name for _, _, name in (*places(head), *places(column))] or [name for _, _, name in places(caption)]
        area = resolved(found[-1], self.near) if found else self.home
        dated = bool(told.spans(f"{head} {column}", self.now))
        label = "".join(self._label(part) for part in (head, column))
        flow = "year" if dated and self.yearly else ""
        stat, near = "share" if value.unit == "%" else "", f"{caption}，{head}，{column}"
        here = Measured(value, f"{caption}{label}", stat, "", flow, "", "", near, "")
        return self._entry(index, start, self._clean(label or caption), value, here, area, time)

    def _label(self, part: str) -> str:
        """What a head of a row or a column tells of the indicator: nothing if it is a time, an area or a total."""
        return "" if part in TOTALS else self._clean(part)

    def _entry(
        self, index: int, start: int, indicator: str, value: Value, each: Measured, area: str | None, time: str | None
    ) -> Entry:  # fmt: skip
        years = told.years(time)
        core = unified(self._clean(each.indicator) if self.caption else indicator)
        goal = each.mode or ("goal" if self.now and years and max(years) > self.now else "")
        return Entry(
            indicator=indicator,
            core=core,
            terms=terms(core, self.words),
            around=unified(each.around),
            value=self.passage.text[start + value.start : start + value.end],
            number=_number(value.number),
            low=float(value.low),
            high=None if value.high is None else float(value.high),
            step=float(value.step),
            unit=value.unit,
            stat=each.stat,
            mode=goal,
            flow=each.flow,
            area=area,
            period=time,
            qualifier=value.qualifier,
            rooted=bool(places(each.near)),
            table=bool(self.caption),
            said_by=told.said_by(each.before) if each.before else None,
            sentence=index,
            start=start + value.start,
            end=start + value.end,
        )


def _behind(sentence: str, end: int) -> str:
    """The words behind a figure, up to a comma."""
    behind = AFTER.match(sentence, end)
    return behind[0] if behind else ""


def _number(value: Fraction) -> float:
    number = float(value)
    return int(number) if number.is_integer() else number


def _cell(text: str, unit: str, place: int) -> Value | None:
    """The one value of a cell, moved to its place; the unit of its column where it has none of its own."""
    bare = text.strip()
    place += text.find(bare)
    plain = re.fullmatch(r"[约近超]?\d[\d.,]*", bare) is not None
    found = values(bare) or (values(f"{bare}{unit}") if plain and unit else [])
    if not found and plain:
        found, place = values(f"为{bare}"), place - 1
    if len(found) != 1 or len(bare) > 20:
        return None
    value = found[0]
    end = min(value.end + place, place + (text.find(bare) < 0) + len(bare) + (not values(bare) and not unit))
    return replace(value, start=value.start + place, end=end)
