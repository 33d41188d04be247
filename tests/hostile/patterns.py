"""Every pattern that the modules which read texts and questions hold, and texts made to lead each of them astray."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterable, Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

PACKAGES = ("ingest", "index", "qa")  # ui has none that meets a text of others
HEAVY = ("index.static.train",)  # it loads torch, and has no pattern
END = "\x00"  # after what is repeated: seldom part of a match, so that all ways to have one are tried
WITNESS = {op.CATEGORY_DIGIT: "1", op.CATEGORY_WORD: "a", op.CATEGORY_SPACE: " "}
COMMON = ("1", "a", " ", "中", "年", "、", "，", "（", "《")


class Slow(Exception):
    """A search took longer than it may."""


def patterns() -> dict[str, re.Pattern[str]]:
    """The patterns in the namespaces of our modules, by the place of each."""
    found: dict[str, re.Pattern[str]] = {}
    for name in PACKAGES:
        package = importlib.import_module(name)
        for info in pkgutil.walk_packages(package.__path__, f"{name}."):
            if info.name not in HEAVY:
                found |= {f"{info.name}.{key}": each for key, each in _held(importlib.import_module(info.name))}
    own = {each.pattern: place for place, each in reversed(found.items())}  # each once
    return {place: found[place] for place in own.values()}


def _held(module: Any) -> Iterator[tuple[str, re.Pattern[str]]]:
    for key, value in vars(module).items():
        values: Iterable[Any] = value if isinstance(value, tuple | list) else [value]
        values = value.values() if isinstance(value, dict) else values
        for number, each in enumerate(values):
            for part in each if isinstance(each, tuple) else (each,):
                if isinstance(part, re.Pattern) and isinstance(part.pattern, str):
                    yield f"{key}.{number}", part


def units(pattern: re.Pattern[str]) -> set[str]:
    """What to repeat: each character that the pattern names, and each of its repeated parts in its shortest words."""
    found: set[str] = set(COMMON)
    _collect(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG), found)
    return {unit for unit in found if unit}


def _collect(tree: Any, found: set[str]) -> None:
    for kind, value in tree:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            found.add("".join(map(_shortest, value[2])))
            _collect(value[2], found)
        elif kind is op.SUBPATTERN:
            _collect(value[3], found)
        elif kind is op.BRANCH:
            for branch in value[1]:
                _collect(branch, found)
        elif kind is op.ATOMIC_GROUP:
            _collect(value, found)
        elif kind in (op.LITERAL, op.IN):
            found.add(_shortest((kind, value)))


def _shortest(node: tuple[Any, Any]) -> str:
    """A short text that a part matches, as far as that can be told from the part alone."""
    kind, value = node
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.IN:
        return _member(value)
    if kind in (op.ANY, op.NOT_LITERAL):
        return "中"
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return "".join(map(_shortest, value[2])) * max(1, min(value[0], 4))
    if kind is op.SUBPATTERN:
        return "".join(map(_shortest, value[3]))
    if kind is op.BRANCH:
        return "".join(map(_shortest, value[1][0]))
    return ""


def _member(of: Any) -> str:
    """A character of a class."""
    if of[0][0] is op.NEGATE:
        return next(char for char in "中a1；~" if not any(_has(part, char) for part in of[1:]))
    kind, value = of[0]
    if kind is op.LITERAL:
        return chr(value)
    return chr(value[0]) if kind is op.RANGE else WITNESS.get(value, "中")


def _has(part: tuple[Any, Any], char: str) -> bool:
    kind, value = part
    if kind is op.LITERAL:
        return bool(ord(char) == value)
    if kind is op.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    return bool(WITNESS.get(value) == char) or (value is op.CATEGORY_WORD and char == "中")


def slowest(pattern: re.Pattern[str], length: int, limit: float) -> tuple[float, str]:
    """The longest time in seconds that a search takes in such a text, up to the limit, and what was repeated in it."""
    return max((_seconds(pattern, (unit * length)[:length] + END, limit), unit) for unit in sorted(units(pattern)))


def _seconds(pattern: re.Pattern[str], text: str, limit: float) -> float:
    began = time.process_time()
    signal.signal(signal.SIGVTALRM, _late)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        pattern.search(text)
        pattern.fullmatch(text)
    except Slow:
        return limit
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began


def _late(number: int, frame: Any) -> None:
    raise Slow
