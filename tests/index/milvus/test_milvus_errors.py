"""What a Milvus says that refuses, in our words: answers of a server that speaks Milvus' protocol and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import grpc
import pytest
from pymilvus.grpc_gen import common_pb2, milvus_pb2, milvus_pb2_grpc

from index.milvus.client import Client, Place
from ingest.errors import LibraryError, LibraryFormat, LibraryUnreachable


class Server(milvus_pb2_grpc.MilvusServiceServicer):
    """Lets anyone connect who has the token, and tells its version."""

    def __init__(self, version: str, token: bool) -> None:
        self.version, self.token = version, token

    def Connect(self, request, context):  # noqa: N802 - as the protocol has it
        if self.token:
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "auth check failure, please check api key is correct")
        return milvus_pb2.ConnectResponse(status=common_pb2.Status(), server_info=common_pb2.ServerInfo())

    def GetVersion(self, request, context):  # noqa: N802
        return milvus_pb2.GetVersionResponse(status=common_pb2.Status(), version=self.version)

    def DescribeCollection(self, request, context):  # noqa: N802
        status = common_pb2.Status(code=65535, error_code=1, reason="etcd\nis  gone")
        return milvus_pb2.DescribeCollectionResponse(status=status)


@contextmanager
def serving(version: str = "v2.5.4", token: bool = False) -> Iterator[str]:
    server = grpc.server(ThreadPoolExecutor(2))
    milvus_pb2_grpc.add_MilvusServiceServicer_to_server(Server(version, token), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop(None)


def refused(uri: str, kind: type[LibraryError]) -> str:
    with pytest.raises(kind) as caught:
        Client(Place(uri)).has("records")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(uri)
    return str(caught.value)


def test_without_the_right_token() -> None:
    with serving(token=True) as uri:
        assert "HANGKE_MILVUS_TOKEN" in refused(uri, LibraryUnreachable)


def test_what_an_address_holds_of_a_login_is_not_told() -> None:
    with serving("v2.3.21") as uri, pytest.raises(LibraryFormat) as caught:
        Client(Place(uri.replace("//", "//root:Milvus@")))
    assert "Milvus@" not in str(caught.value)


def test_too_old() -> None:
    with serving("v2.3.21") as uri:
        assert "hangke needs 2.4" in refused(uri, LibraryFormat)


def test_lacking_what_is_asked_for() -> None:
    with serving() as uri:
        client = Client(Place(uri))
        with pytest.raises(LibraryFormat, match="upgrade it"):
            client.delete("records", "load == 1")


def test_failing_otherwise() -> None:
    with serving() as uri:
        assert "etcd is gone" in refused(uri, LibraryError)


def test_gone_in_the_middle() -> None:
    with serving() as uri:
        client = Client(Place(uri))
    with pytest.raises(LibraryUnreachable, match="no Milvus answers there"):
        client.has("records")
