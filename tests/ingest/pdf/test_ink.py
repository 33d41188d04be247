"""Rules and areas on the picture of a page."""

from __future__ import annotations

import math

import pytest

from ingest.pdf import ink
from ingest.pdf.types import Rect

numpy = pytest.importorskip("numpy")
pytest.importorskip("cv2", reason="it comes with the extra `ocr`")

SCALE = 0.5  # points a pixel


def paper(level: int = 240):
    """A page of noisy grey paper with lines of dashes for text."""
    noise = numpy.random.default_rng(7).normal(level, 3, (800, 600, 3))
    picture = numpy.clip(noise, 0, 255).astype("uint8")
    for y in range(60, 300, 24):
        for x in range(60, 500, 20):
            picture[y : y + 12, x : x + 3] = 30
            picture[y + 4 : y + 7, x : x + 12] = 30
    return picture


def test_text_is_neither_rule_nor_area() -> None:
    assert ink.rules(paper(), SCALE) == []
    assert ink.areas(paper(), SCALE) == ([], [])


def test_rules_are_told_by_length() -> None:
    picture = paper()
    picture[350:352, 100:500] = 20
    picture[340:600, 300:302] = 20
    found = sorted(ink.rules(picture, SCALE), key=lambda rect: rect.height)
    assert [r.x0 for r in found] == pytest.approx([50, 150], abs=2)
    assert [r.x1 for r in found] == pytest.approx([250, 151], abs=2)


def test_a_tint_and_a_picture_are_told_by_their_grey() -> None:
    picture = paper()
    picture[400:520, 100:400] = 222
    picture[560:760, 100:400] = 120
    tints, pictures = ink.areas(picture, SCALE)
    assert [(r.top, r.bottom) for r in tints] == [pytest.approx((200, 260), abs=3)]
    assert [(r.top, r.bottom) for r in pictures] == [pytest.approx((280, 380), abs=3)]


def test_a_rule_of_a_page_that_lay_askew_is_found_where_the_page_is_turned_back() -> None:
    picture, angle = paper(), math.radians(0.45)
    picture[350:354, 60:540] = 20
    askew = ink.level(picture, -angle)
    assert not any(rect.width > 230 for rect in ink.rules(askew, SCALE))
    (found,) = ink.rules(ink.level(askew, angle), SCALE)
    assert (found.x0, found.x1) == pytest.approx((30, 270), abs=2)
    assert found.middle == pytest.approx(176, abs=1.5)


def test_gaps_are_the_columns_without_ink() -> None:
    found = ink.gaps(paper(), Rect(28, 29, 52, 37), SCALE)
    assert found == [(28, 30), (36, 40), (46, 50)]


def test_a_line_outside_of_the_picture_has_no_gaps() -> None:
    assert ink.gaps(paper(), Rect(900, 900, 950, 910), SCALE) == []
