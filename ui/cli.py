"""The command line: parse, one call of the library, print."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Sequence
from importlib import metadata

from ingest.errors import HangkeError
from ingest.files import shown

PROGRAM = "hangke"
EXIT_FAILED, EXIT_USAGE = 1, 2
STORES = ("embedded", "milvus")
STYLES = ("gbt7714", "bibtex", "ris", "csl-json")


def parser() -> argparse.ArgumentParser:
    """The parser of every command; building it imports nothing heavy."""
    top = argparse.ArgumentParser(
        prog=PROGRAM, description="杭科问答: answers from a Chinese science-policy magazine, with proof."
    )
    top.add_argument("--version", action="version", version=f"{PROGRAM} {_version()}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--home", metavar="DIR", help="folder of the library (else HANGKE_HOME, else the user data folder)"
    )
    common.add_argument("--no-seed", action="store_true", help="start empty instead of with the digests that ship")
    common.add_argument("--json", action="store_true", help="print JSON")
    common.add_argument("--store", choices=STORES, help="what the library is kept in: embedded (files), or milvus")
    common.add_argument(
        "--milvus-uri",
        metavar="URI",
        help="http://HOST:19530, or a file ending in .db (milvus.db in the home folder); its token is read from"
        " HANGKE_MILVUS_TOKEN",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[common])

    _add(command("add", "add issues: PDF or text files, or folders of them"))
    command("list", "the issues in the library")
    command("articles", "tables of contents").add_argument("issue", nargs="?", help="id or name of one issue")
    _remove(command("remove", "remove one issue, or undo that"))
    _correct(command("correct", "correct by hand what was read of an article, or list what was corrected"))
    _ask(command("ask", "answer a question with citations"))
    _search(command("search", "rank passages"))
    _cite(command("cite", "where a quotation, even an inexact one, or a place such as 2020年第3期 第10页 stands"))
    command("policies", "the register of policy documents, by date").add_argument(
        "query", nargs="?", help="words of the title, the issuing body or the subject, or a year"
    )
    command("passages", "every passage").add_argument("issue", nargs="?", help="id or name of one issue")
    _figures(command("figures", "the ledger of figures: what is how much, where, when, and who says so"))
    _eval(command("eval", "score the library on question records"))
    command("feedback", "thumbs up and down as question records, JSON Lines with --json, for `hangke eval`")
    _embedder(command("train", "refit the built-in embedder on the library, or embed it with another"))
    _ui(command("ui", "the web app"))
    _mcp(command("mcp", "an MCP server over stdio, for assistants"))
    _user(command("user", "accounts of a shared app: user add NAME, user remove NAME, user list"))
    _page(command("page", "a picture of a PDF page, with the boxes of a passage or the reading order"))
    command("migrate", "copy the library into another store, and compare").add_argument(
        "--to", choices=STORES, required=True, help="the store to copy into; the other one stays as it is"
    )
    command("backup", "the library as one file, checked by sums").add_argument(
        "file", help="file to write; a former backup is replaced"
    )
    _restore(command("restore", "put the library of a backup in place"))
    _doctor(command("doctor", "what is installed and usable, whether the library is sound"))
    return top


def _add(command: argparse.ArgumentParser) -> None:
    command.add_argument("path", nargs="+", help="file or folder")
    command.add_argument("--title", help="name of the magazine, where the source does not tell")
    command.add_argument("--password", help="of a locked PDF")
    command.add_argument(
        "--jobs",
        type=_positive,
        default=1,
        metavar="N",
        help="processes that read files, or the pages of a single PDF (1)",
    )
    command.add_argument("--year", type=int, help="year of the issue")
    command.add_argument("--number", type=int, help="number of the issue")
    command.add_argument(
        "--replace", action="store_true", help="replace an issue of the same magazine, year and number"
    )
    _embedder(command)


def _remove(command: argparse.ArgumentParser) -> None:
    command.add_argument("issue", help="id or name of the issue")
    command.add_argument("--undo", action="store_true", help="put back the issue last removed or replaced of that name")


def _correct(command: argparse.ArgumentParser) -> None:
    command.add_argument("issue", help="id or name of the issue")
    command.add_argument(
        "article",
        nargs="?",
        help="its number in the table of contents, from 1, or its title; without it all are listed",
    )
    command.add_argument("--title", help="its title")
    command.add_argument("--authors", type=_names, metavar="A,B", help="its authors, parted by commas; '' for none")
    command.add_argument("--pages", type=_pages, metavar="3-7", help="its first and last printed page")
    command.add_argument("--order", type=_positive, metavar="N", help="its number in the table of contents, from 1")
    command.add_argument("--undo", action="store_true", help="take back what was corrected of it")


def _ask(command: argparse.ArgumentParser) -> None:
    command.add_argument("question", nargs="?", help="the question, in Chinese or English")
    command.add_argument(
        "--batch", metavar="FILE", help="one question a line: plain text, or JSON Lines with `question`"
    )
    _style(command)
    command.add_argument(
        "--history", metavar="FILE", help="the dialogue before it: JSON or JSON Lines, `question` and `answer` a turn"
    )
    _filters(command)
    _embedder(command)
    _reranker(command)
    _llm(command)


def _search(command: argparse.ArgumentParser) -> None:
    command.add_argument("query", help="words to look for")
    command.add_argument("-k", type=_positive, default=10, metavar="N", help="how many passages (10)")
    _style(command)
    _filters(command)
    _embedder(command)
    _reranker(command)


def _cite(command: argparse.ArgumentParser) -> None:
    command.add_argument("text", help="a quotation, a paraphrase, a reference, or an issue and a page")
    _style(command, "gbt7714")
    _embedder(command)


def _style(command: argparse.ArgumentParser, default: str | None = None) -> None:
    told = f" ({default})" if default else ""
    command.add_argument("--style", choices=STYLES, default=default, help=f"references in this style{told}")


def _figures(command: argparse.ArgumentParser) -> None:
    command.add_argument("query", nargs="?", help="what the figures are of; without it all are listed")
    command.add_argument("-k", type=_positive, default=20, metavar="N", help="how many figures of a query (20)")
    command.add_argument("--conflicts", action="store_true", help="only figures that contradict each other")


def _eval(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", help="question records, JSON Lines")
    command.add_argument(
        "--parts", action="store_true", help="also score BM25 and vectors alone, and the search with each part off"
    )
    command.add_argument("--plot", metavar="FILE", help="draw the risk–coverage and the calibration curve as a PNG")
    _embedder(command)
    _reranker(command)


def _ui(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    command.add_argument("--port", type=_port, default=7860, help="port (7860)")
    command.add_argument(
        "--root-path",
        type=_root_path,
        help="path under which a proxy serves the app, or the full URL that visitors see",
    )
    command.add_argument("--auth", metavar="FILE", help="accounts that may log in; `hangke user add` makes them")
    command.add_argument("--open", action="store_true", help="allow another host than loopback without accounts")
    command.add_argument("--mcp", action="store_true", help="also serve assistants: an MCP server at /gradio_api/mcp")
    _embedder(command)
    _reranker(command)
    _llm(command)


def _mcp(command: argparse.ArgumentParser) -> None:
    command.add_argument("--read-only", action="store_true", help="offer no tool that changes the library")
    _embedder(command)
    _reranker(command)
    _llm(command)


def _user(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True, help="add, remove or list")
    adding = actions.add_parser("add", help="make an account, or give it a new password and role")
    removing = actions.add_parser("remove", help="remove an account; its sessions end at once")
    listing = actions.add_parser("list", help="the accounts and their roles")
    for action in (adding, removing):
        action.add_argument("name", metavar="NAME", help="name to log in with")
    adding.add_argument(
        "--role", choices=("reader", "editor"), default="reader", help="only editors change the library (reader)"
    )
    for action in (adding, removing, listing):
        action.add_argument("--auth", metavar="FILE", required=True, help="the file of accounts")
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")


def _page(command: argparse.ArgumentParser) -> None:
    command.add_argument("issue", help="id or name of the issue")
    command.add_argument("number", type=_positive, metavar="N", help="page of the PDF, from 1")
    command.add_argument("--png", metavar="FILE", required=True, help="where the picture is written")
    command.add_argument("--password", help="of a locked PDF")
    what = command.add_mutually_exclusive_group()
    what.add_argument("--passage", metavar="ID", help="box this passage; `hangke passages` tells the ids")
    what.add_argument("--order", action="store_true", help="number the lines in the reading order found")


def _restore(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", help="what `hangke backup` wrote")
    command.add_argument("--replace", action="store_true", help="put it in the place of the library that is there")


def _doctor(command: argparse.ArgumentParser) -> None:
    command.add_argument("issue", nargs="?", help="id or name of one issue, to list its doubtful pages")
    command.add_argument("--repair", action="store_true", help="rebuild what can be rebuilt")


def _filters(command: argparse.ArgumentParser) -> None:
    command.add_argument("--issue", help="only this issue")
    command.add_argument("--year-from", type=int, help="only issues of this year or later")
    command.add_argument("--year-to", type=int, help="only issues of this year or earlier")
    command.add_argument("--author", help="only articles by this author")
    command.add_argument("--article", help="only the article of this title, or of one with this in it")
    command.add_argument("--section", help="only articles of this section of the magazine")


def _embedder(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--embedder", metavar="NAME_OR_PATH", help="static (built in), or a sentence-transformers model"
    )


def _reranker(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--reranker", metavar="NAME_OR_PATH", help="linear (built in), or a cross-encoder of sentence-transformers"
    )


def _llm(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--llm",
        metavar="URL",
        help="OpenAI-compatible address of a language model that words answers; its key is read from HANGKE_LLM_KEY",
    )
    command.add_argument("--llm-model", metavar="NAME", help="the model's name at that address")


def _port(text: str) -> int:
    if not text.isdecimal() or not int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text}: give a port from 0 to 65535")
    return int(text)


def _root_path(text: str) -> str:
    if not re.fullmatch(r"(?:https?://[^/\s?#]+)?(?:/[^\s?#]*)?", text):
        raise argparse.ArgumentTypeError(f"{text}: give a path such as /hangke, or the full URL that visitors see")
    return text.rstrip("/")


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text}: give a whole number from 1")
    return int(text)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split("[,，、;；]", text) if name.strip())


def _pages(text: str) -> tuple[int, int]:
    first, _, last = re.sub("[–—~～]", "-", text).partition("-")
    return _positive(first.strip()), _positive(last.strip() or first.strip())


def _version() -> str:
    try:
        return metadata.version(PROGRAM)
    except metadata.PackageNotFoundError:
        return "0 (not installed)"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 the request failed, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a question may hold bytes that are no text
    options = parser().parse_args(argv)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # for vectors this short, threads cost more than they give
    try:
        from ui import commands

        return commands.run(options)
    except HangkeError as error:
        print(f"{PROGRAM}: {shown(str(error))}", file=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        print(f"{PROGRAM}: stopped; the library holds what was finished before", file=sys.stderr)
        return EXIT_FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us is gone
        return EXIT_FAILED


if __name__ == "__main__":
    sys.exit(main())
