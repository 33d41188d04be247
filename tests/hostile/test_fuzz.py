"""A few seconds of `make fuzz` from a fixed seed: refused in a line at the most, and the library stays."""

from __future__ import annotations

from collections.abc import Iterator

import fuzz
import pytest
from program import told

from index.words import Words

ROUNDS = dict.fromkeys(fuzz.TARGETS, 20) | {"pdfs": 2, "assistants": 8, "texts": 40}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, words: Words) -> Iterator[fuzz.Bench]:
    made = fuzz.Bench(tmp_path_factory.mktemp("fuzz"), words, fuzz.small_pdf())
    yield made
    made.library.store.close()


@pytest.mark.parametrize("target", fuzz.TARGETS)
def test_hostile_input_is_refused_in_a_line(bench: fuzz.Bench, target: str) -> None:
    before = told(bench.library.home)
    assert list(filter(None, (fuzz.attempt(bench, target, seed) for seed in range(ROUNDS[target])))) == []
    assert (told(bench.library.home) == before) or target == "corrections"


def test_a_finding_is_told(bench: fuzz.Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(bench: fuzz.Bench, rng: object) -> None:
        raise IndexError("nobody foresaw this")

    monkeypatch.setitem(fuzz.TARGETS, "texts", broken)
    assert "nobody foresaw this" in str(fuzz.attempt(bench, "texts", 1))
