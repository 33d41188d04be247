"""The wire to a language model: chat completions of any OpenAI-compatible address, streamed.

The key goes into one header of one request and nowhere else: redirects are not followed, and no word of a reply that
failed is repeated, for servers quote keys in their errors.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any
from urllib.parse import SplitResult, urlsplit

from ingest.errors import ModelError

INSTALL = "pip install 'hangke[llm]'"
PATH = "/chat/completions"
SECONDS = 120.0  # of a reply in all
CONNECT_SECONDS = 10.0
MAX_BYTES = 2 << 20  # of a reply: some hundred bytes of JSON come with each piece
REASONS = {
    400: "it refuses the request (is that the name of a chat model?)",
    401: "it refuses the key; set HANGKE_LLM_KEY to one of its own",
    403: "it refuses the key; set HANGKE_LLM_KEY to one of its own",
    404: "it knows no such address or model; many addresses end in /v1",
    429: "it takes no more requests now; ask again later",
}

Messages = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible address (`http://localhost:11434/v1`), the model there, and the key that it asks for.

    Raises ModelError where the address is none, or the key or the model cannot be sent.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = SECONDS

    def __post_init__(self) -> None:
        parts = _parts(self.url)
        if parts is None or parts.query or parts.fragment:
            raise ModelError(f"--llm: {_shown(self.url)} is no address of a model; give http(s)://HOST/v1")
        if parts.username or parts.password:
            raise ModelError("--llm: no name or key in the address; set HANGKE_LLM_KEY")
        if not self.model.strip():
            raise ModelError(f"--llm {self.url}: which model? say --llm-model NAME, or set HANGKE_LLM_MODEL")
        if not (self.key.isascii() and self.key.isprintable()):
            raise ModelError("HANGKE_LLM_KEY: it holds characters that no key has; set it anew")

    @property
    def host(self) -> str:
        """Host and port, to be told."""
        return urlsplit(self.url).netloc

    @property
    def target(self) -> str:
        """Where requests go."""
        base = self.url.rstrip("/")
        return base if base.endswith(PATH) else base + PATH

    def check(self) -> None:
        """Raise ModelError where the extra is not installed."""
        if find_spec("httpx") is None or find_spec("httpx_sse") is None:
            raise ModelError(f"a language model needs the extra llm, which is not installed; {INSTALL}")

    @property
    def _headers(self) -> dict[str, str]:
        told = {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"}
        return told | ({"Authorization": f"Bearer {self.key}"} if self.key else {})

    def complete(self, messages: Messages) -> Iterator[str]:
        """The reply, piece by piece. Raises ModelError, whose message names the host and never the key."""
        self.check()
        import httpx

        body = {"model": self.model, "messages": messages, "temperature": 0, "stream": True}
        deadline = time.monotonic() + self.seconds
        timeout = httpx.Timeout(self.seconds, connect=min(self.seconds, CONNECT_SECONDS))
        hooks = {"response": [lambda response: _bound(response, deadline)]}
        with (
            self._translated(),
            httpx.Client(timeout=timeout, follow_redirects=False, event_hooks=hooks) as client,
            client.stream("POST", self.target, json=body, headers=self._headers) as response,
        ):
            self._accept(response)
            yield from _pieces(response)

    def _accept(self, response: Any) -> None:
        """Raise ModelError where a reply is none."""
        status: int = response.status_code
        if response.is_redirect:
            raise self._error("it sends on to another address; give that one, if you trust it")
        if status != 200:
            raise self._error(f"{REASONS.get(status, 'it fails')} (HTTP {status})")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise self._error("its reply is packed, unasked")

    def _error(self, reason: str) -> ModelError:
        return ModelError(f"the language model at {self.host}: {reason}")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """The errors of the libraries as ModelError."""
        import httpx
        import httpx_sse

        try:
            yield
        except (httpx.TimeoutException, _Late) as error:
            raise self._error(f"no whole reply within {self.seconds:g} s") from error
        except _TooMuch as error:
            raise self._error("its reply is longer than any answer") from error
        except httpx.ConnectError as error:
            raise self._error("it cannot be reached (is it running?)") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._error(f"the connection broke ({type(error).__name__})") from error
        except (httpx_sse.SSEError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise self._error("its reply is no chat completion") from error


class _Late(Exception):
    """The deadline passed while a reply came in."""


class _TooMuch(Exception):
    """A reply without end."""


def _bound(response: Any, deadline: float) -> None:
    """Let a reply end at a time and at a size, whoever reads it."""
    import httpx

    class Bounded(httpx.SyncByteStream):
        """The bytes of a reply, up to the bounds."""

        def __init__(self, stream: Any) -> None:
            self.stream = stream

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for chunk in self.stream:
                size += len(chunk)
                if size > MAX_BYTES:
                    raise _TooMuch
                if time.monotonic() > deadline:
                    raise _Late
                yield chunk

        def close(self) -> None:
            self.stream.close()

    response.stream = Bounded(response.stream)


def _pieces(response: Any) -> Iterator[str]:
    """The content of a streamed reply, or of a whole one from a server that does not stream."""
    import httpx_sse

    if "application/json" in response.headers.get("content-type", ""):
        yield _text(json.loads(response.read())["choices"][0]["message"]["content"])
        return
    for event in httpx_sse.EventSource(response).iter_sse():
        if event.data.strip() == "[DONE]":
            return
        for choice in json.loads(event.data)["choices"][:1]:
            yield _text((choice.get("delta") or {}).get("content") or "")
            if choice.get("finish_reason"):
                return
    raise ValueError("the stream ended before the reply did")


def _text(content: Any) -> str:
    if not isinstance(content, str):
        raise TypeError
    return content


def _parts(url: str) -> SplitResult | None:
    """The parts of a web address; None where it is none."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port or a bracket that is none
        return None
    return parts if sound else None


def _shown(url: str) -> str:
    """An address as it may be told: without a name or key in it."""
    return url.rpartition("@")[2].partition("?")[0][:80]
