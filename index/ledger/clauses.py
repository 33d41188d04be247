"""What a figure measures: the noun phrase about it, with a subject that is carried over the commas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.ledger import phrases
from index.ledger.phrases import GENERIC, SAID, SHORT, TAIL, VERB
from index.ledger.places import places
from index.ledger.values import Value


@dataclass(slots=True)
class Reading:
    """What is remembered along a paragraph: the subject of its sentence, and the last figure that was no share."""

    subject: str = ""
    topic: str = ""  # the subject, where a clause of the same sentence without a figure tells it
    last: str = ""
    within: tuple[str, str] = ("", "")  # 其中: what the figures are parts of, and their unit
    frame: str = ""  # `X中，` at the head of a sentence: what all its figures are of


@dataclass(frozen=True, slots=True)
class Measured:
    """A value and what it measures: the noun phrase, `own` of its clause and with what it takes from before."""

    value: Value
    indicator: str
    stat: str
    mode: str
    flow: str
    before: str  # the sentence up to the value, where time and place are told
    place: str  # the words among which time and area are looked for first
    near: str  # the words that say whose it is
    around: str  # what the sentence says before it, other figures and their nouns left out


def measured(sentence: str, found: list[Value], reading: Reading) -> Iterator[Measured]:
    """Each value of a sentence with what it measures; the reading goes on."""
    opening, goal, earlier = True, False, reading.subject
    reading.frame = reading.topic = ""
    for start, end in phrases.clauses(sentence):
        inside = [value for value in found if start <= value.start < end]
        goal = goal or phrases.GOAL.search(sentence, start, inside[0].start if inside else end) is not None
        if inside:
            subject = reading.subject if reading.subject != earlier else ""
            plain = phrases.plain(sentence, start, found)
            yield from _Clause(sentence, start, end, inside, reading, goal, opening, subject, plain).read()
            opening = False
        else:
            opening = not _take_up(sentence[start:end], reading, opening) and opening
        if sentence[end - 1 : end] in "；;。":
            goal, reading.within = False, ("", "")


def _take_up(clause: str, reading: Reading, opening: bool) -> bool:
    """Remember the topic of a clause without a figure; whether it is the subject of what follows."""
    topic = phrases.topic_of(clause)
    reading.frame = reading.frame or (topic if phrases.FRAME.search(clause) else "")
    if topic and (opening or not reading.subject):
        reading.subject, reading.last, reading.topic = topic, "", topic
        return True
    if len(topic) > SHORT - 2 and not VERB.match(topic):
        reading.last = topic
    return False


@dataclass(slots=True)
class _Clause:
    """A clause with figures; `opening`: the first of its sentence that tells anything; `subject`: of its sentence;
    `plain`: the clauses before that have no figure.
    """

    sentence: str
    start: int
    end: int
    inside: list[Value]
    reading: Reading
    goal: bool
    opening: bool
    subject: str
    plain: str
    outer: str = ""  # what the figures in brackets are of, else the indicator of the figure before

    def read(self) -> Iterator[Measured]:
        """Each figure with what it measures."""
        listed = phrases.respectively(self.sentence, self.start, self.inside)
        moved = phrases.MOVED.search(self.shared) if len(self.inside) > 1 else None
        for number, value in enumerate(self.inside):
            bracket = phrases.bracketed(self.sentence, self.start, value)
            if listed:
                indicator, stat = self._listed(number, *listed)
            elif moved:
                indicator, stat = self._whole(self.shared[: moved.start()], "", value, self.opening)
            elif bracket is not None:
                indicator, stat = self._bracketed(number, bracket)
            else:
                indicator, stat = self._whole(*self._about(number), value, self.opening and not number)
            place = listed[0][number] if listed else self._about(number)[0] if bracket is None else bracket
            yield self._measured(number, indicator, stat, place)
            if stat == "" and bracket is None and not listed:
                self._remember(indicator, number)

    @property
    def shared(self) -> str:
        """The clause up to its first figure."""
        return self.sentence[self.start : self.inside[0].start]

    def _about(self, number: int) -> tuple[str, str]:
        """The words between a figure and the one before, and those up to the next."""
        start = self.inside[number - 1].end if number else self.start
        end = self.inside[number + 1].start if number + 1 < len(self.inside) else self.end
        value = self.inside[number]
        return self.sentence[start : value.start], self.sentence[value.end : end]

    def _remember(self, indicator: str, number: int) -> None:
        self.outer = indicator
        self.reading.last = indicator or self.reading.last
        if self.opening and number == 0 and indicator:
            self.reading.subject = indicator

    def _measured(self, number: int, indicator: str, stat: str, place: str) -> Measured:
        value, frame = self.inside[number], self.reading.frame
        told = self.sentence[self.start : value.start]
        whole = told.rfind("占") if stat == "share" else -1
        place = place[: place.rfind("占")] if whole >= 0 and "占" in place else place
        before = self.sentence[: self.start + whole if whole >= 0 else value.start]
        stock = phrases.ALL.search(told) or phrases.AS_OF.search(before)
        flow = "new" if phrases.NEW.search("".join(self._about(number))) else "all" if stock else ""
        indicator = indicator if frame in indicator else f"{frame}{indicator}"
        around = f"{self.subject} {self.plain}{'' if number else phrases.no_brackets(told)}"
        goal, near = "goal" if self.goal else "", f"{self.plain}，{place}，{indicator}"
        return Measured(value, indicator, stat, goal, flow, before, place, near, around)

    def _whole(self, before: str, after: str, value: Value, opening: bool) -> tuple[str, str]:
        """What a value measures, and whether that is a share, a growth, a ratio or a level."""
        stat, phrase, whole = phrases.stat_of(before, value)
        head = phrases.head_of(after, value)
        phrase = self._with_subject(before, phrases.bare(phrase), head, value, opening)
        return f"{phrase}{head}{'占' + whole if stat == 'share' and whole else ''}", stat

    def _with_subject(self, before: str, phrase: str, head: str, value: Value, opening: bool) -> str:
        """A phrase with what it takes from before: after 其中 the whole, before a verb the subject."""
        reading, generic = self.reading, GENERIC.match(phrase) is not None
        if phrases.WITHIN.match(before) and reading.last:
            reading.within = (reading.last, value.unit)
        if reading.within[0] and reading.within[1] == value.unit and not (generic and not head):
            return f"{reading.within[0]}{phrase}"
        if generic and not head:
            return f"{reading.last or reading.subject}{phrase}"
        if opening:
            return phrase
        if reading.topic and len(phrase) <= SHORT and not head and not phrases.takes_up(phrase, reading.topic):
            return f"{reading.topic}{phrase}"
        return f"{reading.subject}{phrase}" if VERB.match(phrase) or (head and generic) else phrase

    def _bracketed(self, number: int, bracket: str) -> tuple[str, str]:
        """`网络招聘（占比86%）`: the noun before the bracket; a place there takes what the figure before is of."""
        before, value = self._about(number)[0], self.inside[number]
        self.outer = self.outer or self._whose(before, bracket)
        inner = phrases.LEAD.sub("", before.rsplit("（", 1)[-1].rsplit("(", 1)[-1])
        stat, phrase, _ = phrases.stat_of(inner, value)
        phrase = TAIL.sub("", phrase)
        outer = self.outer if not phrase or GENERIC.match(phrase) else ""
        return f"{bracket}{phrase}{outer}", stat or phrases.stat_of(before, value)[0]

    def _whose(self, before: str, bracket: str) -> str:
        """What things before brackets are of: the noun phrase their clause opens with, else the last figure's."""
        topic = "" if places(bracket) else phrases.topic_of(before[: before.find(bracket)])
        return topic if len(topic) >= SHORT - 1 and not VERB.match(topic) else self.reading.last

    def _listed(self, number: int, things: list[str], rest: str) -> tuple[str, str]:
        """One of the things of a list with 分别, and what all share."""
        shared = rest or self._shared_by(things)
        return f"{things[number]}{shared}", phrases.stat_of(self.shared.replace("分别", ""), self.inside[number])[0]

    def _shared_by(self, things: list[str]) -> str:
        """What all things of such a list share: the words about 分别, else the subject."""
        before, _, between = self.shared.rpartition("分别")
        between = TAIL.sub("", between)
        verb = "" if GENERIC.match(between) or SAID.fullmatch(between) else between
        tail = phrases.head_of(self.sentence[self.inside[-1].end :], self.inside[-1])
        own = (
            "" if things[0] in before else TAIL.sub("", phrases.LEAD.sub("", phrases.no_brackets(before).strip("， ")))
        )
        context = "" if own or (tail and verb) else phrases.without(self.reading.last or self.reading.subject, things)
        return f"{context}{own}{verb}{tail}"
