"""Vectors kept by what was embedded: nothing twice, nothing lost, nothing mixed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from index import vectors
from index.vectors import PART, Kept

TEXTS = [f"第{n}段" for n in range(PART * 2 + 9)]


class Encoder:
    """Embeds a text as its length and its characters' sum, and knows what it was given."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.given: list[str] = []
        self.stop_after = stop_after

    def __call__(self, texts: list[str]) -> np.ndarray:
        if self.stop_after is not None and len(self.given) >= self.stop_after * PART:
            raise KeyboardInterrupt
        self.given += texts
        return np.array([[len(text), sum(map(ord, text))] for text in texts], np.float32)


def embed(folder: Path | None, texts: list[str], encoder: Encoder | None = None, prompt: str = "") -> list[str]:
    """Embed, check the rows against the truth, and tell which texts were encoded."""
    encoder = encoder or Encoder()
    rows = Kept(folder, prompt).embed(texts, encoder, lambda *_: None)
    np.testing.assert_array_equal(rows, Encoder()(texts) if texts else np.zeros((0, 0)))
    return encoder.given


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.npz"))


def test_each_text_is_encoded_once(tmp_path: Path) -> None:
    assert embed(tmp_path / "m" / "1", TEXTS) == TEXTS
    assert embed(tmp_path / "m" / "1", TEXTS) == []
    assert embed(tmp_path / "m" / "1", TEXTS[::-1]) == [], "the order does not matter"


def test_equal_texts_are_encoded_once(tmp_path: Path) -> None:
    assert embed(tmp_path / "m" / "1", ["浮标", "钟楼", "浮标"]) == ["浮标", "钟楼"]


def test_steps_are_told_from_where_it_stands(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    embed(tmp_path / "m" / "1", TEXTS[:PART])
    Kept(tmp_path / "m" / "1").embed(TEXTS, Encoder(), lambda done, total: told.append((done, total)))
    assert told == [(PART, len(TEXTS)), (2 * PART, len(TEXTS)), (len(TEXTS), len(TEXTS))]


def test_an_interruption_costs_the_part_at_hand(tmp_path: Path) -> None:
    folder = tmp_path / "m" / "1"
    with pytest.raises(KeyboardInterrupt):
        Kept(folder).embed(TEXTS, Encoder(stop_after=1), lambda *_: None)
    assert len(parts(folder)) == 1
    assert embed(folder, TEXTS) == TEXTS[PART:]


def test_what_is_added_alone_is_encoded(tmp_path: Path) -> None:
    embed(tmp_path / "m" / "1", TEXTS)
    assert embed(tmp_path / "m" / "1", [*TEXTS, "新的一段"]) == ["新的一段"]


def test_what_no_text_needs_is_swept(tmp_path: Path) -> None:
    folder = tmp_path / "m" / "1"
    embed(folder, TEXTS)
    assert embed(folder, TEXTS[3:PART]) == []
    assert len(parts(folder)) == 1
    assert embed(folder, TEXTS[3:PART]) == [], "those of a part of which a half was swept are still there"
    assert embed(folder, TEXTS[:4]) == TEXTS[:3]


@pytest.mark.parametrize("content", [b"", b"no archive", b"half"])
def test_a_broken_file_is_made_again(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "m" / "1"
    embed(folder, TEXTS)
    broken = parts(folder)[0]
    broken.write_bytes(broken.read_bytes()[:200] if content == b"half" else content)
    assert len(embed(folder, TEXTS)) in (PART, len(TEXTS) - 2 * PART)
    assert embed(folder, TEXTS) == []
    assert len(parts(folder)) == 3


def test_a_flipped_byte_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "m" / "1"
    embed(folder, TEXTS[:PART])
    (path,) = parts(folder)
    data = bytearray(path.read_bytes())
    data[-400] ^= 255
    path.write_bytes(bytes(data))
    embed(folder, TEXTS[:PART])


def test_another_prompt_is_another_vector(tmp_path: Path) -> None:
    folder = tmp_path / "m" / "1"
    embed(folder, ["浮标"], prompt="passage: ")
    assert embed(folder, ["浮标"]) == ["浮标"]


def test_other_states_of_the_embedder_are_swept_when_all_is_done(tmp_path: Path) -> None:
    embed(tmp_path / "m" / "1", TEXTS)
    with pytest.raises(KeyboardInterrupt):
        Kept(tmp_path / "m" / "2").embed(TEXTS, Encoder(stop_after=1), lambda *_: None)
    assert parts(tmp_path / "m" / "1")
    embed(tmp_path / "m" / "2", TEXTS)
    assert not (tmp_path / "m" / "1").exists()


@pytest.mark.parametrize("folder", [None, "m/1"])
def test_where_nothing_can_be_written_vectors_last_as_long_as_the_object(
    tmp_path: Path, folder: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(vectors, "_replace", refused)
    kept, encoder = Kept(tmp_path / folder if folder else None), Encoder()
    for _ in range(2):
        kept.embed(TEXTS, encoder, lambda *_: None)
    assert encoder.given == TEXTS


def test_what_a_killed_process_was_writing_is_swept(tmp_path: Path) -> None:
    folder = tmp_path / "m" / "1"
    folder.mkdir(parents=True)
    for name, seconds in ((".part-old", 1), (".part-new", None)):
        (folder / name).write_bytes(b"half")
        if seconds:
            os.utime(folder / name, (seconds, seconds))
    embed(folder, TEXTS)
    assert [path.name for path in folder.glob(".part-*")] == [".part-new"], "that may be another process at work"


def test_no_texts_no_vectors(tmp_path: Path) -> None:
    assert embed(tmp_path / "m" / "1", []) == []
    assert not tmp_path.joinpath("m").exists()
