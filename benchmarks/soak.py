"""Eight clients at a real `hangke ui` for half an hour: no error, no leak, and the answers of a fresh process.

`python benchmarks/soak.py [--minutes 30]`. Six clients ask, search and cite through the app's endpoints and one through
its MCP server; one adds issues through the app, and takes others out and puts them back from another process, as
`hangke remove` does. The server runs on loopback, on a library of its own: the digests and short invented issues.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx
import psutil
from common import ROOT, write
from gradio_client import Client, handle_file
from invented import press

from index.library import Library

CLIENTS = 8
PAGES = 8  # of an issue that is added
RESIDENT, PASSING = 4, 6  # issues that stay, and that come and go
SAMPLE = 2.0  # seconds between two looks at the server
WARM, WINDOW = 0.2, 0.05  # shares of the time: when it is warm, and over how much a size is taken
GROWTH = 0.05  # of memory, at the most
QUESTIONS = (
    "杭州城市大脑管起多少个信号灯路口？", "云栖大会有什么亮点？", "杭州有哪些未来产业？", "区块链产业园在哪里？",
    "What is the goal of the Qiantang New Area?", "人工智能小镇有多少个项目？", "2018年杭州排在第几位？",
    "谁写了关于未来产业的文章？", "这个库里有哪些期刊？", "火星上有多少人？", "对比杭州和深圳的人工智能企业数量",
    "为什么要建研究院？",
)  # fmt: skip
QUERIES = ("人工智能", "量子 技术", "自动化码头", "补贴", "hydrogen price", "诺贝尔奖")
KINDS = ("ask", "search", "cite", "mcp ask", "add", "remove", "undo")  # that must have been seen
PLACES = ("2026年第1期 第10页", "杭州城市大脑管起128个信号灯路口", "城市大脑让高架道路的出行省下4.6分钟")

Json = dict[str, Any]
Call = Callable[..., Any]


@dataclass
class Log:
    """What the clients saw: seconds of each kind of request, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)

    def timed(self, kind: str, call: Callable[[], Any]) -> Any:
        """Call, and note how long it took or how it failed."""
        began = time.perf_counter()
        try:
            told = call()
        except Exception as error:
            self.errors[
                f"{kind}: {type(error).__name__}: {str(error).splitlines()[0][:200] if str(error) else ''}"
            ] += 1
            if os.environ.get("SOAK_TRACE"):
                traceback.print_exc()
            return None
        self.seconds[kind].append(time.perf_counter() - began)
        return told


@dataclass(frozen=True)
class Sample:
    """The server at a moment: its processes' memory in MB, open files, threads; files in its temp folder."""

    at: float
    memory: float
    files: int
    threads: int
    temporary: int


# -- the server


@contextmanager
def served(home: Path, temporary: Path) -> Iterator[tuple[psutil.Process, str]]:
    """`hangke ui` in a process of its own, and its address."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "GRADIO_ANALYTICS_ENABLED": "False"}
    command = [sys.executable, "-m", "ui.cli", "ui", "--port", "0", "--mcp", "--home", str(home)]
    with (temporary / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert server.stdout is not None
            line = next(line for line in server.stdout if line.startswith("hangke: http"))
            yield psutil.Process(server.pid), line.removeprefix("hangke: ").strip()
        finally:
            server.terminate()
            server.wait(30)


def sample(server: psutil.Process, temporary: Path, began: float) -> Sample:
    """A look at the server and the processes that it started."""
    tree = [server, *server.children(recursive=True)]
    memory = files = threads = 0
    for process in tree:
        try:
            memory, files = memory + process.memory_info().rss, files + process.num_fds()
            threads += process.num_threads()
        except psutil.NoSuchProcess:
            continue
    return Sample(time.monotonic() - began, memory / 2**20, files, threads, sum(1 for _ in temporary.rglob("*")))


# -- the clients


def connected(url: str) -> Client:
    """A client that waits longer than its own five seconds, since the machine may be busy with others."""
    return Client(url, verbose=False, httpx_kwargs={"timeout": 120})


def reader(url: str, log: Log, ends: float, seed: int) -> None:
    """Asks, searches and cites through the app's endpoints, with a new session now and then."""
    chance = random.Random(seed)
    while time.monotonic() < ends:
        client = log.timed("connect", partial(connected, url))
        for _ in range(40):
            if client is None or time.monotonic() > ends:
                break
            kind, call = chance.choice(_requests(client.predict, chance))
            log.timed(kind, call)
            time.sleep(chance.random() * 0.2)


def _requests(predict: Call, chance: random.Random) -> list[tuple[str, Callable[[], Any]]]:
    question, query, place = chance.choice(QUESTIONS), chance.choice(QUERIES), chance.choice(PLACES)
    return [
        *[("ask", lambda: predict(question, api_name="/ask"))] * 5,
        *[("search", lambda: predict(query, 10, api_name="/search"))] * 2,
        ("cite", lambda: predict(place, api_name="/cite")),
        ("figures", lambda: predict(query, 5, api_name="/figures")),
        ("policies", lambda: predict(query, api_name="/policies")),
        ("issues", lambda: predict(api_name="/issues")),
    ]


def assistant(url: str, log: Log, ends: float, seed: int) -> None:
    """Asks through the MCP server."""
    chance = random.Random(seed)
    heads = {"accept": "application/json, text/event-stream"}
    with httpx.Client(base_url=url, timeout=300, headers=heads, trust_env=False) as client:

        def ask(question: str) -> None:
            params = {"name": "ask", "arguments": {"question": question}}
            asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
            told = client.post("/gradio_api/mcp", json=asked).raise_for_status().json()
            if "result" not in told or told["result"].get("isError"):
                raise RuntimeError(str(told)[:200])

        while time.monotonic() < ends:
            log.timed("mcp ask", lambda: ask(chance.choice(QUESTIONS)))
            time.sleep(chance.random() * 0.2)


def editor(url: str, log: Log, ends: float, home: Path, files: list[Path]) -> None:
    """Adds issues through the app; removes them, and puts some back, from this process."""
    client, library = log.timed("connect", partial(connected, url)), Library(home)
    for path in itertools.cycle(files):
        report = log.timed("add", partial(client.predict, handle_file(str(path)), api_name="/add"))
        if report and report["status"] not in ("added", "unchanged"):
            log.errors[f"add: {report['status']}: {report['error']}"] += 1
        if report and report["issue_id"]:
            for kind, change in (("remove", library.remove), ("undo", library.put_back), ("remove", library.remove)):
                time.sleep(1)
                log.timed(kind, partial(change, report["issue_id"]))
        if time.monotonic() > ends:
            break
    library.store.close()


# -- the end


def same(client: Client, home: Path) -> Json:
    """Whether the server answers as a fresh process does on the same library."""
    fresh = _fresh(home)
    served = [client.predict(question, api_name="/ask") for question in QUESTIONS]
    differing = [
        question for question, *pair in zip(QUESTIONS, served, fresh, strict=True) if _bare(pair[0]) != _bare(pair[1])
    ]
    return {"questions": len(QUESTIONS), "differing": differing}


def _fresh(home: Path) -> list[Json]:
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(QUESTIONS))
        file.flush()
        command = [sys.executable, "-m", "ui.cli", "ask", "--batch", file.name, "--json", "--home", str(home)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=environment, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _bare(answer: Json) -> Json:
    return {name: told for name, told in answer.items() if name not in ("elapsed_ms", "library")}


def figures(log: Log, samples: list[Sample], seconds: float) -> Json:
    """What it comes to."""

    def size(name: str, since: float, of: Callable[[list[float]], float] = median) -> float:
        within = [getattr(s, name) for s in samples if since * seconds <= s.at <= (since + WINDOW) * seconds]
        return round(of(within), 1)

    def grown(name: str, of: Callable[[list[float]], float] = median) -> Json:
        warm, end = size(name, WARM, of), size(name, 1 - WINDOW, of)
        return {"warm": warm, "end": end, "growth": round(end / warm - 1, 4)}

    # each change of the library needs memory for a moment: what stays is the least that is seen
    table = {name: grown(name) for name in ("memory", "files", "threads", "temporary")}
    table["least memory"] = grown("memory", min)
    return {
        "minutes": round(seconds / 60, 1),
        "clients": CLIENTS,
        "requests": {kind: _told(each) for kind, each in sorted(log.seconds.items())},
        "errors": dict(log.errors),
        "server": table,
    }


def _told(seconds: list[float]) -> Json:
    slow = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return {"count": len(seconds), "p50_ms": round(median(seconds) * 1000), "p95_ms": round(slow * 1000)}


def soak(minutes: float, folder: Path) -> Json:
    """Run it."""
    home, temporary = folder / "home", folder / "tmp"
    temporary.mkdir()
    short = [folder / f"haiwan-{number}.txt" for number in range(RESIDENT + PASSING)]
    for number, path in enumerate(short):
        path.write_text(press().issue(number, PAGES), "utf-8")
    base = [*sorted((ROOT / "corpus").glob("*.txt")), *short[:RESIDENT]]
    command = [sys.executable, "-m", "ui.cli", "add", *map(str, base), "--jobs", "2", "--home", str(home)]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL)
    log, samples = Log(), list[Sample]()
    with served(home, temporary) as (server, url):
        began, seconds = time.monotonic(), minutes * 60
        ends = began + seconds
        threads = [threading.Thread(target=reader, args=(url, log, ends, seed)) for seed in range(CLIENTS - 2)]
        threads.append(threading.Thread(target=assistant, args=(url, log, ends, CLIENTS)))
        threads.append(threading.Thread(target=editor, args=(url, log, ends, home, short[RESIDENT:])))
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            if time.monotonic() < ends:
                samples.append(sample(server, temporary, began))
            time.sleep(SAMPLE)
        log.errors.update({f"no {kind} at all": 1 for kind in KINDS if kind not in log.seconds})
        told = figures(log, samples, seconds) | {"against a fresh process": same(connected(url), home)}
        time.sleep(10)
        server.cpu_percent()
        time.sleep(20)
        told["idle_cpu_percent"] = server.cpu_percent()
    told["log"] = (temporary / "server.log").read_text("utf-8").splitlines()[-60:]
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = soak(options.minutes, Path(folder))
    write("soak", told)
    differing = told["against a fresh process"]["differing"]
    if told["errors"] or differing or told["server"]["least memory"]["growth"] > GROWTH:
        sys.exit("not passed")


if __name__ == "__main__":
    main()
