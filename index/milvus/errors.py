"""What pymilvus and the server say when they refuse, in our words: one line, with what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import LibraryError, LibraryFormat, LibraryUnreachable

SAID = 300  # characters of a foreign message
BARRED = re.compile("auth check failure|not authenticated|permission deny|PrivilegeNot", re.IGNORECASE)
ADDRESS = re.compile(r"//[^/@]*@")  # name and password in an address


@contextmanager
def translated(uri: str, kind: type[LibraryError] = LibraryError) -> Iterator[None]:
    """Around what calls pymilvus; raises `kind` where nothing more is known of what went wrong."""
    from grpc import RpcError
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except (MilvusException, RpcError, OSError, ValueError) as error:  # ValueError: an address that is none
        raise _told(shown(uri), error, kind) from error


def shown(uri: str) -> str:
    """An address without name and password."""
    return ADDRESS.sub("//", uri)


def _told(uri: str, error: Exception, kind: type[LibraryError]) -> LibraryError:
    """What went wrong, in one line; `kind` where nothing more is known of it."""
    said = " ".join(str(getattr(error, "message", "") or getattr(error, "details", str)() or error).split())[:SAID]
    if "milvus-lite is required" in said:
        return LibraryUnreachable(f"{uri}: Milvus Lite is not installed; install it with: pip install 'hangke[milvus]'")
    if "Open local milvus failed" in said:
        return LibraryUnreachable(
            f"{uri}: the Milvus Lite file cannot be opened: another process has it, or it is broken; Milvus Lite"
            " serves one process at a time, so end the other, or give the address of a Milvus server"
        )
    if "is illegal" in said or isinstance(error, ValueError):
        return LibraryUnreachable(f"{uri}: no address of Milvus; give http://HOST:19530, or a file that ends in .db")
    statuses = _statuses(error)
    if statuses & {"UNAUTHENTICATED", "PERMISSION_DENIED"} or BARRED.search(said):
        return LibraryUnreachable(f"{uri}: Milvus lets nobody in without the right token; set HANGKE_MILVUS_TOKEN")
    if "Fail connecting" in said or "UNAVAILABLE" in said or "DEADLINE" in said:
        return LibraryUnreachable(f"{uri}: no Milvus answers there; check the address, and that the server runs")
    if "UNIMPLEMENTED" in said or "UNIMPLEMENTED" in statuses:
        return LibraryFormat(f"{uri}: this Milvus lacks what hangke needs ({said}); upgrade it")
    return kind(f"{uri}: Milvus refused ({said}); the library stays as it was")


def _statuses(error: BaseException) -> set[str]:
    """The gRPC statuses of an error and of its causes, wherever pymilvus has put them; some are their own cause."""
    found: dict[int, BaseException] = {}
    left: list[BaseException | None] = [error]
    while left:
        each = left.pop()
        if each is not None and id(each) not in found:
            found[id(each)] = each
            left += [each.__cause__, each.__context__]
    codes = (getattr(each, "code", None) for each in found.values())
    return {str(getattr(code() if callable(code) else code, "name", code)) for code in codes}
