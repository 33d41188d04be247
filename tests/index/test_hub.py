"""Models of a hub: prompts, folders that change, downloads from a hub on this machine."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import models
import numpy as np
import pytest
from huggingface_hub import constants
from models import KNOWN

from index import choice, embedders, snapshots
from index.hub import HubModel, family_prompts
from index.snapshots import wanted
from ingest.errors import LibraryError

QUERY, PASSAGE = KNOWN.index("q"), KNOWN.index("p")


@pytest.mark.parametrize(
    ("name", "prompts"),
    [
        ("intfloat/multilingual-e5-small", ("query: ", "passage: ")),
        ("BAAI/bge-m3", ("", "")),
        ("Qwen/Qwen3-Embedding-0.6B", ("Instruct: Given a web search query, retrieve relevant passages that answer the"
                                       " query\nQuery:", "")),
        ("BAAI/bge-small-zh-v1.5", ("为这个句子生成表示以用于检索相关文章：", "")),
        ("someone/another-model", ("", "")),
    ],
)  # fmt: skip
def test_prompts_of_a_family_by_its_name(name: str, prompts: tuple[str, str]) -> None:
    assert family_prompts(name) == prompts


def test_an_instructed_e5_takes_its_instruction() -> None:
    question, passage = family_prompts("intfloat/multilingual-e5-large-instruct")
    assert question.startswith("Instruct: ")
    assert passage == ""


def test_prompts_of_the_family_go_before_questions_and_passages(tmp_path: Path) -> None:
    embedder = choice.make(models.static(tmp_path / "multilingual-e5-tiny"))
    assert embedder.query("钟楼")[QUERY] > 0.1 > embedder.query("钟楼")[PASSAGE]
    passage = embedder.embed(["钟楼"])[0]
    assert passage[PASSAGE] > 0.1 > passage[QUERY]


def test_a_model_of_no_family_gets_no_prompt(tmp_path: Path) -> None:
    embedder = choice.make(models.static(tmp_path / "model"))
    assert embedder.query("钟楼")[QUERY] < 0.1
    assert embedder.embed(["钟楼"])[0][PASSAGE] < 0.1


def test_a_folder_of_any_name_is_known_by_what_its_configuration_says(tmp_path: Path) -> None:
    folder = Path(models.static(tmp_path / "model"))
    (folder / "config.json").write_text('{"_name_or_path": "intfloat/multilingual-e5-small"}', "utf-8")
    assert choice.make(str(folder)).query("钟楼")[QUERY] > 0.1


def test_the_models_own_prompts_stand_above_those_of_the_family(tmp_path: Path) -> None:
    folder = models.static(tmp_path / "multilingual-e5-tiny", prompts={"query": "pp", "passage": "qq"})
    embedder = choice.make(folder)
    assert embedder.query("钟楼")[PASSAGE] > 0.1 > embedder.query("钟楼")[QUERY]
    passage = embedder.embed(["钟楼"])[0]
    assert passage[QUERY] > 0.1 > passage[PASSAGE]


def test_a_transformer_embeds_passages_and_questions(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = models.bert(tmp_path / "bert")
    capfd.readouterr()
    embedder = choice.make(folder, tmp_path / "home")
    vectors = embedder.embed(["浮标浮标", "钟楼", "渡船"])
    assert vectors.shape == (3, 16)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-4)
    assert int(np.argmax(vectors @ embedder.query("钟楼"))) == 1
    assert capfd.readouterr() == ("", ""), "no bars where no terminal is"


@pytest.mark.parametrize("name", ["models--intfloat--multilingual-e5-small/snapshots/0a1b", "multilingual-e5-small"])
def test_a_copy_of_a_hubs_model_is_known_by_its_path(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir(parents=True)
    assert choice.make(models.static(tmp_path / name)).query("钟楼")[QUERY] > 0.1


# -- a hub

NAME = "hangke-tests/multilingual-e5-tiny"


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has the libraries ask a hub at an address, and keep what they fetch in a folder of the test."""
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)

    def asking(address: str) -> None:
        monkeypatch.setattr(constants, "ENDPOINT", address)
        template = address + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)

    return asking


def test_a_download_that_breaks_off_is_told_and_taken_up_again(tmp_path: Path, at: Callable[[str], None]) -> None:
    folder, home = Path(models.static(tmp_path / "model")), tmp_path / "home"
    with models.hub(NAME, folder, lacking=".safetensors") as (address, _):
        at(address)
        with pytest.raises(LibraryError, match=rf"{NAME}: it cannot be had from {address}.*HF_ENDPOINT"):
            HubModel(NAME, home).check()
    with pytest.raises(LibraryError, match="it cannot be had from"):
        HubModel(NAME, home).check()  # half a model is none
    with models.hub(NAME, folder) as (address, asked):
        at(address)
        assert HubModel(NAME, home).query("钟楼")[QUERY] > 0.1
        assert not [path for path in asked if path.endswith("/modules.json")], "what was fetched is not fetched again"


def test_the_hub_is_asked_once_until_a_renewal(tmp_path: Path, at: Callable[[str], None]) -> None:
    folder, home = Path(models.static(tmp_path / "model")), tmp_path / "home"
    with models.hub(NAME, folder) as (address, asked):
        at(address)
        HubModel(NAME, home).check()
        version = HubModel(NAME, home).version
        models.static(folder, extra=2)
        asked.clear()
        again = HubModel(NAME, home)
        assert (again.version, again.query("钟楼").shape) == (version, (len(KNOWN),))
        assert asked == []
        again = HubModel(NAME, home)
        again.renew()
        assert again.version != version
        assert again.query("钟楼").shape == (len(KNOWN) + 2,)


def test_a_hub_without_that_model_is_told(tmp_path: Path, at: Callable[[str], None]) -> None:
    with models.hub(NAME, tmp_path) as (address, _):
        at(address)
        assert "has no such model" in refusal("hangke-tests/another")


# -- states


def test_the_version_is_that_of_the_files(tmp_path: Path) -> None:
    folder = models.static(tmp_path / "model")
    version = HubModel(folder).version
    assert HubModel(folder).version == version
    models.static(Path(folder), extra=2)
    assert HubModel(folder).version != version


@pytest.mark.parametrize("name", ["config_sentence_transformers.json", "modules.json"])
def test_a_setting_changed_is_another_version(tmp_path: Path, name: str) -> None:
    folder = Path(models.static(tmp_path / "model"))
    version = HubModel(str(folder)).version
    (folder / name).write_text((folder / name).read_text("utf-8").replace("{", "{ ", 1), "utf-8")
    assert HubModel(str(folder)).version != version


def test_weights_written_anew_are_another_version(tmp_path: Path) -> None:
    folder = Path(models.static(tmp_path / "model"))
    version = HubModel(str(folder)).version
    weights = next(folder.rglob("*.safetensors"))
    os.utime(weights, ns=(1, 1))
    assert HubModel(str(folder)).version != version


def test_a_changed_model_mixes_no_old_vectors_with_new(tmp_path: Path) -> None:
    folder, home = models.static(tmp_path / "model"), tmp_path / "home"
    assert HubModel(folder, home).embed(["浮标", "钟楼"]).shape == (2, len(KNOWN))
    models.static(Path(folder), extra=3)
    assert HubModel(folder, home).embed(["浮标", "渡船"]).shape == (2, len(KNOWN) + 3)
    HubModel(folder, home).keep(["浮标", "渡船"])
    assert len(list((home / "vectors").glob("*/*/"))) == 1, "the old ones are no use"


def test_names_of_folders_are_kept_from_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models" / "mine").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    full = str(tmp_path / "models" / "mine")
    for name in ("models/mine", "./models/mine", "models/../models/mine/", "~/models/mine"):
        assert embedders.full_name(name) == full
    assert embedders.full_name("./not-there") == str(tmp_path / "not-there")
    assert embedders.full_name("intfloat/multilingual-e5-small") == "intfloat/multilingual-e5-small"
    assert embedders.full_name(embedders.BUILT_IN) == embedders.BUILT_IN


# -- refusals


def refusal(name: str) -> str:
    with pytest.raises(LibraryError) as caught:
        choice.make(name).check()
    message = str(caught.value)
    assert message.startswith(f"embedder {name}: ")
    assert f"--embedder {embedders.BUILT_IN}" in message
    assert "\n" not in message
    return message


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "no such folder" in refusal(str(tmp_path / "not-there"))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    models.need_torch()
    (tmp_path / "empty").mkdir()
    assert "no model" in refusal(str(tmp_path / "empty"))


@pytest.mark.parametrize("broken", ["*.safetensors", "modules.json", "tokenizer.json"])
def test_a_broken_model_is_refused(tmp_path: Path, broken: str) -> None:
    folder = Path(models.static(tmp_path / "model"))
    for path in folder.rglob(broken):
        path.write_bytes(b"{ broken")
    assert "no model" in refusal(str(folder))


def test_what_is_no_name_is_refused() -> None:
    assert "multilingual-e5-small" in refusal("not a/name")


def test_a_full_disk_in_a_download_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(snapshots, "_fetch", refused)
    assert "No space left" in refusal("hangke-tests/no-such-model")


def test_of_a_repository_what_is_needed_is_fetched() -> None:
    needed = ["1_Pooling/config.json", "2_Dense/pytorch_model.bin", "config.json", "model.safetensors", "vocab.txt"]
    others = ["onnx/model.onnx", "openvino/model.bin", "pytorch_model.bin", "tf_model.h5", "imgs/a.png", "x.onnx_data"]
    assert wanted(sorted(needed + others)) == needed
    assert wanted(["pytorch_model.bin", "config.json"]) == ["pytorch_model.bin", "config.json"]
