"""Who is logged in: gradio's tokens, as long as their accounts stand, and the door before all that it leaves open."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextvars import ContextVar

import anyio
from fastapi import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ingest.errors import TooManyTries
from ui.accounts import Account, Accounts, Role
from ui.guard import Refusal, is_upload

LONGEST = 7 * 86400.0  # seconds that a login lasts
MOST = 10_000
ADDRESS = ContextVar("ADDRESS", default="")  # where the request comes from that is being served
# What the page of the login needs; everything else is for those who are logged in.
OPEN = ("/assets/", "/static/", "/svelte/", "/login", "/theme.css", "/favicon.ico", "/robots.txt", "/manifest.json")


class Sessions(MutableMapping[str, str]):
    """Tokens and whose they are; one is gone once its account is, or has another password, or is a week old."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        self.accounts, self.clock = accounts, clock
        self._opened: OrderedDict[str, tuple[str, Account, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __getitem__(self, token: str) -> str:
        name, account, since = self._opened[token]
        now = self.accounts.get(name)
        if now is None or now.password != account.password or self.clock() - since > LONGEST:
            with self._lock:
                self._opened.pop(token, None)
            raise KeyError(token)
        return name

    def __setitem__(self, token: str, name: str) -> None:
        account = self.accounts.get(name)
        if account is None:
            return
        with self._lock:
            self._opened[token] = name, account, self.clock()
            while len(self._opened) > MOST:
                self._opened.popitem(last=False)

    def __delitem__(self, token: str) -> None:
        with self._lock:
            self._opened.pop(token, None)

    def __iter__(self) -> Iterator[str]:
        return (token for token in list(self._opened) if token in self)

    def __len__(self) -> int:
        return len(self._opened)


Check = Callable[[str, str], Awaitable[bool]]


def checking(accounts: Accounts) -> Check:
    """Checks of name and password, two at most at a time, beside the threads that answer; raises TooManyTries."""
    limiter = anyio.CapacityLimiter(2)

    async def check(name: str, password: str) -> bool:
        return await anyio.to_thread.run_sync(accounts.check, name, password, ADDRESS.get(), limiter=limiter)

    return check


def login(accounts: Accounts) -> Check:
    """What gradio asks at its login."""
    check = checking(accounts)

    async def told(name: str, password: str) -> bool:
        try:
            return await check(name, password)
        except TooManyTries as error:
            raise HTTPException(400, str(error)) from error  # of all states the login page shows this one

    return told


class Door:
    """ASGI middleware: only those logged in come in, only editors upload.

    gradio itself leaves some of its routes open, those of MCP among them. A program may log in as a page does, or
    send its name and password with each request (HTTP Basic).
    """

    def __init__(self, app: ASGIApp, sessions: Sessions, cookie: str) -> None:
        self.app, self.sessions = app, sessions
        self.cookies = f"access-token-{cookie}", f"access-token-unsecure-{cookie}"
        self.check = checking(sessions.accounts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass; raises Refusal, which the guard before it tells."""
        ADDRESS.set(_network(scope))
        if scope["type"] == "http" and not _is_open(scope["path"]):
            name = await self._name(HTTPConnection(scope))
            if name is None:
                raise Refusal(401, "请先登录。/ Not authenticated: log in first.")
            if is_upload(scope) and self.sessions.accounts.role(name) is not Role.EDITOR:
                raise Refusal(403, "只有编辑可以上传文件。/ Only editors may upload files.")
        await self.app(scope, receive, send)

    async def _name(self, connection: HTTPConnection) -> str | None:
        """Whose the request is."""
        for cookie in self.cookies:
            if name := self.sessions.get(connection.cookies.get(cookie, "")):
                return name
        return await self._basic(connection.headers.get("authorization", ""))

    async def _basic(self, header: str) -> str | None:
        """Who logs in by HTTP Basic; remembered, for the password takes long to check."""
        kind, _, told = header.partition(" ")
        if kind.lower() != "basic":
            return None
        token = f"basic {hashlib.sha256(told.encode()).hexdigest()}"
        if known := self.sessions.get(token):
            return known
        name, colon, password = _decoded(told).partition(":")
        try:
            if not colon or not await self.check(name, password):
                return None
        except TooManyTries as error:
            raise Refusal(429, str(error)) from error
        self.sessions[token] = name
        return name


def _decoded(told: str) -> str:
    try:
        return base64.b64decode(told, validate=True).decode("utf-8")
    except ValueError:  # no base64, no ASCII, no UTF-8
        return ""


def _network(scope: Scope) -> str:
    """The address that a request comes from; of version 6 the network, since a visitor has all addresses of his own."""
    host = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return str(host)
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))


def _is_open(path: str) -> bool:
    return path == "/" or path.startswith(OPEN)
