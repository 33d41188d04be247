"""Lists in running text: how many things are asked for, how many are told, and where a list ends."""

from __future__ import annotations

import pytest
from paragraph import paragraph

from qa import lists


@pytest.mark.parametrize(
    ("folded", "wanted"),
    [
        ("哪三个车间", 3),
        ("有哪12项措施", 12),
        ("两大难点是什么", 2),
        ("十二条意见", 12),
        ("what are the four rivers", 4),
        ("有哪些车间", None),
        ("第三方机构有哪些", None),
        ("2015名渔民做了什么", None),
        ("3.5个百分点是什么", None),
        ("tenants of the tower", None),
        ("", None),
    ],
)
def test_how_many_things_are_wanted(folded: str, wanted: int | None) -> None:
    assert lists.wanted(folded) == wanted


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("守钟人是贺兰、邱平和韦大川。", 3),
        ("东车间、西车间。", 2),
        ("一是打浆；二是浸盐；三是封装。", 3),
        ("（1）打浆，（2）浸盐。", 2),
        ("打浆；浸盐；封装。", 3),
        ("没有列举什么。", 1),
        ("", 1),
    ],
)
def test_how_many_items_a_text_enumerates(text: str, count: int) -> None:
    assert lists.items(text) == count


def test_runs_are_the_enumerations_alone() -> None:
    text = "东车间、西车间和南车间负责生产，产量很高，用砂藓、灰藓两种。"
    assert [text[start:end] for start, end in lists.runs(text)] == [
        "东车间、西车间和南车间负责生产",
        "用砂藓、灰藓两种",
    ]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("修复分以下三步：一是清理齿轮。二是铸造新齿。三是校准误差。钟楼报时。", [2, 2, 2, 3]),
        ("修复分三步。首先是清理。其次是铸造。钟楼报时。", [2, 2, 2, 3]),
        ("措施包括：一是清理齿轮。二是铸造新齿。", [1, 1]),
        ("1.清理齿轮。2.铸造新齿。", [1, 1]),
        ("钟楼报时。一是清理齿轮。二是铸造新齿。", [0, 2, 2]),
        ("难点主要有三个。齿轮锈了。图纸丢了。潮差太小。钟楼报时。", [3, 1, 2, 3, 4]),
        ("难点有两个：齿轮、图纸。潮差不算。", [0, 1]),
        ("难点有三个。齿轮锈了。", [1, 1]),
        ("难点有三个。", [0]),
    ],
)
def test_how_far_a_list_goes_on(text: str, ends: list[int]) -> None:
    made = paragraph(text)
    assert [lists.extent(made, index) for index in range(len(made.sentences))] == ends


def test_a_list_goes_on_over_so_many_sentences_at_the_most() -> None:
    made = paragraph("步骤如下。" + "。".join(f"{n}.清理齿轮" for n in range(1, 30)) + "。")
    assert lists.extent(made, 0) == lists.MOST - 1
