"""The ledger: what a sentence says is how much, where, when, and by whom."""

from __future__ import annotations

from typing import Any

import pytest

from index import sentences
from index.ledger import Entry, compare
from index.ledger.draw import entries
from index.ledger.places import places
from index.ledger.values import flat, values
from index.types import Passage
from index.words import Words
from ingest.types import PageSpan, Piece


def passage(text: str, title: str = "澜州产业观察", kind: str = "text") -> Passage:
    """A passage of an issue of 2031."""
    return Passage(
        "id", "海湾科技-2031-04", "海湾科技 2031年第4期", False, title, 0, (), None, kind, text, sentences.split(text),
        (Piece(0, len(text), 1, 1),), PageSpan(), "a.txt",
    )  # fmt: skip


def drawn(text: str, words: Words, **more: str) -> list[Entry]:
    found = list(entries(passage(text, **more), words))
    assert all(text[entry.start : entry.end] == entry.value for entry in found)
    return found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("共有企业35家", [("35家", 35, "家", None)]),
        ("近千家企业", [("近千家", 1000, "家", "近")]),
        ("超过一千家企业", [("超过一千家", 1000, "家", "超过")]),
        ("产值5547.7亿元", [("5547.7亿元", 554770000000, "元", None)]),
        ("30余家机构", [("30余家", 30, "家", "余")]),
        ("约占三成", [("三成", 30, "%", None)]),
        ("占全市的四分之一", [("四分之一", 25, "%", None)]),
        ("投资16561百万美元", [("16561百万美元", 16561000000, "美元", None)]),
        ("新建载体30个以上", [("30个以上", 30, "个", "以上")]),
        ("全长１２公里", [("12公里", 12, "公里", None)]),
        ("２０３０年５月３日，第3期，排名第12位，图1，含光800，〔2017〕66号", []),
        ("三个方面、前三位、百度公司", []),
    ],
)
def test_values(text: str, told: list[tuple[str, float, str, str | None]]) -> None:
    text = flat(text)
    assert [(text[v.start : v.end], v.number, v.unit, v.qualifier) for v in values(text)] == told


@pytest.mark.parametrize(
    ("text", "value", "told"),
    [
        (
            "据市统计局数据，截至2030年底，澜州市人工智能企业数量达312家。",
            "312家",
            {"indicator": "人工智能企业数量", "area": "澜州", "period": "2030", "said_by": "市统计局", "stat": ""},
        ),
        (
            "望湖区的专利数量居首，总量达5126件，占总量38.47%。",
            "5126件",
            {"indicator": "专利数量总量", "area": "望湖区"},
        ),
        ("望湖区的专利数量居首，总量达5126件，占总量38.47%。", "38.47%", {"terms": ("专利",), "stat": "share"}),
        ("2030年产业增加值186亿元，同比增长12.6%。", "12.6%", {"indicator": "产业增加值", "stat": "growth"}),
        ("去年澜州市发放创新券2.4亿元。", "2.4亿元", {"indicator": "发放创新券", "period": "2030"}),
        ("2030年上半年，澜州市登记临床试验118项。", "118项", {"period": "2030上半年"}),
        ("R&D/GDP从2022年的1.83%提高到2030年的2.46%。", "1.83%", {"indicator": "R&D/GDP", "period": "2022"}),
        ("R&D/GDP从2022年的1.83%提高到2030年的2.46%。", "2.46%", {"indicator": "R&D/GDP", "period": "2030"}),
        ("竹溪区、松坞区和石门区企业数量分别为32家、17家和9家。", "17家", {"area": "松坞区", "indicator": "企业数量"}),
        ("到2035年，澜州市人工智能企业达到500家。", "500家", {"mode": "goal", "period": "2035"}),
        ("目前，澜州市近八百家企业使用三维打印技术。", "近八百家", {"indicator": "企业使用三维打印技术"}),
        ("澜州市有机器人企业83家，仅次于北京（486家）。", "486家", {"indicator": "机器人企业", "area": "北京"}),
        ("2030年，澜州市新认定企业研究院37家。", "37家", {"flow": "new"}),
        ("澜州市累计认定企业研究院331家。", "331家", {"flow": "all"}),
    ],
)
def test_a_sentence(words: Words, text: str, value: str, told: dict[str, Any]) -> None:
    entry = next(entry for entry in drawn(text, words) if entry.value == value)
    assert {key: getattr(entry, key) for key in told} == told


def test_a_table_row(words: Words) -> None:
    rows = "松坞区：发明（件） 4724；实用新型（件） 5999\n合计：发明（件） 7679；实用新型（件） 12312"
    text = f"表1 澜州市专利数量（单位：件）\n{rows}"
    told = [(entry.indicator, entry.value, entry.area) for entry in drawn(text, words, kind="table")]
    assert told == [
        ("发明", "4724", "松坞区"),
        ("实用新型", "5999", "松坞区"),
        ("发明", "7679", "澜州"),
        ("实用新型", "12312", "澜州"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("杭州市余杭区的企业", ["杭州", "余杭"]),
        ("我国和全省", ["全国", "全省"]),
        ("产业园区、城市、浙江大学和全国第一", []),
        ("在岚山区和白鹭区", ["岚山区", "白鹭区"]),
    ],
)
def test_places(text: str, told: list[str]) -> None:
    assert [name for _, _, name in places(text)] == told


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("30家", "35家", True),
        ("近千家", "980家", False),
        ("近千家", "超过一千家", True),
        ("超过20家", "25家", False),
        ("30余家", "52家", True),
        ("30余家", "36家", False),
        ("30%", "约三成", False),
        ("3.4%", "3.45%", True),
        ("86件", "86.01件", False),
        ("1.2万家", "12000家", False),
        ("2.4亿元", "21800万元", True),
        ("3200亩", "180公顷", True),
        ("3000亩", "200公顷", False),
        ("40-50家", "46家", False),
        ("1000亿元以上", "1260亿元", False),
    ],
)
def test_whether_both_can_be_right(words: Words, one: str, other: str, differ: bool) -> None:
    first, second = (drawn(f"澜州市产业基地的设备共{value}。", words)[0] for value in (one, other))
    assert compare.differ(first, second) is differ
    assert compare.differ(second, first) is differ


@pytest.mark.parametrize(
    "word", ["共有", "较上年", "达到", "比", "、甲等", "（", "从由", "一万", "1,", "占", "高于", "2030年", "据统计"]
)
def test_hostile_text_is_read_to_its_end(words: Words, word: str) -> None:
    drawn(f"澜州市企业{word * 300}甲35家，增长{word * 200}乙12%。", words)
    drawn(f"{word * 500}", words)
