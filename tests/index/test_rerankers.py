"""A real cross-encoder, made here and tiny, in place of the learned weights."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from index.library import Library
from index.words import Words
from ingest.errors import LibraryError
from ui import cli


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cross-encoder of one layer with random weights, saved in a folder."""
    return _saved(tmp_path_factory.mktemp("encoder"), 1)


def _saved(folder: Path, labels: int) -> str:
    if importlib.util.find_spec("torch") is None:
        pytest.skip("torch is not installed: there is no cross-encoder without it")
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(0)
    letters = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"浮标钟楼渡船的多少年元台个"]
    (folder / "vocab.txt").write_text("\n".join(letters), "utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=128).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(letters), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=128, num_labels=labels, initializer_range=1.0,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    return str(folder)


def opened(home: Path, words: Words, reranker: str) -> Library:
    library = Library(home, reranker=reranker)
    library.words = words
    return library


def test_a_cross_encoder_orders_the_candidates(encoder: str, built: Path, words: Words) -> None:
    library = opened(built, words, encoder)
    hits = library.search(library.query("浮标有多少个"), 5)
    scores = [hit.scores.rerank for hit in hits]
    assert len(hits) == 5
    assert scores == sorted(scores, reverse=True)
    assert [hit.score for hit in hits] == scores

    from sentence_transformers import CrossEncoder

    best = hits[0].passage
    alone = CrossEncoder(encoder).predict([("浮标有多少个", f"{best.article}\n{best.text}")])
    assert scores[0] == pytest.approx(float(alone[0]), abs=1e-4)


def test_it_is_loaded_only_when_asked(built: Path, words: Words) -> None:
    assert opened(built, words, "hangke-tests/no-such-model").issues()


def test_a_model_that_cannot_be_loaded_is_told_with_a_remedy(
    built: Path, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    library = opened(built, words, "hangke-tests/no-such-model")
    with pytest.raises(LibraryError) as caught:
        library.search(library.query("浮标"), 3)
    message = str(caught.value)
    assert "hangke-tests/no-such-model" in message
    assert "--reranker linear" in message
    assert "\n" not in message


def test_a_model_of_several_classes_is_refused(built: Path, words: Words, tmp_path: Path) -> None:
    library = opened(built, words, _saved(tmp_path, 3))
    with pytest.raises(LibraryError, match="3 scores"):
        library.search(library.query("浮标"), 3)


@pytest.mark.parametrize("command", [["ask", "浮标有多少个？"], ["search", "浮标"], ["ui"]])
def test_the_program_ends_with_one_line_and_status_1(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HANGKE_RERANKER", "hangke-tests/no-such-model")
    assert cli.main([*command, "--home", str(built), "--no-seed"]) == 1
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert said[0].startswith("hangke: re-ranker hangke-tests/no-such-model")


def test_doctor_tells_of_a_model_that_cannot_be_loaded(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HANGKE_RERANKER", "hangke-tests/no-such-model")
    assert cli.main(["doctor", "--home", str(built)]) == 1
    assert "re-ranker hangke-tests/no-such-model" in capsys.readouterr().out


def test_the_option_goes_before_the_environment(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HANGKE_RERANKER", "hangke-tests/no-such-model")
    assert cli.main(["search", "浮标", "--home", str(built), "--no-seed", "--reranker", "linear"]) == 0
    assert "浮标" in capsys.readouterr().out
