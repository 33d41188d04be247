"""`hangke policies`: the register on the command line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import invented
import pytest
from program import Done

from ui import show

Run = Callable[..., Done]
Policies = Callable[..., list[dict[str, Any]]]
PLACE = {"issue", "issue_id", "digest", "article", "authors", "section", "page_first", "page_last", "page_exact"}
PLACE |= {"source_file", "line_first", "line_last", "boxes", "doubt", "quote", "spans", "passage_id", "n"}
ARTICLE = invented.Piece(
    "海湾市渔港政策十年",
    "□ 文 ／ 顾 明 海湾出版社",
    (
        "2029年5月，海湾市人民政府印发《海湾市渔港建设行动计划（2029—2031年）》（海政〔2029〕9号），安排十二个渔港的改造。"
        "《海湾市海藻产业扶持办法》也已实行，每亩海藻田补助300元。计划执行两年以来，渔港的面貌一新。",
        "下一步",
        "《海湾市渔港建设行动计划（2029—2031年）》提出，到2031年渔港的泊位增加一倍。"
        "2030年，国务院发布《蓝色粮仓发展规划》，把海湾列为首批试点城市。",
    ),
)


@pytest.fixture
def policies(run: Run, tmp_path: Path) -> Policies:
    path = invented.write(tmp_path, invented.issue([ARTICLE], 2031, 6), "policies.txt")
    assert run("add", path).status == 0
    return lambda *words: run("policies", *words).objects


def names(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["title"] for entry in entries]


def test_every_document_by_date_with_its_citations(policies: Policies, tmp_path: Path) -> None:
    entries = policies()
    assert [entry["date"] for entry in entries] == ["2029-05", "2030", None, None, None]
    plan = entries[0]
    assert plan["title"] == "海湾市渔港建设行动计划（2029—2031年）"
    assert (plan["number"], plan["issuer"], plan["kind"]) == ("海政〔2029〕9号", "海湾市人民政府", "plan")
    assert [c["n"] for c in plan["citations"]] == [1, 2]
    lines = (tmp_path / "policies.txt").read_text("utf-8").splitlines()
    for citation in plan["citations"]:
        assert set(citation) >= PLACE
        stands = "".join(lines[citation["line_first"] - 1 : citation["line_last"]])
        assert re.sub(r"\s", "", citation["quote"]) in re.sub(r"\s", "", stands)
        (start, end), *_ = citation["spans"]
        assert citation["quote"][start:end].startswith("《海湾市渔港")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("渔港", ["海湾市渔港建设行动计划（2029—2031年）"]),
        ("国务院", ["蓝色粮仓发展规划"]),
        ("2029年", ["海湾市渔港建设行动计划（2029—2031年）"]),
        ("海政〔2029〕9号", ["海湾市渔港建设行动计划（2029—2031年）"]),
        ("State Council", ["蓝色粮仓发展规划"]),
        ("试点城市", ["蓝色粮仓发展规划"]),
        ("柳汀镇", ["柳汀镇文物保护办法"]),
        ("1955年", []),
    ],
)
def test_words_and_years_narrow_it(policies: Policies, asked: str, found: list[str]) -> None:
    entries = policies(asked)
    assert names(entries) == found


def test_nothing_found_is_told_and_is_no_failure(run: Run) -> None:
    done = run("policies", "1955年")
    assert (done.status, done.out) == (0, "")
    assert "hangke policies" in done.err


def test_as_text(policies: Policies) -> None:
    entries = policies("渔港")
    told = show.document(entries[0])
    assert told.startswith(
        "《海湾市渔港建设行动计划（2029—2031年）》（2029-05，海湾市人民政府，海政〔2029〕9号，plan）\n"
    )
    assert told.count("policies.txt") == 2
