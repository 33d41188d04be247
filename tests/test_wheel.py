"""A built wheel, installed outside the checkout, answers a question: corpus and lexica are in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # that may be the checkout


@pytest.fixture(scope="module")
def hangke(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `hangke` of an environment that holds the wheel and, by path, the libraries of this one."""
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; it comes with the extra `dev`")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    venv.create(folder / "env", symlinks=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "env")]  # ours: to install another takes seconds
    wheel = next(folder.glob("*.whl"))
    subprocess.run([*pip, "install", "-q", "--no-deps", str(wheel)], check=True, capture_output=True)
    site = next((folder / "env/lib").glob("python*/site-packages"))
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder / "env/bin/hangke"


def run(hangke: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = ENVIRONMENT | {"HANGKE_HOME": str(home / "library")}
    return subprocess.run([hangke, *arguments], cwd=home, env=environment, capture_output=True, text=True, check=True)


def test_answers_from_the_digests_that_ship(hangke: Path, tmp_path: Path) -> None:
    done = run(hangke, tmp_path, "ask", "银杏谷资本的发起人有哪些？", "--json")
    answer = json.loads(done.stdout)
    assert answer["status"] == "answered"
    assert answer["citations"]
    assert all(citation["digest"] for citation in answer["citations"])
    assert "士兰微电子" in answer["answer"] + "".join(c["quote"] for c in answer["citations"])
    assert "杭科问答样刊" in done.stderr


def test_runs_from_the_wheel_not_from_the_checkout(hangke: Path, tmp_path: Path) -> None:
    code = "import ingest, index, qa, ui, corpus; print(*(m.__file__ for m in (ingest, index, qa, ui, corpus)))"
    python = hangke.with_name("python")
    command = [python, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    found = done.stdout
    assert str(ROOT) + "/" not in found
    assert found.count("site-packages") == 5


def test_tells_its_version(hangke: Path, tmp_path: Path) -> None:
    assert run(hangke, tmp_path, "--version").stdout.strip() == "hangke 0.1.0"
