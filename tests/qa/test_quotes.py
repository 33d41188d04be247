"""Quotations: pieces of the source, and what joins them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.library import Library
from index.types import Passage
from ingest.types import PageSpan, Piece
from qa import quotes


def passage(text: str, pieces: tuple[Piece, ...], kind: str = "text") -> Passage:
    return Passage(
        "id", "haiwan", "海湾科技 2031年第4期", False, "题", 0, (), None, kind, text, ((0, len(text)),), pieces,
        PageSpan(), "a.txt",
    )  # fmt: skip


TEXT = "浮标每天上报读数，钟楼每天报时。"
FOLLOWING = (Piece(0, 9, 11, 5), Piece(9, 16, 13, 6))
INTERRUPTED = (Piece(0, 9, 11, 5), Piece(9, 16, 17, 8))
ROW = "东车间：产量（片） 1260；良率 98%\n西车间：产量（片） 1355；良率 97%"


def cells() -> tuple[Piece, ...]:
    """The table read by columns: heads of rows at lines 1 and 3, products at 7 and 9, shares at 13 and 15."""
    told = [("东车间", 0, 1), ("产量", 0, 5), ("1260", 0, 7), ("良率", 0, 11), ("98%", 0, 13)]
    told += [("西车间", 20, 3), ("产量", 20, 5), ("1355", 20, 9), ("良率", 20, 11), ("97%", 20, 15)]
    return tuple(
        Piece(at, at + len(words), line, line // 2) for words, start, line in told for at in [ROW.index(words, start)]
    )


def test_lines_that_follow_each_other_join_without_a_mark() -> None:
    words, pieces = quotes.quote(passage(TEXT, FOLLOWING), (0, len(TEXT)))
    assert words == TEXT
    assert [(p.start, p.end, p.line) for p in pieces] == [(0, 9, 11), (9, 16, 13)]


def test_what_interrupts_is_marked() -> None:
    words, pieces = quotes.quote(passage(TEXT, INTERRUPTED), (0, len(TEXT)))
    assert words == "浮标每天上报读数， … 钟楼每天报时。"
    assert [words[p.start : p.end] for p in pieces] == ["浮标每天上报读数，", "钟楼每天报时。"]


def test_the_white_space_between_lines_is_kept() -> None:
    text = "fog net\nof 24 parts"
    words, _ = quotes.quote(passage(text, (Piece(0, 7, 1, 1), Piece(8, 19, 3, 2))), (0, len(text)))
    assert words == text


def test_only_the_range_is_quoted() -> None:
    words, pieces = quotes.quote(passage(TEXT, INTERRUPTED), (2, 12))
    assert words == "每天上报读数， … 钟楼每"
    assert [(p.line, words[p.start : p.end]) for p in pieces] == [(11, "每天上报读数，"), (17, "钟楼每")]


def test_a_range_without_source_gives_an_empty_quote() -> None:
    assert quotes.quote(passage(TEXT, FOLLOWING[:1]), (10, 14)) == ("", ())


def test_a_table_row_is_quoted_in_the_order_of_the_source() -> None:
    table = passage(ROW, cells(), "table")
    row = (20, len(ROW)) if ROW[20] == "西" else (ROW.index("西"), len(ROW))
    words, pieces = quotes.quote(table, row)
    assert words == "西车间 … 产量 … 1355 … 良率 … 97%"
    assert [piece.line for piece in pieces] == [3, 5, 9, 11, 15]


def test_the_answer_in_a_row_is_located_cell_by_cell() -> None:
    table = passage(ROW, cells(), "table")
    row = (ROW.index("西"), len(ROW))
    words, _ = quotes.quote(table, row)
    target = ROW.index("1355")
    (span,) = quotes.locate(table, row, (target, target + 4))
    assert words[slice(*span)] == "1355"


def test_a_target_over_an_interruption_is_two_spans() -> None:
    found = quotes.locate(passage(TEXT, INTERRUPTED), (0, len(TEXT)), (4, 12))
    words, _ = quotes.quote(passage(TEXT, INTERRUPTED), (0, len(TEXT)))
    assert [words[a:b] for a, b in found] == ["上报读数，", "钟楼每"]


def test_a_target_over_following_lines_is_one_span() -> None:
    assert quotes.locate(passage(TEXT, FOLLOWING), (0, len(TEXT)), (4, 12)) == ((4, 12),)


@given(st.data())
def test_what_is_located_is_what_was_asked_for(data: st.DataObject) -> None:
    made = passage(TEXT, data.draw(st.sampled_from([FOLLOWING, INTERRUPTED])))
    start, end = sorted(data.draw(st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=2, unique=True)))
    first, last = sorted(data.draw(st.lists(st.integers(start, end), min_size=2, max_size=2, unique=True)))
    words, _ = quotes.quote(made, (start, end))
    assert "".join(words[a:b] for a, b in quotes.locate(made, (start, end), (first, last))) == TEXT[first:last]


def test_every_sentence_of_a_library_is_quoted_from_its_lines(library: Library, verbatim) -> None:
    for found in library.passages():
        for span in found.sentences:
            words, pieces = quotes.quote(found, span)
            lines = [piece.line for piece in pieces]
            told = {"source_file": found.source_file, "line_first": min(lines), "line_last": max(lines), "quote": words}
            assert verbatim(told), words
