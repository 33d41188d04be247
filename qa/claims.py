"""Claims: each sentence of an answer with the citations that it names, kept if they prove it, else cut whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from index import sentences
from index.types import Span
from qa.types import Citation

LISTED = r"\s*\d{1,3}(?:\s*[,，、–-]\s*\d{1,3})*\s*"
MARK = re.compile(rf"[\[［]({LISTED})[\]］]|【({LISTED})】|〔({LISTED})〕")  # 〔2017〕 is a year
RANGE = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
WORD = re.compile(r"\w")

Proves = Callable[[str, Sequence[Citation]], bool]


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of an answer: its text and citations, None and none where nothing is; how many claims it made."""

    text: str | None
    citations: tuple[Citation, ...]
    made: int
    proved: int

    @property
    def claims(self) -> dict[str, int]:
        """The object of CONTRACT."""
        return {"made": self.made, "proved": self.proved, "cut": self.made - self.proved}


@dataclass(frozen=True, slots=True)
class Mark:
    """Numbers of citations at a place of the text without marks."""

    at: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence at [start, end) of the text without marks; `stop` is where the next starts."""

    start: int
    end: int
    stop: int
    marks: tuple[Mark, ...]
    frame: bool = False

    def parts(self) -> Iterator[tuple[Span, tuple[int, ...]]]:
        """Stretches of the sentence, each up to its marks; what follows the last marks is theirs too."""
        start = self.start
        for place, mark in enumerate(self.marks):
            last = place == len(self.marks) - 1
            stop = self.end if last else max(start, min(mark.at, self.end))
            yield (start, stop), mark.numbers
            start = stop


def check(text: str, citations: Sequence[Citation], proves: Proves, frame: Collection[str] = ()) -> Checked:
    """Cut from an answer each sentence that its citations do not prove, and renumber what is left.

    A sentence is proved if it has a mark (`[1]`, `［1］`, `【1】`, `[1,2]`, `[1-3]`) and each stretch of it, up to its
    marks, is proved by the citations named there; a mark without a citation names nothing and is dropped. `frame` are
    the words of ours in the text (`共 5 项：`): computed, they need no proof, and a sentence of nothing else makes no
    claim and stays as long as a claim below it does.
    """
    known = {citation.n: citation for citation in citations}
    bare, marks = _bare(text, known)
    claims = [claim for claim in _claims(bare, marks, frame) if WORD.search(bare[claim.start : claim.end])]
    kept = [claim for claim in claims if claim.frame or _is_proved(claim, bare, known, proves, frame)]
    made = sum(not claim.frame for claim in claims)
    proved = sum(not claim.frame for claim in kept)
    if not proved:
        return Checked(None, (), made, 0)
    kept = [claim for place, claim in enumerate(kept) if not claim.frame or _leads(kept[place + 1 :])]
    order = {n: at for at, n in enumerate(dict.fromkeys(n for c in kept for m in c.marks for n in m.numbers), 1)}
    said = "".join(_written(claim, bare, order) for claim in kept)
    used = tuple(replace(known[n], n=at) for n, at in order.items())
    return Checked(re.sub(r"[ \t]+(?=\n|$)|(?<= ) +", "", said).strip(), used, made, proved)


def _leads(following: Sequence[Claim]) -> bool:
    """Whether a claim comes next, before another lead."""
    return bool(following) and not following[0].frame


def _bare(text: str, known: Collection[int]) -> tuple[str, list[Mark]]:
    """The text without marks, and the marks of citations that there are, those side by side as one."""
    bare, end = "", 0
    marks: list[Mark] = []
    for match in MARK.finditer(text):
        bare += text[end : match.start()]
        end = match.end()
        numbers = tuple(n for n in _numbers(match[1] or match[2] or match[3]) if n in known)
        if numbers and marks and not bare[marks[-1].at :].strip():
            marks[-1] = Mark(marks[-1].at, tuple(dict.fromkeys(marks[-1].numbers + numbers)))
        elif numbers:
            marks.append(Mark(len(bare), numbers))
    return bare + text[end:], marks


def _numbers(listed: str) -> Iterator[int]:
    for first, last in RANGE.findall(listed):
        yield from range(int(first), int(last or first) + 1)


def _claims(bare: str, marks: Sequence[Mark], frame: Collection[str]) -> Iterator[Claim]:
    """The sentences, each with its marks: those in it, those after it on its line, those that open its line."""
    spans = sentences.split(bare)
    starts = [start for start, _ in spans]
    own: dict[int, list[Mark]] = {}
    for mark in marks if spans else ():
        own.setdefault(_owner(bare, spans, starts, mark.at), []).append(mark)
    for place, (start, end) in enumerate(spans):
        stop = starts[place + 1] if place + 1 < len(spans) else len(bare)
        framed = not WORD.search(_without(frame, bare[start:end]))
        yield Claim(start, end, stop, tuple(own.get(place, ())), framed)


def _owner(bare: str, spans: Sequence[Span], starts: Sequence[int], at: int) -> int:
    """The sentence before a mark on its line, else the one after it."""
    after = bisect_left(starts, at)
    if after and "\n" not in bare[spans[after - 1][1] : at]:
        return after - 1
    return min(after, len(spans) - 1)


def _without(frame: Collection[str], text: str) -> str:
    for words in sorted(frame, key=len, reverse=True):
        text = text.replace(words.strip(), " ")
    return text


def _is_proved(claim: Claim, bare: str, known: dict[int, Citation], proves: Proves, frame: Collection[str]) -> bool:
    said = [(_without(frame, bare[start:end]), numbers) for (start, end), numbers in claim.parts()]
    return bool(said) and all(
        not WORD.search(text) or proves(text, [known[n] for n in numbers]) for text, numbers in said
    )


def _written(claim: Claim, bare: str, order: dict[int, int]) -> str:
    """A sentence with its marks as they are numbered now, and the white space after it."""
    text, end = "", claim.start
    for mark in claim.marks:
        at = min(max(mark.at, claim.start), claim.stop)
        text += bare[end:at] + "".join(f"[{order[n]}]" for n in mark.numbers)
        end = at
    return text + bare[end : claim.stop]
