"""`train` and `--embedder` on the command line: chosen, refused, interrupted, out of reach, from a hub."""

from __future__ import annotations

from pathlib import Path

import models
import pytest
from program import told

from index.embedders import BUILT_IN
from index.hub import HubModel
from index.library import Library

QUESTION = "潮汐钟楼什么时候重新报时？"
ANSWER = "2029年9月3日"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(models.static(tmp_path / "model"))


def own(home: Path) -> str:
    return Library(home).store.meta()["embedder"]


def test_train_refits_the_built_in_embedder(run, home: Path) -> None:
    done = run("train")
    assert (done.status, done.err) == (0, "")
    assert list(done.object) == ["embedder", "passages", "dimensions", "elapsed_ms"]
    assert done.object["embedder"] == BUILT_IN == own(home)
    assert done.object["passages"] == len(run("passages").objects) > 0


def test_train_takes_a_model_and_the_library_remembers_it(run, home: Path, folder: Path) -> None:
    done = run("train", "--embedder", folder)
    assert done.status == 0
    assert done.object["embedder"] == str(folder) == own(home)
    assert done.object["dimensions"] == len(models.KNOWN)
    asked = run("ask", QUESTION)
    assert (asked.status, asked.err) == (0, "")
    assert asked.object["embedder"] == str(folder)
    assert ANSWER in asked.object["answer"]
    assert run("train").object["embedder"] == BUILT_IN == own(home)


@pytest.mark.parametrize("command", [["ask", QUESTION], ["search", "钟楼"], ["add", "LATER"]])
def test_other_commands_choose_too(run, home: Path, folder: Path, later: Path, command: list[str]) -> None:
    done = run(*[str(later) if word == "LATER" else word for word in command], "--embedder", folder)
    assert done.status == 0
    assert own(home) == str(folder)
    assert done.err.splitlines() == [f"embedding the library with {folder} instead of {BUILT_IN}"]
    assert run("ask", QUESTION).object["embedder"] == str(folder)


def test_the_environment_chooses_for_commands_that_search(
    run, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANGKE_EMBEDDER", str(folder))
    assert run("list").status == 0
    assert own(home) == BUILT_IN
    assert run("ask", QUESTION).object["embedder"] == str(folder) == own(home)


def test_a_path_from_where_one_stands_is_kept_from_the_root(
    run, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert run("train", "--embedder", folder.name).status == 0
    assert own(home) == str(folder)


@pytest.mark.parametrize("command", [["train"], ["ask", QUESTION], ["search", "钟楼"], ["add", "LATER"]])
def test_a_model_that_cannot_be_had_changes_nothing(
    run, home: Path, later: Path, tmp_path: Path, command: list[str]
) -> None:
    before = told(home)
    words = [str(later) if word == "LATER" else word for word in command]
    done = run(*words, "--embedder", tmp_path / "not-there")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"hangke: embedder {tmp_path / 'not-there'}: no such folder; ")
    assert done.err.count("\n") == 1
    assert told(home) == before
    asked = run("ask", QUESTION)
    assert (asked.err, asked.object["embedder"]) == ("", BUILT_IN)
    assert ANSWER in asked.object["answer"]


@pytest.mark.parametrize("command", ["train", "ask"])
def test_nothing_is_built_for_a_model_that_cannot_be_had(process, tmp_path: Path, command: str) -> None:
    fresh = tmp_path / "fresh"
    options = [QUESTION] if command == "ask" else []
    done = process(command, *options, "--home", fresh, "--embedder", tmp_path / "not-there")
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert not fresh.exists()


def test_train_without_a_library_says_what_to_do(process, tmp_path: Path) -> None:
    done = process("train", "--home", tmp_path / "fresh", "--no-seed")
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert "hangke add" in done.err
    assert not (tmp_path / "fresh").exists()


@pytest.mark.parametrize(
    ("env", "remedy"),
    [({"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HUB_OFFLINE": "0"}, "HF_ENDPOINT"),
     ({"HF_HUB_OFFLINE": "1"}, "HF_HUB_OFFLINE")],
)  # fmt: skip
def test_a_hub_out_of_reach_is_told_in_a_line(process, home: Path, tmp_path: Path, env, remedy: str) -> None:
    models.need_torch()
    env |= {"HF_HOME": str(tmp_path / "hf")}
    before = told(home)
    done = process("train", "--embedder", "intfloat/multilingual-e5-small", **env)
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1, "and none of the libraries' own lines"
    assert remedy in done.err
    assert told(home) == before
    asked = process("ask", QUESTION, "--json", **env)
    assert (asked.err, asked.object["embedder"]) == ("", BUILT_IN)


def test_an_interruption_is_taken_up_again(run, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.vectors.PART", 2)
    encode, given = HubModel._encode, []

    def interrupted(model: HubModel, texts: list[str]):
        if len(given) == 4:
            raise KeyboardInterrupt
        given.extend(texts)
        return encode(model, texts)

    with monkeypatch.context() as patch:
        patch.setattr(HubModel, "_encode", interrupted)
        done = run("train", "--embedder", folder)
    assert (done.status, done.out) == (1, "")
    assert "stopped" in done.err
    assert own(home) == BUILT_IN
    assert run("ask", QUESTION).object["embedder"] == BUILT_IN
    given.clear()

    def watched(model: HubModel, texts: list[str]):
        given.extend(texts)
        return encode(model, texts)

    monkeypatch.setattr(HubModel, "_encode", watched)
    assert run("train", "--embedder", folder).object["passages"] == len(given) + 4


def test_a_model_out_of_reach_is_noted_and_the_built_in_one_answers(run, home: Path, folder: Path) -> None:
    assert run("train", "--embedder", folder).status == 0
    folder.rename(folder.with_name("elsewhere"))
    asked = run("ask", QUESTION)
    assert asked.status == 0
    assert asked.object["embedder"] == BUILT_IN
    assert ANSWER in asked.object["answer"]
    assert asked.err.startswith(f"embedder {folder}: no such folder; ")
    assert asked.err.count("\n") == 1
    health = run("doctor")
    finding = next(f for f in health.object["findings"] if f["what"] == "embedder")
    assert (health.status, finding["ok"]) == (1, False)
    assert str(folder) in finding["found"]
    folder.with_name("elsewhere").rename(folder)
    assert (run("ask", QUESTION).err, run("doctor").status) == ("", 0)


def test_a_library_that_cannot_be_written_is_asked_with_a_model_this_once(
    run, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "touch", refused)
        patch.setattr(Path, "mkdir", refused)
        patch.setattr("tempfile.mkdtemp", refused)
        done = run("ask", QUESTION, "--embedder", folder)
    assert done.status == 0
    assert done.object["embedder"] == str(folder)
    assert "this time only" in done.err
    assert own(home) == BUILT_IN


NAME = "tests/multilingual-e5-tiny"
LATER_ON = f"""
from ui import cli
assert cli.main(["ask", {QUESTION!r}, "--json"]) == 0
assert cli.main(["train", "--embedder", {NAME!r}, "--json"]) == 0
"""


def test_a_model_is_fetched_from_a_hub_once(process, home: Path, folder: Path, tmp_path: Path) -> None:
    weights = next(folder.rglob("*.safetensors"))
    weights.with_name("pytorch_model.bin").write_bytes(b"the weights again")
    (folder / "onnx").mkdir()
    (folder / "onnx" / "model.onnx").write_bytes(b"for another program")
    env = {"HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "0"}
    with models.hub(NAME, folder) as (address, asked):
        done = process("train", "--embedder", NAME, "--json", **env, HF_ENDPOINT=address)
    assert done.status == 0, done.err
    assert (done.object["embedder"], done.object["dimensions"]) == (NAME, len(models.KNOWN))
    assert done.err.splitlines() == [f"embedding the library with {NAME} instead of {BUILT_IN}"]
    fetched = {path.rsplit("/", 1)[-1] for path in asked if "/resolve/" in path}
    assert weights.name in fetched
    assert not fetched & {"model.onnx", "pytorch_model.bin"}
    without = process.python("-c", LATER_ON, **env, HF_ENDPOINT=address)
    assert (without.status, without.err) == (0, ""), "what was fetched needs no hub"
    assert [item["embedder"] for item in without.objects] == [NAME, NAME]
