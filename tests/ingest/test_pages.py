from __future__ import annotations

import pytest

from ingest.pages import leaf_pages, over
from ingest.types import Line, PageSpan


def spans(labels: dict[int, int | None], sizes: list[int]) -> list[tuple[int | None, int | None, bool]]:
    """Pages of leaves of so many lines each, the label on the first line of its leaf."""
    lines, heads = [], {}
    for leaf, size in enumerate(sizes):
        for index in range(size):
            lines.append(Line(len(lines) + 1, len(lines), "水" * 20, leaf))
            if index == 0 and leaf in labels:
                heads[len(lines)] = labels[leaf]
    return [(span.first, span.last, span.exact) for span in leaf_pages(lines, heads)]


def test_a_label_is_exact() -> None:
    assert spans({0: 12, 1: 13}, [3, 3]) == [(12, 12, True), (13, 13, True)]


def test_between_two_labels_pages_are_counted() -> None:
    assert spans({0: 12, 3: 15}, [3] * 4) == [(12, 12, True), (13, 13, False), (14, 14, False), (15, 15, True)]


def test_beyond_the_labels_nothing_is_known() -> None:
    assert spans({1: 12}, [3, 3, 3]) == [(None, None, False), (12, 12, True), (None, None, False)]


def test_without_labels_nothing_is_known() -> None:
    assert spans({0: None}, [3, 3]) == [(None, None, False)] * 2
    assert leaf_pages([], {}) == ()


def test_fewer_leaves_than_pages_give_a_range() -> None:
    assert spans({0: 12, 2: 16}, [3, 3, 3])[1] == (13, 15, False)


def test_more_leaves_than_pages_make_the_smallest_a_frame() -> None:
    assert spans({0: 12, 3: 14}, [9, 1, 9, 9])[1:3] == [(13, 13, False), (13, 13, False)]


def test_facing_labels_without_a_page_between() -> None:
    assert spans({0: 12, 2: 13}, [9, 1, 9])[1] == (13, 13, False)


@pytest.mark.parametrize("misread", [2, 11])
def test_a_label_that_jumps_back_is_misread(misread: int) -> None:
    assert spans({0: 12, 1: misread, 2: 14}, [3] * 3) == [(12, 12, True), (13, 13, False), (14, 14, True)]


def test_a_label_far_beyond_the_leaves_is_misread() -> None:
    found = spans({0: 12, 1: 1958, 2: 14, 3: 15}, [3] * 4)
    assert found == [(12, 12, True), (13, 13, False), (14, 14, True), (15, 15, True)]


def test_of_two_labels_that_cannot_both_be_right_the_first_stands() -> None:
    assert spans({0: 12, 1: 1958}, [3, 3]) == [(12, 12, True), (None, None, False)]


def test_over_several_leaves() -> None:
    exact, guess = PageSpan(12, 12, True), PageSpan(13, 14)
    assert over([exact]) == exact
    assert over([exact, guess]) == PageSpan(12, 14, False)
    assert over([exact, PageSpan()]) == over([]) == PageSpan()
