"""A server that speaks the protocol of chat completions, on loopback: replies and misbehaviour by script."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LINE = re.compile(r"^([a-z]{5}\.\d+) (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """A request: where, with what headers, what."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """What the user's message holds."""
        return str(self.body["messages"][1]["content"])

    @property
    def offered(self) -> dict[str, str]:
        """The sentences by id."""
        return dict(LINE.findall(self.prompt))

    def id(self, part: str) -> str:
        """The id of the first sentence that holds some words; of none an id that was never given."""
        return next((name for name, text in self.offered.items() if part in text), "zzzzz.1")


@dataclass(frozen=True)
class Reply:
    """A reply: pieces of content, or bytes as they are."""

    pieces: tuple[str, ...] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/event-stream"})
    raw: Callable[[], Iterator[bytes]] | None = None
    done: bool = True

    def chunks(self) -> Iterator[bytes]:
        """What goes over the wire."""
        if self.raw is not None:
            yield from self.raw()
            return
        for piece in self.pieces:
            yield event({"choices": [{"delta": {"content": piece}}]})
        if self.done:
            yield event({"choices": [{"delta": {}, "finish_reason": "stop"}]})
            yield b"data: [DONE]\n\n"


Script = Callable[[Asked], Reply]


def event(data: dict[str, Any]) -> bytes:
    """A server-sent event."""
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def whole(content: Any) -> Reply:
    """A reply of a server that does not stream."""
    body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
    return Reply(headers={"Content-Type": "application/json"}, raw=lambda: iter([body]))


def said(text: str) -> Reply:
    """A reply in pieces of three characters."""
    return Reply(tuple(text[i : i + 3] for i in range(0, len(text), 3)))


def endless(start: bytes = b"", pause: float = 0.0) -> Reply:
    """A reply that goes on for ever."""

    def chunks() -> Iterator[bytes]:
        yield start
        while True:
            time.sleep(pause)
            yield b"data: " + b"x" * (1 << 16) if not pause else b":\n\n"

    return Reply(raw=chunks)


class Speaker:
    """The server: `url`, the requests that came, and the script that answers them."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[Asked] = []
        self.url = ""


@contextmanager
def speaking(script: Script) -> Iterator[Speaker]:
    """A server that runs, and stops after."""
    speaker = Speaker(script)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(speaker))
    server.daemon_threads = True
    speaker.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield speaker
    finally:
        server.shutdown()
        server.server_close()


def _handler(speaker: Speaker) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            speaker.asked.append(Asked(self.path, dict(self.headers), body))
            reply = speaker.script(speaker.asked[-1])
            try:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for chunk in reply.chunks():
                    self.wfile.write(chunk)
                    self.wfile.flush()
            except OSError:
                pass  # whoever asked has heard enough

        def do_GET(self) -> None:
            speaker.asked.append(Asked(self.path, dict(self.headers), {}))
            self.send_error(405)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
