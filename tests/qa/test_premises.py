"""What a question presumes, and whether a sentence has it."""

from __future__ import annotations

import pytest
from paragraph import paragraph

from index.library import Library
from qa import premises
from qa.premises import Premises, Unmet, absent, lacking_editions, lacking_names, unmet
from qa.question import understand

TEXT = "成都在2018年建了观测站。厦门去年也建了一座。两地的浮标都是双锚结构。"
NAMED = [  # a question, and what of it is presumed: places, years, editions, names
    ("成都和厦门18年底各有多少浮标？", {"成都", "厦门"}, {"2018"}, (), ()),
    ("中国的浮标有多少？", set(), set(), (), ()),
    ("产量2018是多少？", set(), {"2018"}, (), ()),
    ("长2018.5米的廊桥在哪？", set(), set(), (), ()),
    ("12018号文件说了什么？", set(), set(), (), ()),
    ("首届和第二届划船赛谁赢了？", set(), set(), ("首届", "第二届"), ()),
    ("B轮融资了多少？", set(), set(), ("b轮",), ()),
    ("How much was raised in Series B?", set(), set(), ("b轮",), ()),
    ("How large was the C round?", set(), set(), ("c轮",), ()),
    ("How many buoys are there in Chengdu?", {"成都"}, set(), (), ()),
    ("一期工程投了多少？", set(), set(), ("一期",), ()),
    ("台风“木槿”和《文物保护办法》有关吗？", set(), set(), (), ("木槿", "文物保护办法")),
    ("渡船多少钱？", set(), set(), (), ()),
]


@pytest.mark.parametrize(("question", "places", "years", "editions", "names"), NAMED)
def test_what_a_question_names(library: Library, question, places, years, editions, names) -> None:
    found = premises.premises(understand(question), library.query(question))
    assert found == Premises(frozenset(places), frozenset(years), editions, names)
    assert bool(found) == bool(places or years or editions or names)


@pytest.mark.parametrize(
    ("places", "years", "index", "expected"),
    [
        ({"成都"}, set(), 0, Unmet()),
        ({"成都"}, set(), 1, Unmet(other_place=1.0)),
        ({"成都"}, set(), 2, Unmet(far_place=1.0)),
        ({"宁波"}, set(), 0, Unmet(absent_place=1.0, far_place=1.0, other_place=1.0)),
        ({"浙江"}, set(), 0, Unmet(absent_place=1.0, far_place=1.0)),
        ({"成都", "厦门"}, set(), 0, Unmet(far_place=0.5)),
        (set(), {"2018"}, 0, Unmet()),
        (set(), {"2030"}, 1, Unmet()),
        (set(), {"2018"}, 2, Unmet(far_year=1.0)),
        (set(), {"2030"}, 0, Unmet(far_year=1.0, other_year=1.0)),
        (set(), {"1999"}, 0, Unmet(absent_year=1.0, far_year=1.0, other_year=1.0)),
        (set(), set(), 0, Unmet()),
    ],
)
def test_what_a_sentence_lacks(places, years, index: int, expected: Unmet) -> None:
    found = unmet(Premises(frozenset(places), frozenset(years)), paragraph(TEXT), index)
    assert found == expected


def test_the_title_and_the_issue_tell_too() -> None:
    titled = paragraph("浮标都是双锚结构。", article="成都的湖")
    assert unmet(Premises(frozenset({"成都"})), titled, 0) == Unmet()
    assert unmet(Premises(years=frozenset({"2031"})), titled, 0).absent_year == 0


@pytest.mark.parametrize("text", ["18年底建成。", "2018年建成。", "13年前后，以及18年3月。"])
def test_years_of_two_digits_are_read_in_a_text_as_in_a_question(text: str) -> None:
    assert unmet(Premises(years=frozenset({"2018"})), paragraph(text), 0) == Unmet()


@pytest.mark.parametrize(
    ("name", "index", "lacks"),
    [
        ("成都", 0, False),
        ("成都", 1, False),
        ("成都", 2, True),
        ("厦门", 0, True),
        ("2030", 1, False),
        ("1999", 1, True),
    ],
)
def test_what_stands_neither_in_a_sentence_nor_before_it_is_absent(name: str, index: int, lacks: bool) -> None:
    assert absent(name, paragraph(TEXT), index) is lacks


@pytest.mark.parametrize(
    ("edition", "text", "lacks"),
    [
        ("第二届", "第二届划船赛开幕。", False),
        ("第二届", "首届划船赛开幕。", True),
        ("第3届", "第三届划船赛开幕。", False),
        ("第十二届", "第12届划船赛开幕。", False),
        ("首届", "第一届划船赛开幕。", False),
        ("第一批", "首批浮标下水。", False),
        ("b轮", "公司完成了B轮融资。", False),
        ("b轮", "The Series B was closed.", False),
        ("b轮", "公司完成了A轮融资。", True),
        ("第二届", "划船赛开幕。第二届办得更大。", False),
        ("第二届", "划船赛开幕。人很多。第二届办得更大。", True),
    ],
)
def test_editions_are_looked_for_beside_the_sentence_however_they_are_counted(edition, text, lacks: bool) -> None:
    presumed = Premises(editions=(edition,))
    assert lacking_editions(presumed, paragraph(text), 0) == ((edition,) if lacks else ())


def test_names_are_looked_for_in_the_passage_and_above_it() -> None:
    presumed = Premises(names=("木槿", "双锚"))
    assert lacking_names(presumed, paragraph("浮标都是双锚结构。", article="台风“木槿”过境")) == ()
    assert lacking_names(presumed, paragraph("浮标都是双锚结构。")) == ("木槿",)
