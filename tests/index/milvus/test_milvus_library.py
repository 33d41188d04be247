"""A library in a real Milvus Lite file: what a stopped writer leaves, many writers, the window of a question."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import invented
import pytest

from index.milvus import library as module
from index.milvus import writing
from index.milvus.client import Place
from index.milvus.library import MilvusLibrary
from index.milvus.schema import FACTS, PASSAGES, RECORDS
from index.static.model import shipped
from index.types import Filters, passage_json
from index.words import Words
from ingest import reader
from ingest.errors import LibraryError, LibraryUnreachable
from qa.lookup import lookup

FULL, LATER = "海湾科技 2031年第4期", "海湾科技 2032年第1期"
STEPS = ("_put_passages", "_put_facts", "_put_contents", "_put_sketch", "_put_removal", "_put_issue")


def opened(home: Path, words: Words) -> MilvusLibrary:
    library = MilvusLibrary(home, Place(str(home / "milvus.db")))
    library.words = words
    return library


@pytest.fixture
def lite(built_milvus: Path, tmp_path: Path, words: Words) -> Iterator[MilvusLibrary]:
    """A copy of the library, to be changed."""
    shutil.copytree(built_milvus, tmp_path / "home")
    library = opened(tmp_path / "home", words)
    yield library
    library.store.close()


@pytest.fixture(scope="module")
def still(built_milvus: Path, tmp_path_factory: pytest.TempPathFactory, words: Words) -> Iterator[MilvusLibrary]:
    """The library, to be read."""
    home = tmp_path_factory.mktemp("still") / "home"
    shutil.copytree(built_milvus, home)
    library = opened(home, words)
    yield library
    library.store.close()


def told(library: MilvusLibrary) -> list[object]:
    rows = [(row.issue_id, row.sha256, row.added) for row in library.issues()]
    passages = [passage_json(passage) for passage in library.passages()]
    return [rows, [row.as_json() for row in library.articles()], passages, library.store.facts("figure")]


def loose_rows(library: MilvusLibrary) -> list[int]:
    """Of each collection, how many rows belong to no issue, neither here nor to be put back."""
    held = [0, *library.store.loads()]
    where = f"not (load in {held})"
    return [library.store.client.count(collection, where) for collection in (PASSAGES, FACTS, RECORDS)]


@pytest.mark.parametrize("step", STEPS)
def test_a_writer_stopped_anywhere_changes_nothing_and_is_swept(
    lite: MilvusLibrary, words: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = told(lite)
    path = invented.write(tmp_path, invented.full().replace("214个齿", "216个齿"), "neu.txt")
    issue = reader.read(path)
    with monkeypatch.context() as stopped:
        stopped.setattr(writing.MilvusStore, step, lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            lite.add(issue, path, replace_clash=True)
    assert told(lite) == before
    assert told(opened(lite.home, words)) == before
    monkeypatch.setattr(writing, "ABANDONED", -1)
    lite.remove(LATER)
    assert loose_rows(lite) == [0, 0, 0]
    lite.put_back(LATER)
    assert told(lite) == before
    assert lite.add(issue, path, replace_clash=True).status == "replaced"
    assert "216个齿" in "".join(passage.text for passage in lite.passages(FULL))


def test_the_same_content_added_again_writes_the_same_rows(lite: MilvusLibrary, issues, files) -> None:
    places = lite.store.places()
    lite.remove(FULL)
    lite.add(issues["full"], files["full"])
    assert lite.store.places() == places
    assert lite.store.check() == "ok"
    assert lite.store.client.count(PASSAGES) == len(places)


def test_many_add_at_once(lite: MilvusLibrary, words: Words, tmp_path: Path) -> None:
    def add(number: int) -> str:
        text = invented.issue(invented.THIRD, 2033, number)
        path = invented.write(tmp_path, text, f"third-{number}.txt")
        return opened(lite.home, words).add(reader.read(path), path).status

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(add, (2, 3, 4, 4))).count("added") >= 3
    assert [row.issue for row in lite.issues()][2:] == [f"海湾科技 2033年第{number}期" for number in (2, 3, 4)]
    assert lite.store.check() == "ok"


def test_two_libraries_in_one_place_know_nothing_of_each_other(lite: MilvusLibrary, words: Words, issues) -> None:
    other = MilvusLibrary(lite.home, Place(str(lite.home / "milvus.db"), library="other"))
    other.words = words
    assert (other.store.exists, other.issues()) == (False, [])
    other.add(issues["later"])
    assert [row.issue for row in other.issues()] == [LATER]
    other.remove(LATER)
    assert [row.issue for row in lite.issues()] == [FULL, LATER]


def test_a_file_that_another_process_has_is_refused_in_one_line(still: MilvusLibrary) -> None:
    program = (
        "from index.milvus.client import Client, Place; from ingest.errors import LibraryError\n"
        f"try: Client(Place({str(still.home / 'milvus.db')!r}))\n"
        "except LibraryError as error: print(type(error).__name__, error)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("LibraryUnreachable")
    assert "another process has it" in done.stdout
    assert (done.stdout.count("\n"), done.stderr) == (1, "")


def test_another_embedder_than_that_of_the_vectors_is_refused(still: MilvusLibrary) -> None:
    other = MilvusLibrary(still.home, Place(str(still.home / "milvus.db")), embedder=str(shipped().folder))
    with pytest.raises(LibraryError, match="nothing can be added"):
        other.store.embed(["浮标"])
    with pytest.raises(LibraryError, match="migrate --to embedded"):
        other.choice.adopt()
    assert MilvusLibrary(still.home, Place(str(still.home / "milvus.db")), embedder="static").choice.adopt() is None


QUESTIONS = (
    "潮汐钟楼的齿轮有多少个齿",
    "苔藓屋顶截留多少雨水",
    "无人渡船的票价",
    "冰窖书库藏有多少古籍",
    "海雾收集网多少钱一吨水",
)


@pytest.fixture
def narrow(still: MilvusLibrary, monkeypatch: pytest.MonkeyPatch) -> MilvusLibrary:
    """The same library, with few passages in sight."""
    monkeypatch.setattr(module, "SAMPLED", 3)
    monkeypatch.setattr(module, "FOUND", 4)
    still.refresh()
    return still


def first(library, question: str, filters: Filters = Filters()) -> str:
    found = library.search(library.query(question), 3, filters)
    return found[0].passage.passage_id if found else ""


def test_the_window_ranks_as_the_whole_library_does(narrow: MilvusLibrary, library) -> None:
    for question in QUESTIONS:
        assert first(narrow, question) == first(library, question), question
        assert len(narrow.arrays.positions) < len(library.arrays.positions)


def test_a_second_search_widens_the_window_and_indices_hold(narrow: MilvusLibrary) -> None:
    narrow.follow()
    found = narrow.find_evidence(narrow.query(QUESTIONS[0]), 3)
    places, before = found.candidates.passages.tolist(), len(narrow.arrays.positions)
    passages = narrow.at(places)
    form = narrow.matches.of(invented.UNIT)
    assert form(found.candidates.sentences).all()
    again = narrow.find_evidence(narrow.query(QUESTIONS[3]), 3, form=form)
    assert len(narrow.arrays.positions) > before
    assert narrow.at(places) == passages
    assert narrow.at(again.candidates.passages.tolist())[again.order[0]] == again.hits[0].passage
    narrow.follow()
    assert len(narrow.arrays.positions) == 3


def test_filters_are_the_servers(narrow: MilvusLibrary, library) -> None:
    for filters in (
        Filters(issue=LATER), Filters(year_from=2032), Filters(year_to=2031), Filters(author="沈岚"),
        Filters(article=invented.MOSS.title), Filters(issue=FULL, author="韩松"),
    ):  # fmt: skip
        for question in QUESTIONS[:2]:
            hits = narrow.search(narrow.query(question), 3, filters)
            assert {hit.passage.passage_id for hit in hits} <= {
                hit.passage.passage_id for hit in library.search(library.query(question), 99, filters)
            }, filters
            assert bool(hits) == bool(first(library, question, filters)), filters
        assert {hit.passage for hit in narrow.opening(filters, 3)} <= {
            hit.passage for hit in library.opening(filters, 99)
        }
        assert narrow.opening(filters, 1)


def test_a_quotation_is_found_beyond_the_window(narrow: MilvusLibrary, library) -> None:
    for place in (1, 4, 7):
        passage = library.passages()[place]
        said = passage.sentence(1)[2:]
        found = lookup(narrow, said)
        assert found.places, said
        assert found.places[0].passage.passage_id == lookup(library, said).places[0].passage.passage_id


def test_nothing_to_search_finds_nothing(tmp_path: Path, words: Words) -> None:
    empty = opened(tmp_path, words)
    assert empty.search(empty.query("钟楼"), 3) == []
    assert empty.opening(Filters(), 3) == []
    assert (empty.issues(), empty.articles(), empty.store.feedback(), empty.store.revision()) == ([], [], [], "")
    empty.store.close()


@pytest.mark.parametrize(
    ("uri", "said"),
    [("http://127.0.0.1:9", "no Milvus answers there"), ("here", "ends in .db"), ("ftp://x", "ends in .db")],
)
def test_an_address_without_milvus_is_told_in_one_line(tmp_path: Path, uri: str, said: str) -> None:
    with pytest.raises(LibraryUnreachable, match=said) as caught:
        MilvusLibrary(tmp_path, Place(uri))
    assert "\n" not in str(caught.value)
    assert uri in str(caught.value)
