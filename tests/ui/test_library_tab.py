"""What the library tab does between the page and the library."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.corrections import NONE, Correction
from index.library import Library
from index.types import ArticleRow, Passage, Progress
from index.words import Words
from ingest.errors import QuestionError
from ingest.types import Box, PageSpan, Piece
from ui.batch import Batch, Item, Stage
from ui.desk import Desk
from ui.render import health, listing, reader, reports, shelf, uploads
from ui.render.uploads import Uploads
from ui.tabs.adding import taken
from ui.tabs.correcting import Article, correction
from ui.tabs.numbers import whole
from ui.texts import EN, ZH

HOSTILE = "<img src=x onerror=alert(1)>{{1}}${2}"
ROW = ArticleRow("hupan-2021-02", "浮标网建成", ("沈岚",), (), None, 11, 12, True, 1, 9)


def passage(text: str, **changes: Any) -> Passage:
    made = Passage(
        passage_id="p", issue_id="hupan-2021-02", issue="湖畔科技 2021年第2期", digest=False, article="浮标网建成",
        article_no=0, authors=(), section=None, kind="text", text=text, sentences=(),
        pieces=(Piece(0, len(text), 7, 3),), pages=PageSpan(10, 10, True), source_file="hupan.txt",
    )  # fmt: skip
    return replace(made, **changes)


# -- a batch of files


def report(path: Path, **told: Any) -> dict[str, Any]:
    counts = {"pages": 3, "articles": 2, "passages": 9}
    return {"path": str(path), "status": "added", "issue": "湖畔科技", "issue_id": "i"} | counts | told


def stages(batch: Batch) -> list[Stage]:
    return [item.stage for item in batch.items]


def test_a_batch_stops_between_two_pages_and_begins_no_other_file() -> None:
    reached, go_on = threading.Event(), threading.Event()

    def add(path: Path, pages: Progress, passages: Progress) -> dict[str, Any]:
        pages(1, 3)
        if path.name == "b":
            reached.set()
            assert go_on.wait(5)
            pages(2, 3)
        return report(path)

    batch = Batch([Path("a"), Path("b"), Path("c")], add).start()
    assert reached.wait(5)
    assert (batch.items[1].done, batch.items[1].of) == (1, 3)
    batch.stop()
    go_on.set()
    batch.wait(5)
    assert stages(batch) == [Stage.DONE, Stage.STOPPED, Stage.STOPPED]
    assert ZH.stopped in reports.batch(batch, ZH)


def test_a_file_that_breaks_the_program_spares_the_others(capfd: pytest.CaptureFixture[str]) -> None:
    def add(path: Path, pages: Progress, passages: Progress) -> dict[str, Any]:
        if path.name == "a":
            raise RuntimeError("unforeseen")
        return report(path)

    batch = Batch([Path("a"), Path("b")], add).start()
    batch.wait(5)
    assert stages(batch) == [Stage.BROKEN, Stage.DONE]
    assert EN.broke in reports.batch(batch, EN)
    assert "unforeseen" in capfd.readouterr().err  # whoever runs it is told


def test_stopped_while_indexing_nothing_is_in_the_library(tmp_path: Path, later: Path, words: Words) -> None:
    library = Library(tmp_path / "home")
    library.words = words
    desk = Desk(library)
    held: list[Batch] = []

    def add(path: Path, pages: Progress, passages: Progress) -> dict[str, Any]:
        def step(done: int, of: int) -> None:
            held[0].stop()
            passages(done, of)

        return desk.add(path, False, "", step, pages)

    held.append(Batch([later], add))
    held[0].start().wait(20)
    assert stages(held[0]) == [Stage.STOPPED]
    assert desk.issues() == []
    held[:] = [Batch([later], lambda path, pages, passages: desk.add(path, False, "", passages, pages))]
    held[0].start().wait(20)
    assert [row.source_file for row in desk.issues()] == [later.name]


def test_progress_and_reports_escape() -> None:
    batch = Batch([Path(HOSTILE)], lambda *_: {})
    batch.items = [Item(Path(HOSTILE), Stage.READING, 3, 48)]
    told = reports.batch(batch, ZH)
    assert "第3页，共48页" in told
    assert 'value="3" max="48"' in told
    waiting = Uploads((Path(HOSTILE),), (HOSTILE,), (HOSTILE,))
    assert "<img" not in told + uploads.drop(waiting, ZH)


def test_a_report_leads_to_its_issue_and_back() -> None:
    replaced = reports.report(report(Path("a"), status="replaced", doubtful_pages=[7, 2]), ZH)
    assert 'data-act="open" data-of="i"' in replaced
    assert 'data-act="put_back" data-of="i"' in replaced
    assert "PDF第2、7页" in replaced


# -- files from the page


def test_only_uploaded_files_of_known_kinds_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "uploads"
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(folder))
    folder.mkdir()
    good, elsewhere = folder / "a.pdf", tmp_path / "b.pdf"
    good.write_bytes(b"x")
    elsewhere.write_bytes(b"x")
    files = [
        {"name": "a.pdf", "known": True, "path": str(good)},
        {"name": "a.pdf", "known": True, "path": str(good)},
        {"name": "b.pdf", "known": True, "path": str(elsewhere)},
        {"name": "c.docx", "known": False, "path": None},
    ]
    held = taken(Uploads(), files)
    assert held == Uploads((good.resolve(),), ("c.docx",), ("b.pdf",))


@pytest.mark.parametrize(("written", "number"), [("", None), (" 12 ", 12), ("２０", 20)])
def test_numbers_as_they_are_written(written: str, number: int | None) -> None:
    assert whole(written, ZH) == number


@pytest.mark.parametrize("written", ["-1", "1.5", "去年", "9" * 40])
def test_what_is_no_number_is_refused_in_a_line(written: str) -> None:
    with pytest.raises(QuestionError, match="不是整数"):
        whole(written, ZH)


# -- corrections


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        (("浮标网建成", "沈岚", 11, 12, 1), NONE),
        (("", "", 11, 12, 1), NONE),
        (("浮标网", "沈岚；顾明、陆 遥", 11, 12, 1), Correction("浮标网", ("沈岚", "顾明", "陆 遥"))),
        (("浮标网建成", "沈岚", 13, 14, 1), Correction(page_first=13, page_last=14)),
        (("浮标网建成", "沈岚", 11, 12, 3), Correction(order=3)),
        (("浮标网建成", "沈岚", 11, None, 1), Correction(page_first=11)),  # which the library refuses
    ],
)
def test_a_correction_says_what_differs_from_what_was_read(form: tuple[Any, ...], wanted: Correction) -> None:
    assert correction(Article(ROW, ROW), *form) == wanted


def test_what_was_corrected_before_stays_corrected() -> None:
    given = Correction("浮标", page_first=20, page_last=21, order=2)
    shown = replace(ROW, title="浮标", page_first=20, page_last=21, article_no=1)
    article = Article(shown, ROW, given)
    assert correction(article, "浮标", "沈岚", 20, 21, 2) == given
    assert correction(article, "", "沈岚", None, None, None) == NONE


# -- an article read whole


def test_a_cut_paragraph_is_whole_again_and_a_heading_is_one() -> None:
    told = reader.parts([
        passage("湖区概况\n浮标由三十二个组成，", section="湖区概况"),
        passage("各有一盏灯。\n闸门共三处。", opens=False),
        passage("图1 浮标", kind="caption"),
    ])  # fmt: skip
    assert [(part.kind, part.text) for part in told] == [
        ("heading", "湖区概况"),
        ("text", "浮标由三十二个组成，各有一盏灯。"),
        ("text", "闸门共三处。"),
        ("caption", "图1 浮标"),
    ]
    assert told[0].line == 7


def test_a_table_is_shown_once_with_its_cells() -> None:
    grid = (("地方", "浮标"), ("芦花渡", "3"), (HOSTILE, "4"))
    tabled = passage("表1浮标\n芦花渡：浮标 3", kind="table", tables=(grid,))
    rest = replace(tabled, text="表1浮标\n石榴坪：浮标 4", tables=())
    shown = reader.article(ROW, 1, [tabled, rest, passage("没有格子\n甲\n乙", kind="table")], True, ZH)
    assert shown.count("<caption>表1浮标</caption>") == 1
    assert "<th>地方</th><th>浮标</th>" in shown
    assert "<td>甲</td>" in shown
    assert "<img" not in shown
    assert ZH.corrected in shown
    assert "hk-leaf" not in shown


def test_pages_of_a_pdf_are_named_where_they_begin() -> None:
    text = "上一页的话。\n下一页的话。"
    boxes = [Box(page, (0.0, 0.0, 9.0, 9.0)) for page in (4, 5)]
    pieces = (Piece(0, 7, 1, 1, box=boxes[0]), Piece(7, len(text), 2, 2, box=boxes[1]))
    shown = reader.article(ROW, 3, [passage(text, pieces=pieces, is_text_source=False)], False, EN)
    assert shown.index('data-leaf="4"') < shown.index("上一页") < shown.index('data-leaf="5"') < shown.index("下一页")
    assert 'data-issue="hupan-2021-02" data-page="4" data-boxes="[]"' in shown
    assert 'data-act="go" data-of="1"' in shown
    assert 'data-of="-1"' not in shown


# -- tables and lines


def test_contents_mark_what_was_corrected_and_what_is_open() -> None:
    told = listing.contents_table([ROW, replace(ROW, article_no=1, title=HOSTILE)], {1}, ZH, 0)
    assert told.count(ZH.corrected) == 1
    assert 'data-id="0" aria-current="true"' in told
    assert "<img" not in told


def test_findings_are_told_in_words_the_unwell_first() -> None:
    told = health.health(
        [{"what": "jieba", "ok": True, "found": "1"}, {"what": "embedder", "ok": False, "found": HOSTILE}], ZH
    )
    assert told.index("向量模型") < told.index("jieba")
    assert "<img" not in told


def test_readers_see_no_way_to_remove(built: Path) -> None:
    desk = Desk(Library(built))
    (row,) = desk.issues()
    assert 'data-act="remove"' in shelf.issue(row, True, ZH)
    assert "data-act" not in shelf.issue(row, False, ZH)
    assert shelf.removed([row], False, ZH) == ""
