"""The file of a dialogue: turns before a question, in any of the forms in which programs keep them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ingest import files
from ingest.errors import QuestionError
from qa.types import Turn

REMEDY = "give a JSON list or JSON Lines of objects with `question` and perhaps `answer`, or with `role` and `content`"


def read(name: str) -> list[Turn]:
    """The turns of a file: a JSON list, or JSON Lines; Answer objects and chat messages too.

    Raises QuestionError where the file cannot be read or holds something else.
    """
    try:
        text = files.text(Path(name))
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{name}: cannot be read as UTF-8 text ({error}); check the file") from error
    return turns(list(_objects(name, text)), name)


def turns(items: Sequence[Any], name: str) -> list[Turn]:
    """The turns of objects, `question` with perhaps `answer`, or messages of a chat; `name` tells what they are of."""
    found: list[dict[str, Any]] = []
    for number, item in enumerate(items, 1):
        told = item if isinstance(item, dict) else {}
        if isinstance(told.get("question"), str):
            found.append(told)
        elif isinstance(told.get("content"), str) and isinstance(told.get("role"), str):
            _hear(found, told["role"], told["content"])
        else:
            raise QuestionError(f"{name}, turn {number}: no turn of a dialogue; {REMEDY}")
    try:
        return [Turn.from_json(item) for item in found]
    except (AttributeError, TypeError, KeyError) as error:
        raise QuestionError(f"{name}: a turn is not what `hangke ask --json` prints ({error}); {REMEDY}") from error


def _hear(found: list[dict[str, Any]], role: str, content: str) -> None:
    """A message of a chat: the user's opens a turn, the assistant's answers it; others tell nothing."""
    if role == "user":
        found.append({"question": content})
    elif role == "assistant" and found:
        found[-1] |= {"answer": content}


def _objects(name: str, text: str) -> Iterable[Any]:
    """What a JSON document holds, or each line of JSON Lines."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        yield from (_line(name, number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())
        return
    yield from told if isinstance(told, list) else [told]


def _line(name: str, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"{name}, line {number}: no JSON ({error}); {REMEDY}") from error
