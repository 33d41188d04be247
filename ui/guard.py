"""What stands before the app: who may ask from where, how much may be sent, what a browser is told to do with it."""

from __future__ import annotations

import html
import ipaddress
import json
import math
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MIB = 2**20
BODY = 4 * MIB  # of a request that uploads nothing
SLACK = MIB // 2  # what stands around the files of an upload
PATIENCE = 8 * MIB  # that are read over of what is too much, or as much again as may be sent
UPLOAD = "/gradio_api/upload"
SAFE = ("GET", "HEAD", "OPTIONS")
OWN = ("same-origin", "none")  # what a browser says of a request by the page itself, or by the visitor
# The page may load from where it came from and from nowhere else, whatever a source says.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; object-src 'none';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
    " worker-src 'self' blob:; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
CORS = b"access-control-allow-"
SAME_SITE = re.compile(rb";\s*samesite=\w+", re.IGNORECASE)
CARDS = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')  # for other sites, some on a third one

SIGN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f766e"/>'
    '<text x="16" y="23" font-size="20" text-anchor="middle" fill="#fff">杭</text></svg>'
)
ICON = f'<link rel="icon" href="data:image/svg+xml,{quote(SIGN)}" />'.encode()
LOGIN = b'>window.gradio_config = {"auth_required":true'
ENDPOINTS = re.compile(rb"(window\.gradio_api_info = )[^<]*(;</script>)")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the guard goes by: `hosts` are the names that a request may ask for, None for any."""

    hosts: frozenset[str] | None = frozenset({"localhost"})
    root_path: str = ""
    origin: str | None = None
    upload: int = 200 * MIB

    @classmethod
    def of(cls, names: Iterable[str] | None, root_path: str | None, upload: int) -> Rules:
        """Rules for an app with these names, None where they are not known; a root path may be a full URL.

        Where it is a path only, the public name is not known either.
        """
        told = urlsplit(root_path or "")
        if names is None or (root_path and not told.hostname):
            hosts = None
        else:
            hosts = frozenset(name.lower() for name in (*names, told.hostname) if name)
        return cls(hosts, told.path.rstrip("/"), told.netloc.lower() or None, upload)


class Refusal(MultiPartException):
    """A request that is not served; to whoever reads an upload a broken one, so that it takes its files away."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail

    def told(self, plain: bool) -> tuple[bytes, bytes]:
        """Kind and words of the response: of a refused upload the page shows the body as it is, else it reads JSON."""
        if plain:
            return b"text/plain; charset=utf-8", self.detail.encode()
        return b"application/json", json.dumps({"detail": self.detail}, ensure_ascii=False).encode()


def is_upload(scope: Scope) -> bool:
    """Whether a request uploads files."""
    return bool(scope["path"].rstrip("/") == UPLOAD)


class Guard:
    """ASGI middleware: see the functions below for what it refuses."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app, self.rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass, with the headers that protect it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            scope = _below(scope, self.rules.root_path)
            await self._serve(scope, Exchange(receive, send, is_upload(scope)))
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _serve(self, scope: Scope, exchange: Exchange) -> None:
        headers = Headers(scope=scope)
        try:
            _demand_host(headers, self.rules)
            _demand_origin(scope, headers, self.rules)
            exchange.most = _most(scope, self.rules)
            _demand_length(headers, exchange.most)
            await self.app(scope, exchange.receive, exchange.send)
        except Refusal as refusal:
            await exchange.refuse(refusal)


@dataclass(slots=True)
class Exchange:
    """One request and its response: what comes in is counted, what goes out gets headers."""

    from_client: Receive
    to_client: Send
    uploads: bool
    most: int = 0
    received: int = 0
    started: bool = False
    refused: bool = False
    ended: bool = False
    tail: bytes = b""
    hangs_up: bool = False  # after a refusal, instead of reading on

    async def receive(self) -> Message:
        """The next part of the request; raises Refusal where it is more than may be sent, or an upload breaks off."""
        message = await self.from_client()
        body = message.get("body", b"")
        self.received += len(body)
        try:
            if self.received > self.most:
                await self._pass_over(message)
                self.ended = True
                raise _too_much(self.most)
            if self.uploads and not self.ended:
                self._follow(message, body)
        except Refusal as refusal:
            await self.refuse(refusal)  # here, for the app could take it for its own error
            raise
        return message

    async def _pass_over(self, message: Message) -> None:
        """Read on for a while, for a browser that is cut off in a sentence hears no reason; then hang up."""
        left = max(PATIENCE, self.most)
        while message.get("more_body") and left > 0:
            message = await self.from_client()
            left -= len(message.get("body", b""))
        self.hangs_up = bool(message.get("more_body"))

    def _follow(self, message: Message, body: bytes) -> None:
        """Raise Refusal where an upload ends before its form does."""
        self.tail = (self.tail + body)[-8:]
        self.ended = not message.get("more_body")
        if self.ended and not self.tail.rstrip(b"\r\n").endswith(b"--"):
            raise Refusal(400, "上传中断，请重传。/ The upload broke off; send it again.")

    async def send(self, message: Message) -> None:
        """The next part of the response, unless the request was refused."""
        if self.refused:
            return
        if message["type"] == "http.response.start":
            self.started = True
            if self.uploads and not self.ended and message["status"] >= 400:  # gradio has counted too, file by file
                await self._pass_over({"more_body": True})
            kept = [_header(*pair) for pair in message.get("headers", []) if not pair[0].lower().startswith(CORS)]
            kept += [(b"connection", b"close")] * self.hangs_up
            message = {**message, "headers": [*kept, *HEADERS]}
        await self.to_client(message)

    async def refuse(self, refusal: Refusal) -> None:
        """Say why, once, and unless an answer has begun."""
        if not self.started:
            kind, body = refusal.told(self.uploads)
            headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
            await self.send({"type": "http.response.start", "status": refusal.status, "headers": headers})
            await self.send({"type": "http.response.body", "body": body})
        self.refused = True


def _header(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header as it goes out: a cookie is sent to no other site's request."""
    if name.lower() != b"set-cookie":
        return name, value
    return name, SAME_SITE.sub(b"", value) + b"; SameSite=lax"


def _demand_host(headers: Headers, rules: Rules) -> None:
    """Refuse a foreign name that leads to this machine (DNS rebinding); an address leads nowhere else."""
    host = headers.get("host", "")
    if rules.hosts is not None and not _is_address(name := _name(host)) and name not in rules.hosts:
        raise Refusal(
            403,
            f"{host}: 不是本应用的地址。/ Not a name of this app; behind a proxy start it with --root-path URL, the"
            " address that visitors see.",
        )


def _demand_origin(scope: Scope, headers: Headers, rules: Rules) -> None:
    """Refuse what another site's page sends or reads with a visitor's rights; programs tell no origin."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    changes = scope["method"] not in SAFE or scope["path"].endswith("/logout")
    if site is not None:
        foreign = site not in OWN and (changes or origin is not None)
    else:
        own = {_address(each) for each in (headers.get("host"), headers.get("x-forwarded-host"), rules.origin) if each}
        foreign = origin is not None and _address(origin.partition("://")[2]) not in own
    if foreign:
        raise Refusal(
            403,
            f"{origin or site}: 不接受其他网站的请求。/ Another site; behind a proxy pass the Host on, or start with"
            " --root-path URL, the address that visitors see.",
        )


def _most(scope: Scope, rules: Rules) -> int:
    """The bytes that a request may have."""
    return rules.upload + SLACK if is_upload(scope) else BODY


def _told(headers: Headers) -> float:
    """The bytes that a request says it has, 0 where it does not say."""
    told = headers.get("content-length", "0")
    return int(told) if told.isdecimal() and len(told) < 20 else math.inf


def _demand_length(headers: Headers, most: int) -> None:
    """Raise Refusal where a request says that it has more bytes than it may."""
    if _told(headers) > most:
        raise _too_much(most)


def _too_much(most: int) -> Refusal:
    told = most // MIB
    return Refusal(413, f"一次最多可传{told} MB，请分次上传。/ At most {told} MB at once; send files one by one.")


def _below(scope: Scope, root_path: str) -> Scope:
    """The request as the app knows it, also from a proxy that leaves the root path before it."""
    path = scope["path"]
    if not root_path or not (path == root_path or path.startswith(f"{root_path}/")):
        return scope
    rest = path[len(root_path) :] or "/"
    return {**scope, "path": rest, "raw_path": scope.get("raw_path", b"")[len(root_path.encode()) :] or b"/"}


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _address(host: str) -> str:
    """Host and port in one form: the ports that a browser leaves out are left out."""
    first = host.partition(",")[0].strip().lower()
    return re.sub(r":(?:80|443)$", "", first)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine only, whatever its name; one that cannot be looked up is not."""
    try:
        told = socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False
    return bool(host) and all(ipaddress.ip_address(str(each[4][0]).partition("%")[0]).is_loopback for each in told)


class PageHead:
    """ASGI middleware for the page itself: takes from its head what names other sites, and says where it lies."""

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self.app, self.root_path = app, root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, pages with another head."""
        held: list[Message] = []

        async def send_page(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                held.append(message)
            elif not held:
                await send(message)
            else:
                held.append(message)
                if not message.get("more_body"):
                    await _send_page(held, self.root_path, send)

        await self.app(scope, receive, send_page)


def _is_page(start: Message) -> bool:
    return Headers(raw=start.get("headers", [])).get("content-type", "").startswith("text/html")


async def _send_page(held: list[Message], root_path: str, send: Send) -> None:
    start, *parts = held
    body = clean_head(b"".join(part.get("body", b"") for part in parts), root_path)
    headers = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
    await send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})


def clean_head(page: bytes, root_path: str) -> bytes:
    """A page with our icon and no cards for other sites; its parts lie below a root path, a slash behind it or not.

    A page that only lets one log in tells no endpoints.
    """
    head, script, rest = page.partition(b"<script")
    base = f'<base href="{html.escape(root_path)}/" />'.encode()
    head = CARDS.sub(b"", head).replace(b'<base href="./" />', base + ICON, 1)
    rest = rest.replace(b'href="/manifest.json"', b'href="./manifest.json"', 1)
    if rest.startswith(LOGIN):
        rest = ENDPOINTS.sub(rb'\1{"named_endpoints":{},"unnamed_endpoints":{}}\2', rest, count=1)
    return head + script + rest
