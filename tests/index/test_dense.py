"""Vectors on disk: each kind finds what a matrix product finds, and the leg is that of all scores."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index import dense, fusion
from index.dense import Dense, Flat, Quantised, Vectors
from index.embedders import unit

SIZE, DIMENSIONS, COUNT = 600, 24, 10
KINDS = ("matrix", "scan", "graph")
HALF = 2e-3  # by which a score in half precision may be off
NONE = np.zeros(0, np.int64)


def invented(size: int, seed: int = 1) -> dense.Floats:
    """Vectors about twenty centres, of about unit length."""
    rng, centres = np.random.default_rng(seed), np.random.default_rng(0).standard_normal((20, DIMENSIONS))
    about = centres[rng.integers(0, 20, size)] + 0.6 * rng.standard_normal((size, DIMENSIONS))
    return np.asarray(unit(about) * rng.uniform(0.9, 1.1, (size, 1)), np.float32)


VECTORS, QUERY = invented(SIZE), unit(invented(1, 2))[0]
TRUTH = VECTORS @ QUERY


def kept(vectors: dense.Floats, folder: Path, kind: str) -> Vectors:
    """Saved as that kind, whatever the size, in several blocks; and loaded."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dense, "FLAT", SIZE**2 if kind == "matrix" else 0)
        patch.setattr(dense, "SCANNED", SIZE**2 if kind == "scan" else 0)
        patch.setattr(dense, "BLOCK", 256)
        dense.save(vectors, folder)
    return dense.load(folder)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {kind: tmp_path_factory.mktemp(kind) for kind in KINDS}
    for kind, folder in made.items():
        kept(VECTORS, folder, kind)
    return made


@pytest.fixture(params=KINDS)
def vectors(request: pytest.FixtureRequest, folders: dict[str, Path]) -> Vectors:
    return dense.load(folders[request.param])


def test_the_kind_is_the_one_that_was_kept(folders: dict[str, Path]) -> None:
    matrix, scan, graph = (dense.load(folders[kind]) for kind in KINDS)
    assert isinstance(matrix, Flat)
    assert isinstance(scan, Quantised)
    assert isinstance(graph, Quantised)
    assert (scan.graph, graph.graph) == (False, True)


def test_top_is_that_of_all_scores_best_first(vectors: Vectors) -> None:
    rows, scores = vectors.top(QUERY, COUNT)
    assert (vectors.size, vectors.dimensions) == VECTORS.shape
    assert {*rows.tolist()} == {*fusion.top(TRUTH, COUNT).tolist()}
    assert (np.diff(scores) <= 0).all()
    np.testing.assert_allclose(scores, TRUTH[rows], atol=HALF)


def test_top_of_more_than_there_are_is_all(vectors: Vectors) -> None:
    rows, _ = vectors.top(QUERY, SIZE + 1)
    assert len({*rows.tolist()}) == len(rows)
    assert len(rows) >= SIZE * dense.RECALL


@pytest.mark.parametrize("share", [0.01, 0.5, 0.9])
def test_top_keeps_to_the_rows_allowed(vectors: Vectors, share: float) -> None:
    allowed = np.random.default_rng(3).random(SIZE) < share
    rows, _ = vectors.top(QUERY, COUNT, allowed)
    within = np.flatnonzero(allowed)
    assert {*rows.tolist()} == {*within[fusion.top(TRUTH[within], COUNT)].tolist()}


def test_nothing_allowed_nothing_found(vectors: Vectors) -> None:
    assert len(vectors.top(QUERY, COUNT, np.zeros(SIZE, bool))[0]) == 0


@pytest.mark.parametrize("rows", [NONE, np.array([7, 3, 3, SIZE - 1])])
def test_scores_and_vectors_of_rows_in_their_order(vectors: Vectors, rows: dense.Ints) -> None:
    np.testing.assert_allclose(vectors.of(rows, QUERY), TRUTH[rows], atol=HALF)
    np.testing.assert_allclose(vectors.rows(rows), VECTORS[rows], atol=HALF)
    np.testing.assert_allclose(vectors.rows(slice(5, 9)), VECTORS[5:9], atol=HALF)


def test_the_leg_knows_mean_and_spread_of_all_scores_the_best_and_those_asked_for(vectors: Vectors) -> None:
    also = np.argsort(TRUTH)[:3]
    scores, mean, spread = Dense([vectors]).leg(QUERY, also, COUNT)
    assert mean == pytest.approx(TRUTH.mean(), abs=1e-5)
    assert spread == pytest.approx(TRUTH.std(), abs=1e-5)
    exact = np.concatenate([also, fusion.top(TRUTH, COUNT)])
    np.testing.assert_allclose(scores[exact], TRUTH[exact], atol=HALF)
    others = np.delete(scores, exact)
    np.testing.assert_allclose(others, np.delete(TRUTH, exact) if isinstance(vectors, Flat) else mean, atol=1e-6)


def test_the_leg_of_what_is_allowed_has_the_mean_and_spread_of_all(vectors: Vectors) -> None:
    allowed = np.random.default_rng(4).random(SIZE) < 0.1
    scores, mean, spread = Dense([vectors]).leg(QUERY, NONE, COUNT, allowed)
    assert (mean, spread) == (pytest.approx(TRUTH.mean(), abs=1e-5), pytest.approx(TRUTH.std(), abs=1e-5))
    best = np.flatnonzero(allowed)[fusion.top(TRUTH[allowed], COUNT)]
    np.testing.assert_allclose(scores[best], TRUTH[best], atol=HALF)


def test_segments_of_all_kinds_are_one_library(folders: dict[str, Path]) -> None:
    whole = Dense([*(dense.load(folders[kind]) for kind in KINDS), Flat(np.zeros((0, 0), np.float32))])
    also = np.array([0, SIZE + 5, 2 * SIZE + 6, 3 * SIZE - 1])
    scores, mean, spread = whole.leg(QUERY, also, COUNT, np.ones(3 * SIZE, bool))
    np.testing.assert_allclose(scores[also], np.tile(TRUTH, 3)[also], atol=HALF)
    assert (mean, spread) == (pytest.approx(TRUTH.mean(), abs=1e-5), pytest.approx(TRUTH.std(), abs=1e-5))


VALUES = st.floats(-1, 1, width=32)


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 7).flatmap(lambda size: arrays(np.float32, (size, 3), elements=VALUES)), max_size=4),
    arrays(np.float32, 3, elements=VALUES),
)
def test_the_leg_of_small_segments_is_fused_as_all_scores_are(parts: list[dense.Floats], query: dense.Floats) -> None:
    scores, mean, spread = Dense([Flat(part) for part in parts]).leg(query, NONE, COUNT)
    truth = np.concatenate([np.zeros(0, np.float32), *(part @ query for part in parts)])
    np.testing.assert_array_equal(scores, truth)
    if spread > 1e-5:
        np.testing.assert_allclose((scores - mean) / spread, fusion.standard(truth), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("shape", [(0, 0), (0, DIMENSIONS), (2, 0)])
def test_vectors_that_are_none_or_of_no_dimension_score_nothing(tmp_path: Path, shape: tuple[int, int]) -> None:
    dense.save(np.zeros(shape, np.float32), tmp_path)
    scores, mean, spread = Dense([dense.load(tmp_path)]).leg(QUERY, np.arange(shape[0]), COUNT)
    assert (scores.tolist(), mean, spread) == ([0.0] * shape[0], 0, 0)


def test_the_breadth_of_a_graph_finds_what_it_should_for_questions_of_others(tmp_path: Path) -> None:
    many, asked = invented(1500), invented(50, 5)
    graph = kept(many, tmp_path, "graph")
    found = [{*graph.top(query, COUNT)[0].tolist()} for query in asked]
    truth = [{*fusion.top(many @ query, COUNT).tolist()} for query in asked]
    assert isinstance(graph, Quantised)
    assert np.mean([len(a & b) / COUNT for a, b in zip(found, truth, strict=True)]) >= 0.98
    assert graph.index.hnsw.efSearch in dense.BREADTHS


def test_who_waits_hears_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[int, int]] = []
    monkeypatch.setattr(dense, "FLAT", 0)
    blocks = (VECTORS[start : start + 250] for start in range(0, SIZE, 250))
    dense.write(blocks, SIZE, DIMENSIONS, tmp_path, lambda done, total: heard.append((done, total)))
    assert heard == [(0, SIZE), (250, SIZE), (500, SIZE), (SIZE, SIZE)]
    np.testing.assert_allclose(dense.load(tmp_path).of(np.arange(SIZE), QUERY), TRUTH, atol=HALF)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("left", [0.0, 0.01, 0.5, 0.999])
def test_what_is_cut_short_is_broken(tmp_path: Path, folders: dict[str, Path], kind: str, left: float) -> None:
    for whole in folders[kind].iterdir():
        for other in folders[kind].iterdir():
            (tmp_path / other.name).write_bytes(other.read_bytes())
        (tmp_path / whole.name).write_bytes(whole.read_bytes()[: int(whole.stat().st_size * left)])
        with pytest.raises(ValueError, match="cannot be read"):
            dense.load(tmp_path)


@pytest.mark.parametrize("kind", ["scan", "graph"])
def test_pages_that_were_never_written_are_told_or_harmless(
    tmp_path: Path, folders: dict[str, Path], kind: str
) -> None:
    """A loss of power leaves pages of zeros in a file of the right length."""
    whole, rng, opened = (folders[kind] / dense.INDEX).read_bytes(), np.random.default_rng(6), 0
    (tmp_path / dense.MOMENTS).write_bytes((folders[kind] / dense.MOMENTS).read_bytes())
    for start in rng.integers(0, len(whole), 30).tolist():
        end = min(start + 4096, len(whole))
        (tmp_path / dense.INDEX).write_bytes(whole[:start] + bytes(end - start) + whole[end:])
        with suppress(ValueError):
            vectors = dense.load(tmp_path)
            rows, _ = vectors.top(QUERY, COUNT)
            assert ((rows >= 0) & (rows < SIZE)).all()
            opened += 1
    assert opened


@pytest.mark.parametrize("missing", [dense.INDEX, dense.MOMENTS])
def test_what_lacks_a_file_is_broken(tmp_path: Path, folders: dict[str, Path], missing: str) -> None:
    for path in folders["scan"].iterdir():
        if path.name != missing:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with pytest.raises(ValueError, match="cannot be read"):
        dense.load(tmp_path)


def test_moments_of_other_vectors_are_broken(tmp_path: Path, folders: dict[str, Path]) -> None:
    (tmp_path / dense.INDEX).write_bytes((folders["scan"] / dense.INDEX).read_bytes())
    np.save(tmp_path / dense.MOMENTS, np.zeros((DIMENSIONS, DIMENSIONS)))
    with pytest.raises(ValueError, match="cannot be read"):
        dense.load(tmp_path)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="this system does not tell what is mapped")
@pytest.mark.parametrize("kind", ["scan", "graph"])
def test_an_index_is_mapped_not_read(folders: dict[str, Path], kind: str) -> None:
    vectors = dense.load(folders[kind])
    assert isinstance(vectors, Quantised)
    address = vectors.codes.ctypes.data
    lines = Path("/proc/self/maps").read_text("utf-8").splitlines()
    spans = {tuple(int(end, 16) for end in line.split()[0].split("-")): line for line in lines}
    assert next(line for (start, end), line in spans.items() if start <= address < end).endswith(dense.INDEX)


def test_a_small_segment_needs_no_faiss(folders: dict[str, Path]) -> None:
    program = (
        "import sys; from pathlib import Path; import numpy as np; from index import dense\n"
        f"part = dense.load(Path(sys.argv[1])); part.top(np.ones({DIMENSIONS}, np.float32), 3)\n"
        "sys.exit('faiss' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(folders["matrix"])], check=False).returncode == 0
