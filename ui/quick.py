"""A quicker start of Gradio."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def no_stubs() -> Iterator[None]:
    """Import Gradio within: it then writes no stubs for editors beside its sources.

    It does so for each of its components whenever it is imported, which takes longer than all the rest of a start, and
    cannot be done in an installation that must not be written to. A class without a source file is left out.
    """
    real = inspect.getfile

    def getfile(of: Any) -> str:
        if type(of).__name__ == "ComponentMeta":
            raise OSError("no stubs are wanted")
        return real(of)

    inspect.getfile = getfile  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = real
