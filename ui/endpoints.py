"""The web app's endpoints for programs: its calls, as Gradio offers them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components.api_component import Api
from gradio.events import api
from gradio.utils import get_upload_folder

from ingest.errors import HangkeError, QuestionError
from ui.calls import READING, Calls
from ui.desk import Desk

MayEdit = Callable[[gr.Request], bool]
# Gradio fills it in, and no client sees it.
REQUEST = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=gr.Request)


class Blocks(gr.Blocks):
    """Blocks that fill in the defaults of what a raw request to an endpoint leaves out, as Gradio's own clients do.

    `calls` are what the endpoints call, on the library at the `desk`.
    """

    calls: Calls
    desk: Desk

    async def preprocess_data(self, block_fn: Any, inputs: list[Any], *rest: Any, **options: Any) -> Any:
        """What Gradio makes of the inputs of an event, once they are all there."""
        left_out = block_fn.inputs[len(inputs) :]
        if all(isinstance(each, Api) for each in left_out):
            inputs = [*inputs, *(each.value for each in left_out)]
        return await super().preprocess_data(block_fn, inputs, *rest, **options)


def anyone(request: gr.Request) -> bool:
    """Where there are no accounts, everyone may change the library."""
    return True


def wire(desk: Desk, may_edit: MayEdit = anyone) -> Calls:
    """The endpoints, each named after its command, `add` for those who `may_edit`; returns the calls behind them."""
    calls = Calls(lambda: desk, uploaded)
    for name in READING:
        api(_told(getattr(calls, name)), api_name=name)
    api(_told(_adding(calls, may_edit)), api_name="add")
    return calls


def _adding(calls: Calls, may_edit: MayEdit) -> Callable[..., dict[str, Any]]:
    """`add` of an uploaded file, as Gradio hands it over, with the request last.

    Its report has no path: Gradio's clients take an object with one for a file, and would fetch it instead.
    """

    @wraps(calls.add)
    def add(path: Any, *given: Any) -> dict[str, Any]:
        *options, request = given
        if not may_edit(request):
            raise QuestionError("only editors add issues; log in as one")
        place = str(path.get("path") if isinstance(path, dict) else path)
        return calls.add(place, *options) | {"path": None, "file": Path(place).name}

    own = inspect.signature(calls.add, eval_str=True)
    first, *others = own.parameters.values()
    asked = first.replace(annotation=gr.FileData), *others, REQUEST
    add.__signature__ = own.replace(parameters=asked)  # type: ignore[attr-defined]
    return add


def uploaded(path: str) -> Path:
    """A file that was uploaded to the app; raises QuestionError for any other, so that none can be read from afar."""
    try:
        file, folder = Path(path).resolve(), Path(get_upload_folder()).resolve()
        there = file.is_relative_to(folder) and file.is_file()
    except (OSError, ValueError):  # of what no system takes for a path
        there = False
    if not there:
        raise QuestionError(f"{path[-80:]!a}: no uploaded file; send it to /gradio_api/upload first")
    return file


def _told(call: Callable[..., Any]) -> Callable[..., Any]:
    """A call with its types as Gradio reads them, and an error of ours as the one line that clients are shown."""

    @wraps(call)
    def told(*given: Any) -> Any:
        try:
            return call(*given)
        except HangkeError as error:
            raise gr.Error(str(error), print_exception=False) from error

    signature = inspect.signature(call, eval_str=True)
    told.__signature__ = signature  # type: ignore[attr-defined]
    told.__annotations__ = {name: each.annotation for name, each in signature.parameters.items()}
    return told
