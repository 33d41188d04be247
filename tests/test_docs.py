"""The documentation is tested: every command has help, and both readmes name it."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from ui import cli, commands

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")


def subparsers() -> argparse._SubParsersAction[argparse.ArgumentParser]:
    actions = [a for a in cli.parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return actions[0]


NAMES = sorted(subparsers().choices)


@pytest.fixture(params=READMES)
def readme(request: pytest.FixtureRequest) -> str:
    path = ROOT / request.param
    if not path.exists():
        pytest.skip(f"{request.param} is not written yet")
    return path.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help(name: str) -> None:
    told = {action.dest: action.help for action in subparsers()._choices_actions}
    assert told[name]
    for action in subparsers().choices[name]._actions:
        assert action.help, f"{name} {action.dest}"


def test_every_command_is_run_by_a_function() -> None:
    assert set(NAMES) == set(commands.COMMANDS)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_named_in_the_readme(readme: str, name: str) -> None:
    assert re.search(rf"hangke {name}\b", readme) or f"`{name}" in readme


def test_the_readme_names_no_command_that_is_not_there(readme: str) -> None:
    code = re.findall(r"```.*?```", readme, re.DOTALL)
    told = set(re.findall(r"^\s*(?:\$ )?hangke ([a-z]+)\b", "\n".join(code), re.MULTILINE))
    assert told <= set(NAMES)
