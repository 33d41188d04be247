"""Which sentences an answer is made of, and which of their words it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index import sentences as cutting
from index.types import Passage, Span
from qa import lists, spans, trust
from qa.evidence import Evidence, Sentence
from qa.question import Question
from qa.types import Kind

ROOM, LONG_ROOM = 118, 170  # characters of an answer to a single fact; where none of three may be the right one
WIDE_ROOM = 285  # of a list or a comparison
WINDOW, HALF, WIDE = 78, 56, 150  # characters taken of one sentence: alone, beside another, of a list
SIDE = 90  # of one side of a comparison
ITEM = 42  # of an item that is a sentence of its own
SURE = 0.62  # share of the likelihood from which the best sentence is said alone
SECOND, MORE, RARE = 0.18, 0.08, 0.015  # of the best one's likelihood: what the next must have, what others of a list
MANY = 4  # items, of which a sentence seldom enumerates as many as are asked for by chance
FOLLOWED = 2  # sentences behind which a list is looked for, and how many behind each
MOST = 4  # sentences of a list or a comparison
GIST_MOST, GIST_ROOM = 3, 300


@dataclass(frozen=True, slots=True)
class Choice:
    """A range of a passage that is quoted, and the ranges in it that the answer says."""

    passage: Passage
    quoted: Span
    said: tuple[Span, ...]
    table: bool = False

    @property
    def length(self) -> int:
        """Characters that the answer says."""
        return sum(end - start for start, end in self.said)


def choose(question: Question, evidence: Evidence, sides: Sequence[Evidence] = ()) -> list[Choice]:
    """What an answer says, best first; of a comparison a sentence for each side."""
    if question.gist:
        return _first(_whole(evidence.sentences), GIST_MOST, GIST_ROOM)
    if question.kind is Kind.LIST:
        return _first(_of_list(question, evidence), MOST, WIDE_ROOM)
    if question.kind is Kind.COMPARE:
        return _first(_of_sides(evidence, sides), MOST, WIDE_ROOM)
    unsure = evidence.right < trust.learned().answered
    return _first(_of_fact(evidence, unsure), 3 if unsure else 2, LONG_ROOM if unsure else ROOM)


def _first(choices: Iterator[Choice], most: int, room: int) -> list[Choice]:
    """The first of them that differ, as many as there is room for."""
    found: list[Choice] = []
    for choice in choices:
        if any(_words(choice) in _words(other) for other in found) or (found and choice.length > room):
            continue
        found.append(choice)
        room -= choice.length
        if len(found) == most:
            break
    return found


def _words(choice: Choice) -> str:
    return "".join(choice.passage.text[start:end] for start, end in choice.said)


def _whole(sentences: Sequence[Sentence]) -> Iterator[Choice]:
    for sentence in sentences:
        yield Choice(sentence.hit.passage, sentence.span, (sentence.span,))


def _of_fact(evidence: Evidence, unsure: bool) -> Iterator[Choice]:
    """The best sentence; where it is not sure, shortened, with the next beside it, and one more where none may do."""
    best, *others = evidence.sentences
    last = lists.announced(best.hit.passage, best.index)
    if last > best.index:
        yield _list(best, last)
        return
    alone = best.chance >= SURE or not others or others[0].chance < SECOND * best.chance
    yield _clauses(evidence, best, WINDOW if alone else HALF)
    if not alone:
        yield from (_clauses(evidence, other, HALF) for other in others[: 2 if unsure else 1])


def _of_list(question: Question, evidence: Evidence) -> Iterator[Choice]:
    """Sentences that enumerate as many things as are asked for come first; a list is followed to its last item."""
    wanted, best = lists.wanted(question.folded), evidence.sentences[0].chance
    near = [sentence for sentence in evidence.sentences if sentence.chance >= MORE * best]
    following = [after for sentence in near[:FOLLOWED] for after in _following(sentence)]
    least = (RARE if wanted and wanted >= MANY else MORE) * best
    told = [sentence for sentence in evidence.sentences if sentence.chance >= least]
    counted = [sentence for sentence in (*told, *following) if wanted and _items(sentence) == wanted]
    for sentence in dict.fromkeys([*counted[:1], *near]):
        last = lists.extent(sentence.hit.passage, sentence.index)
        yield _list(sentence, last) if last > sentence.index else _clauses(evidence, sentence, WIDE)


def _following(sentence: Sentence) -> Iterator[Sentence]:
    """The next sentences of its passage."""
    count = len(sentence.hit.passage.sentences)
    for index in range(sentence.index + 1, min(sentence.index + 1 + FOLLOWED, count)):
        yield replace(sentence, index=index)


def _items(sentence: Sentence) -> int:
    """How many items the list that a sentence opens has, or the sentence itself."""
    last = lists.extent(sentence.hit.passage, sentence.index)
    if last == sentence.index:
        return lists.items(sentence.text)
    return last - sentence.index + bool(lists.MARKS.search(sentence.text))  # it may hold the first item itself


def _list(sentence: Sentence, last: int) -> Choice:
    """A list of sentences: of each its first clauses."""
    passage = sentence.hit.passage
    ranges = passage.sentences[sentence.index : last + 1]
    room = max(ITEM, WIDE_ROOM // len(ranges))
    said = tuple(_opening(passage.text, span, room) for span in ranges)
    return Choice(passage, (ranges[0][0], ranges[-1][1]), said)


def _opening(text: str, span: Span, limit: int) -> Span:
    """The first clauses of a sentence, within the limit if the first allows."""
    start, end = span
    if end - start <= limit:
        return span
    ends = [start + last for _, last in cutting.clauses(text[start:end])]
    return start, max([at for at in ends if at - start <= limit], default=ends[0])


def _of_sides(evidence: Evidence, sides: Sequence[Evidence]) -> Iterator[Choice]:
    """The best sentence for each side, then the best for the whole; one that is best for several is said at length."""
    firsts = [side.sentences[0].key for side in sides if side.sentences]
    shared = {key for key in firsts if firsts.count(key) > 1} or {evidence.sentences[0].key} - set(firsts)
    for side in sides:
        for sentence in side.sentences[:1]:
            yield _clauses(side, sentence, WIDE if sentence.key in shared else SIDE)
    for side in sides:
        yield from (_clauses(side, s, SIDE) for s in side.sentences[1:2] if side.sentences[0].key in shared)
    best = evidence.sentences[0].chance
    for place, other in enumerate(evidence.sentences):
        if other.chance >= MORE * best:
            yield _clauses(evidence, other, SIDE if place or sides else WIDE)


def _clauses(evidence: Evidence, sentence: Sentence, limit: int) -> Choice:
    """The clauses of a sentence that answer."""
    passage, (start, end) = sentence.hit.passage, sentence.span
    view, first, last = evidence.view, 0, end - start
    if view is not None:
        first, last = spans.window(view.question, view.query, sentence.text, limit)
    return Choice(passage, sentence.span, ((start + first, start + last),), passage.kind == "table")
