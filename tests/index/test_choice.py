"""Which embedder a library uses: chosen, interrupted, resumed, added to, out of reach."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import models
import pytest

from index import derived
from index.choice import Choice
from index.embedders import BUILT_IN
from index.hub import HubModel
from index.library import Library
from index.types import Reporter
from index.words import Words
from ingest.errors import LibraryError
from ingest.types import Issue

Open = Callable[..., Library]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model that a test may change."""
    return Path(models.static(tmp_path / "model"))


@pytest.fixture
def opened(words: Words) -> Open:
    """Opens a home, with an embedder or without, and keeps its notes in `library.told`."""

    def opened(home: Path, embedder: Path | str | None = None) -> Library:
        told: list[str] = []
        library = Library(home, str(embedder) if embedder else None, Reporter(told.append))
        library.words = words
        library.told = told  # type: ignore[attr-defined]
        return library

    return opened


def encoded(library: Library, stop_after: int | None = None) -> list[str]:
    """The texts that the library's model is given from now on; after so many it is interrupted."""
    embedder = library.embedder
    assert isinstance(embedder, HubModel)
    given: list[str] = []
    encode = embedder._model.encode_document

    def watched(texts: list[str], **options: Any) -> Any:
        if stop_after is not None and len(given) >= stop_after:
            raise KeyboardInterrupt
        given.extend(texts)
        return encode(texts, **options)

    embedder._model.encode_document = watched
    return given


def own(home: Path) -> str:
    return Library(home).store.meta()["embedder"]


def test_adopted_it_is_the_librarys_own(copied: Library, folder: Path, opened: Open) -> None:
    opened(copied.home, folder).choice.adopt()
    again = opened(copied.home)
    assert again.embedder.name == str(folder) == own(copied.home)
    assert again.arrays.vectors.shape == (len(again.passages()), len(models.KNOWN))
    assert again.told == []
    assert again.search(again.query("潮汐钟楼"), 1)[0].passage.article == "柳汀镇潮汐钟楼修复记"


def test_interrupted_nothing_is_changed_and_the_rest_is_done_later(
    copied: Library, folder: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors.PART", 4)
    texts = [derived.embedded_text(passage) for passage in copied.passages()]
    first = opened(copied.home, folder)
    given = encoded(first, stop_after=8)
    with pytest.raises(KeyboardInterrupt):
        first.choice.adopt()
    assert given == texts[:8]
    assert own(copied.home) == BUILT_IN
    assert opened(copied.home).search(copied.query("潮汐钟楼"), 1), "meanwhile the old one answers"
    second = opened(copied.home, folder)
    given = encoded(second)
    second.choice.adopt()
    assert given == texts[8:]
    assert own(copied.home) == str(folder)
    assert len(second.arrays.positions) == len(texts)
    assert given == texts[8:], "the arrays take what was embedded"


def test_an_issue_added_embeds_itself_alone(
    tmp_path: Path, folder: Path, opened: Open, issues: dict[str, Issue]
) -> None:
    library = opened(tmp_path / "home", folder)
    library.add(issues["full"])
    assert library.arrays.vectors.size
    given = encoded(library)
    library.add(issues["later"])
    assert library.arrays.vectors.size
    assert (
        given == [derived.embedded_text(passage) for passage in library.passages(library.issues()[-1].issue_id)] != []
    )


def test_back_and_forth_nothing_is_embedded_twice(copied: Library, folder: Path, opened: Open) -> None:
    opened(copied.home, folder).choice.adopt()
    opened(copied.home, BUILT_IN).choice.adopt()
    assert own(copied.home) == BUILT_IN
    assert opened(copied.home).embedder.name == BUILT_IN
    again = opened(copied.home, folder)
    given = encoded(again)
    again.choice.adopt()
    assert given == []
    assert own(copied.home) == str(folder)


def test_two_models_lie_beside_each_other(copied: Library, folder: Path, opened: Open, tmp_path: Path) -> None:
    other = models.static(tmp_path / "other", extra=2)
    for name in (folder, other):
        opened(copied.home, name).choice.adopt()
    assert len(list((copied.home / "vectors").iterdir())) == 2
    back = opened(copied.home, folder)
    given = encoded(back)
    back.choice.adopt()
    assert given == []


def test_a_broken_part_is_embedded_anew(copied: Library, folder: Path, opened: Open) -> None:
    opened(copied.home, folder).choice.adopt()
    for part in (copied.home / "vectors").rglob("*.npz"):
        part.write_bytes(b"broken")
    shutil.rmtree(copied.home / "derived")
    library = opened(copied.home)
    given = encoded(library)
    assert len(library.arrays.vectors) == len(given) == len(library.passages())


def test_a_model_changed_in_its_folder_embeds_all_anew(copied: Library, folder: Path, opened: Open) -> None:
    opened(copied.home, folder).choice.adopt()
    assert opened(copied.home).arrays.vectors.shape[1] == len(models.KNOWN)
    models.static(folder, extra=3)
    changed = opened(copied.home)
    given = encoded(changed)
    assert changed.arrays.vectors.shape == (len(given), len(models.KNOWN) + 3)
    assert changed.search(changed.query("潮汐钟楼"), 1)


def test_a_model_out_of_reach_is_told_once_and_the_built_in_one_answers(
    copied: Library, folder: Path, opened: Open
) -> None:
    opened(copied.home, folder).choice.adopt()
    folder.rename(folder.with_name("elsewhere"))
    library = opened(copied.home)
    assert library.embedder.name == BUILT_IN
    hits = library.search(library.query("潮汐钟楼"), 1)
    assert hits[0].passage.article == "柳汀镇潮汐钟楼修复记"
    (note,) = library.told
    assert str(folder) in note
    assert "the built-in embedder answers" in note
    assert own(copied.home) == str(folder), "it is the library's own still"
    folder.with_name("elsewhere").rename(folder)
    back = opened(copied.home)
    given = encoded(back)
    assert back.arrays.vectors.shape[1] == len(models.KNOWN)
    assert (given, back.told) == ([], [])


def test_an_issue_added_meanwhile_leaves_the_model_the_librarys_own(
    tmp_path: Path, folder: Path, opened: Open, issues: dict[str, Issue]
) -> None:
    opened(tmp_path / "home", folder).add(issues["full"])
    folder.rename(folder.with_name("elsewhere"))
    library = opened(tmp_path / "home")
    library.add(issues["later"])
    assert library.arrays.vectors.size
    assert own(tmp_path / "home") == str(folder)


@pytest.mark.parametrize("name", ["/not/there", "hangke-tests/no-such-model"])
def test_one_asked_for_in_vain_changes_nothing(
    copied: Library, opened: Open, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    before = copied.store.meta()
    library = opened(copied.home, name)
    with pytest.raises(LibraryError, match=name):
        library.choice.adopt()
    assert copied.store.meta() == before
    assert not (copied.home / "vectors").exists()
    assert opened(copied.home).search(copied.query("潮汐钟楼"), 1)


def test_an_open_library_follows_another_process(copied: Library, folder: Path, opened: Open) -> None:
    open_all_along = opened(copied.home)
    assert open_all_along.search(copied.query("潮汐钟楼"), 1)
    opened(copied.home, folder).choice.adopt()
    hits = open_all_along.search(copied.query("潮汐钟楼"), 1)
    assert hits[0].passage.article == "柳汀镇潮汐钟楼修复记"
    assert open_all_along.embedder.name == str(folder)
    assert open_all_along.arrays.vectors.shape[1] == len(models.KNOWN)


def test_no_library_none_is_made(tmp_path: Path) -> None:
    choice = Choice(Library(tmp_path / "home").store, BUILT_IN)
    choice.adopt(anew=True)
    assert not (tmp_path / "home").exists()
