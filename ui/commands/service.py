"""The library looked after, and shown: embedding, the web app, pages, health."""

from __future__ import annotations

import argparse

from ingest.errors import QuestionError, SourceError
from ui import compose, doctor, show
from ui.accounts import Accounts
from ui.commands import common
from ui.guard import is_loopback
from ui.settings import Settings, limits, upload


def train(options: argparse.Namespace) -> int:
    """Embed the library anew."""
    with common.Bar("digests") as progress:
        told = compose.train(common.settings(options), progress=progress, embedding=common.Bar("embedding").step)
    common.emit(options, [told], show.trained)
    return 0


def ui(options: argparse.Namespace) -> int:
    """The web app."""
    accounts = _accounts(options)
    if not (accounts or options.open or is_loopback(options.host)):
        raise QuestionError(
            f"--host {options.host}: anyone who reaches that address could change the library; give --auth FILE"
            " (`hangke user add` makes it), say --open if that is meant, or leave --host out"
        )
    from ui import thrift
    from ui.quick import no_stubs

    thrift.begin()
    with no_stubs():
        from ui import serve

    access = serve.Access(options.root_path, accounts, upload(), options.mcp)
    library = common.library(options)
    generator = common.generator(options, library)
    serve.launch(library, options.host, options.port, access, limits(), generator)
    return 0


def _accounts(options: argparse.Namespace) -> Accounts | None:
    """The accounts that the options name; raises AccountsError where nobody could log in."""
    if options.auth is None:
        return None
    accounts = Accounts(options.auth)
    accounts.demand()
    return accounts


def page(options: argparse.Namespace) -> int:
    """A picture of a PDF page, with a passage boxed or the reading order drawn."""
    drawn = compose.picture(
        common.library(options), options.issue, options.number, options.passage, options.order, options.password or ""
    )
    try:
        drawn.save(options.png, format="PNG")
    except OSError as error:
        raise SourceError(f"{options.png}: {error.strerror or error}; choose another file for the picture") from error
    report = {"png": options.png, "issue_id": options.issue, "pdf_page": options.number, "size": list(drawn.size)}
    common.emit(options, [report], lambda item: item["png"])
    return 0


def examine(options: argparse.Namespace) -> int:
    """What is usable, and whether the library is sound; of an issue its doubtful pages."""
    settings = Settings.read(options.home, True)
    report = doctor.examine(settings, options.repair, options.issue)
    common.emit(options, [report], show.health)
    return 0 if report["sound"] else 1
