"""`hangke correct` and `hangke remove --undo`, in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import invented
import pytest
from program import Done

Run = Callable[..., Done]
FULL, CLOCK, TITLE = "海湾科技 2031年第4期", "柳汀镇潮汐钟楼修复记", "鲸背岛风车年鉴"
KEYS = (
    "issue_id", "title", "authors", "affiliations", "section", "page_first", "page_last", "page_exact",
    "line_first", "line_last",
)  # fmt: skip


@pytest.mark.parametrize("article", ["3", CLOCK, "潮汐钟楼"])
def test_an_article_is_corrected_and_told(run: Run, article: str) -> None:
    read = run("articles", FULL).out
    done = run("correct", FULL, article, "--title", TITLE, "--authors", "卜一舟， Ada Lind", "--pages", "41–44")
    assert (done.status, done.err) == (0, "")
    assert tuple(done.object) == KEYS
    told = [done.object[key] for key in ("title", "authors", "page_first", "page_last", "page_exact")]
    assert told == [TITLE, ["卜一舟", "Ada Lind"], 41, 44, True]
    assert run("articles", FULL).objects[2] == done.object
    assert run("search", "齿轮", "--article", TITLE, "-k", "1").object["authors"] == ["卜一舟", "Ada Lind"]
    assert run("correct", FULL, TITLE, "--undo").object["title"] == CLOCK
    assert run("articles", FULL).out == read


def test_what_was_corrected_before_stays_beside_what_comes_after(run: Run) -> None:
    run("correct", FULL, "3", "--title", TITLE)
    done = run("correct", FULL, "3", "--pages", "41", "--order", "1")
    assert [done.object[key] for key in ("title", "page_first", "page_last")] == [TITLE, 41, 41]
    (listed,) = run("correct", FULL).objects
    assert (listed["title"], listed["read"]["title"], listed["shown"]) == (CLOCK, CLOCK, done.object)
    assert listed["correction"] == {"title": TITLE, "authors": None, "page_first": 41, "page_last": 41, "order": 1}
    assert run("articles", FULL).objects[0]["title"] == TITLE


def test_nobody_wrote_it(run: Run) -> None:
    assert run("correct", FULL, "3", "--authors", "").object["authors"] == []


def test_where_nothing_is_corrected_that_is_said(run: Run) -> None:
    done = run("correct", FULL)
    assert (done.status, done.out, done.err.count("\n")) == (0, "", 1)


@pytest.mark.parametrize("options", ["3", "3 --undo --title x", "--title x", "--undo", "3 --pages 3-x", "3 --order 0"])
def test_wrong_usage(run: Run, options: str) -> None:
    try:
        status = run("correct", FULL, *options.split()).status
    except SystemExit as left:
        status = int(left.code or 0)
    assert status == 2


@pytest.mark.parametrize(
    "options",
    [
        ("无此刊", "1", "--title", "x"),
        (FULL, "7", "--title", "x"),
        (FULL, "0", "--undo"),
        (FULL, "9" * 5000, "--undo"),
        (FULL, "无此文", "--undo"),
        (FULL, "3", "--title", " "),
        (FULL, "3", "--pages", "7-3"),
        (FULL, "3", "--order", "7"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(run: Run, options: tuple[str, ...]) -> None:
    done = run("correct", *options)
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert done.err.startswith("hangke: ")
    assert "; " in done.err


def test_for_people_both_are_told(run: Run, home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from ui import cli

    run("correct", FULL, "3", "--title", TITLE)
    assert cli.main(["correct", "--home", str(home), FULL]) == 0
    read, shown = capfd.readouterr().out.rstrip("\n").split("\n")
    assert CLOCK in read
    assert TITLE in shown


def test_corrections_that_a_new_file_leaves_astray_are_told(run: Run, tmp_path: Path) -> None:
    run("correct", FULL, "3", "--title", TITLE)
    path = invented.write(tmp_path, invented.full().replace("钟楼修复记", "钟楼新记"), "neu.txt")
    done = run("add", path, "--replace")
    assert done.object["status"] == "replaced"
    assert CLOCK in done.err
    (listed,) = run("correct", FULL).objects
    assert (listed["title"], listed["read"], listed["shown"]) == (CLOCK, None, None)


def test_a_removal_is_undone(run: Run) -> None:
    before = run("list").out + run("passages").out
    assert run("remove", FULL).object["status"] == "removed"
    done = run("remove", FULL, "--undo")
    assert done.object == {"issue_id": "海湾科技-2031-04", "issue": FULL, "status": "put back"}
    assert run("list").out + run("passages").out == before
    done = run("remove", FULL, "--undo")
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)


def test_the_order_of_the_contents_is_that_of_the_passages(run: Run) -> None:
    run("correct", FULL, "6", "--order", "1")
    titles = list(dict.fromkeys(row["article"] for row in run("passages", FULL).objects))
    assert titles == [row["title"] for row in run("articles", FULL).objects]
    assert titles[0] == invented.FERRY.title
