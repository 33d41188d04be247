"""Whether a text holds what a question record wants."""

from __future__ import annotations

import pytest

from qa.matching import has, holds, norm


@pytest.mark.parametrize(
    ("text", "answer", "found"),
    [
        ("共有32个浮标", "32个", True),
        ("共有132个浮标", "32个", False),
        ("共有3.32个", "32个", False),
        ("占32", "32", True),
        ("占321", "32", False),
        ("总投入为 4 800 万元", "4800万元", True),
        ("ＧＰＴ模型", "gpt", True),
        ("a+b(c)", "b(c)", True),
        ("浮标", "钟楼", False),
    ],
)
def test_a_number_must_not_be_part_of_a_longer_one(text: str, answer: str, found: bool) -> None:
    assert has(norm(text), answer) is found


@pytest.mark.parametrize(
    ("text", "quote", "share", "found"),
    [
        ("湖里共有32个浮标和雷达", "共有32个浮标", 0.6, True),
        ("湖里共有32个", "共有32个浮标", 0.6, True),
        ("湖里共有", "共有32个浮标", 0.6, False),
        ("湖里共有", "共有32个浮标", 0.2, True),
        ("", "浮标", 0.6, False),
    ],
)
def test_a_share_of_a_quotation_in_one_piece(text: str, quote: str, share: float, found: bool) -> None:
    assert holds(text, quote, share) is found
