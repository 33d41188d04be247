"""The sides of a comparison, and that the best passage of each comes first."""

from __future__ import annotations

import pytest

from index.library import Library
from qa.answerer import Answerer
from qa.sides import sides


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("浮标数量2029年和2030年各有多少", ("浮标数量2029年和 各有多少", "浮标数量 和2030年各有多少")),
        ("青鹭湖和白鹭湖哪个大", ("青鹭湖哪个大", "白鹭湖哪个大")),
        ("浮标与钟楼相比，谁贵", ("浮标相比，谁贵", "钟楼相比，谁贵")),
        ("浮标有多少个,而钟楼又花了多少钱?", ("浮标有多少个", "而钟楼又花了多少钱")),
        ("which is older, the clock tower or the covered bridge?",
         ("which is older, the clock tower", "which is older, the covered bridge")),
        ("浮标有多少个", ()),
        ("青鹭湖的面积比去年大吗", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_each_side_is_a_question_of_its_own(question: str, expected: tuple[str, ...]) -> None:
    assert sides(question) == expected


def test_both_sides_come_first(library: Library) -> None:
    answer = Answerer(library).ask("青鹭湖的浮标和潮汐钟楼的齿轮，各有多少个？")
    first = {hit.passage.article for hit in answer.hits[:2]}
    assert first == {"青鹭湖浮标观测网建成", "柳汀镇潮汐钟楼修复记"}
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(scores, reverse=True)
