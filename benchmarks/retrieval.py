"""How high the right passage ranks: the legs of our search alone, fused, re-ranked, each part off in turn; and others.

On the development questions (the passage that holds the evidence, as the shared yardstick judges it) and on XQuAD
(the paragraph of the question, each added as a text of its own). All systems get the same passages, ours. Peers
that are not installed are left out; `pip install -e '.[bench]'` gets them.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import retrieval_peers as peers
from common import RESULTS, SHARED, texts, write
from tqdm import tqdm

from index.library import Library
from index.parts import Parts, rows
from index.types import Passage, passage_json
from ingest import reader
from qa import ranks
from qa.answerer import Answerer

DEPTH = 20  # passages that a system may find: a paragraph may be cut in several
XQUAD = SHARED / "data/xquad"
NOT_RUN = "the peers' vectors: the models that they name by default lie on a model hub"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """Questions over one library; `judge` tells the rank of the right passage for a question, 0 where it is none."""

    name: str
    library: Library
    questions: list[str]
    groups: list[str]
    judge: Callable[[int, list[Passage]], int]
    passages: list[Passage] = field(default_factory=list)

    def figures(self, search: Callable[[str], list[Passage]]) -> dict[str, ranks.Figures]:
        """The figures of a system by group."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, (question, group) in enumerate(zip(self.questions, self.groups, strict=True)):
            found[group].append(self.judge(number, search(question)))
        return {group: ranks.figures(each) for group, each in found.items()}


# ---- questions


def development(home: Path) -> Task:
    """The development questions that have an answer, over both real issues."""
    library = Library(home)
    for path in texts():
        library.add(reader.read(path), path)
    score = scorer(SHARED / "evals/score.py")
    records = [record for record in score.read(SHARED / "evals/dev.jsonl") if record["evidence"]]

    @cache
    def holds(number: int, passage: Passage) -> bool:
        record = records[number]
        return score.first_rank(record, record["evidence"][0], [passage_json(passage)]) is not None

    def judge(number: int, ranking: list[Passage]) -> int:
        return next((rank for rank, passage in enumerate(ranking, 1) if holds(number, passage)), 0)

    questions, groups = [record["question"] for record in records], [record["lang"] for record in records]
    return Task("dev", library, questions, groups, judge, library.passages())


def scorer(path: Path) -> ModuleType:
    """The shared yardstick as a module."""
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def xquad(home: Path) -> Task:
    """XQuAD's Chinese paragraphs, asked in Chinese and in English."""
    library = Library(home)
    contexts = [paragraph["context"] for paragraph in paragraphs("zh")]
    for number, context in enumerate(tqdm(contexts, desc="XQuAD", leave=False)):
        library.add(reader.read_text(context, _file(number), sha256=f"{number:064d}"))
    asked = [(f"{language}→zh", *each) for language in ("zh", "en") for each in _asked(language)]

    def judge(number: int, ranking: list[Passage]) -> int:
        sources = list(dict.fromkeys(passage.source_file for passage in ranking))
        right = asked[number][1]
        return sources.index(right) + 1 if right in sources else 0

    questions, groups = [question for _, _, question in asked], [group for group, _, _ in asked]
    return Task("XQuAD", library, questions, groups, judge, library.passages())


def paragraphs(language: str) -> list[Json]:
    data = json.loads((XQUAD / f"xquad.{language}.json").read_text("utf-8"))["data"]
    return [paragraph for article in data for paragraph in article["paragraphs"]]


def _asked(language: str) -> Iterator[tuple[str, str]]:
    """The file of the paragraph of each question, and the question."""
    for number, paragraph in enumerate(paragraphs(language)):
        yield from ((_file(number), qa["question"]) for qa in paragraph["qas"])


def _file(number: int) -> str:
    return f"paragraph-{number:03d}.txt"


# ---- systems


def ours(task: Task, parts: Parts) -> dict[str, ranks.Figures]:
    """Our ranking, the one that an answer is made from."""
    answerer = Answerer(task.library.only(parts))
    return task.figures(lambda question: [hit.passage for hit in answerer.ask(question, shown=DEPTH).hits])


def theirs(task: Task, build: peers.Build, cut: peers.Cut | None) -> dict[str, ranks.Figures]:
    """A peer's ranking of our passages, with all that we index of them."""
    search = build([_indexed(passage) for passage in task.passages], min(DEPTH, len(task.passages)), cut)
    return task.figures(lambda question: [task.passages[number] for number in search(question)])


def _indexed(passage: Passage) -> str:
    return "\n".join([passage.article, passage.section or "", " ".join(passage.authors), passage.text])


def compare(tasks: Sequence[Task], versions: dict[str, str]) -> Json:
    """A row a system: its figures by task and group."""
    systems: dict[str, Callable[[Task], dict[str, ranks.Figures]]] = {
        f"hangke: {name}": lambda task, parts=parts: ours(task, parts) for name, parts in rows().items()
    }
    for name in versions:
        *_, build = peers.ALL[name]
        systems[name] = lambda task, build=build: theirs(task, build, None)
        systems[f"{name}, jieba"] = lambda task, build=build: theirs(task, build, peers.jieba())
    return {name: {task.name: system(task) for task in tasks} for name, system in tqdm(systems.items(), desc="systems")}


def main() -> None:
    warnings.simplefilter("ignore")
    versions = peers.installed()
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        tasks = [development(Path(first)), xquad(Path(second))]
        systems = compare(tasks, versions)
        size = {task.name: len(task.passages) for task in tasks}
        for task in tasks:
            task.library.store.close()
    keep({"systems": systems, "passages": size, "versions": versions, "not run": NOT_RUN})


def keep(results: Json) -> None:
    """Write the results, unless those kept are of more peers: one run compares all."""
    kept = RESULTS / "retrieval.json"
    before = json.loads(kept.read_text("utf-8"))["versions"] if kept.exists() else {}
    if missing := sorted(set(before) - set(results["versions"])):
        print(json.dumps(results["systems"], ensure_ascii=False, indent=1))
        print(f"{kept.name} keeps its earlier run, which had {', '.join(missing)}", file=sys.stderr)
    else:
        write("retrieval", results)


if __name__ == "__main__":
    main()
