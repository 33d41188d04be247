"""The head of an article: title, subtitle, byline, affiliation, lead or abstract."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from .blocks import TINT, Look
from .design import Design
from .flow import Type
from .lines import count_lines, draw_block
from .page import BLACK, GREY, Canvas, Ink
from .words import FIELDS, SHORT_TITLES, SUBTITLES, TITLES, Words


@dataclass(frozen=True)
class Row:
    """One text of a title block, set in as many lines as it needs."""

    text: str
    ink: Ink
    align: str
    before: float = 6
    indent: float = 0
    tint: bool = False
    pitch: float = 1.35
    even: bool = False  # its lines are made about equally long

    def inner(self, width: float) -> float:
        return width - 16 if self.tint else width

    def room(self, look: Look, width: float) -> float:
        """The width its lines may use."""
        room = self.inner(width)
        if not self.even:
            return room
        lines = count_lines(look.type.faces, self.text, room, self.ink)
        while count_lines(look.type.faces, self.text, room * 0.96, self.ink) == lines > 1:
            room *= 0.96
        return room

    def height(self, look: Look, width: float) -> float:
        lines = count_lines(look.type.faces, self.text, self.inner(width), self.ink, self.indent)
        return self.before + lines * self.ink.size * self.pitch + (12 if self.tint else 0)

    def draw(self, look: Look, canvas: Canvas, x: float, y: float, width: float) -> None:
        top, shift, size = y + self.before, 8.0 if self.tint else 0.0, self.ink.size
        if self.tint:
            canvas.rect((x, top, x + width, y + self.height(look, width)), TINT)
            top += 6
        step, base = size * self.pitch, top + size * 0.95
        marked = len(canvas.page.texts)
        room, full = self.room(look, width), self.inner(width)
        shift += (full - room) / 2 if self.align == "center" else 0
        draw_block(canvas, look.type.faces, self.text, x + shift, base, room, self.ink, step, self.align, self.indent)
        texts = canvas.page.texts
        texts[marked:] = [type(op)(**{**op.__dict__, "layer": "title"}) for op in texts[marked:]]


@dataclass
class Title:
    """The title block of an article and what the truth says of it."""

    title: str
    authors: list[str] = field(default_factory=list)
    affiliation: list[str] = field(default_factory=list)
    author_affiliation: dict[str, str] = field(default_factory=dict)
    front_matter: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    span: int = 0

    def height(self, look: Look, width: float) -> float:
        return sum(row.height(look, width) for row in self.rows) + 10

    def draw(self, look: Look, canvas: Canvas, x: float, y: float, width: float) -> None:
        for row in self.rows:
            row.draw(look, canvas, x, y, width)
            y += row.height(look, width)


def make_title(words: Words, design: Design, type_: Type, columns: int, width_of: list[float]) -> Title:
    """A title block over one column, or all; `width_of` gives the width of every number of columns."""
    rng = design.rng
    span = rng.choice([columns, columns, columns, 1, max(1, columns - 1)])
    short = rng.random() < 0.2
    plain = rng.choice(SHORT_TITLES) if short else words.once(TITLES)
    subtitle = "——" + words.fill(rng.choice(SUBTITLES)) if short or rng.random() < 0.35 else ""
    made = Title(plain + subtitle, span=span)
    shown = rng.choice([" ", "　", ""]).join(plain) if short else plain
    align = design.title_align
    size = _title_size(type_, shown, width_of[span - 1], rng)
    made.rows.append(Row(shown, Ink("head", size, design.title_color, design.bold), align, 4, 0, False, 1.25, True))
    if subtitle:
        sub_size = max(round(size * 0.6), 10.0)
        made.rows.append(Row(subtitle, Ink("head", sub_size, design.title_color), align, 4))
    rng.choice(BYLINES)(words, rng, made, design)
    rng.choice(FRONTS)(words, rng, made, design)
    return made


def _title_size(type_: Type, text: str, width: float, rng: random.Random) -> float:
    """A size of 18 to 30 at which the title has two lines at most (smaller, if it must)."""
    size = rng.choice([18.0, 20.0, 22.0, 26.0, 30.0])
    while size > 12 and count_lines(type_.faces, text, width, Ink("head", size)) > 2:
        size -= 1
    return size


# ---- bylines


def _spaced(name: str, rng: random.Random) -> str:
    """A name of two characters is often printed with a gap."""
    return name[0] + rng.choice([" ", "　", ""]) + name[1] if len(name) == 2 else name


def _people(words: Words, rng: random.Random, made: Title, most: int = 3) -> list[str]:
    names: list[str] = []
    for _ in range(rng.randint(1, most)):
        name = words.person()
        if name not in names:
            names.append(name)
    made.authors = names
    return [_spaced(name, rng) for name in names]


def _affiliate(words: Words, made: Title, pattern: str = "{school}") -> str:
    place = words.fill(pattern)
    made.affiliation = [place]
    made.author_affiliation = dict.fromkeys(made.authors, place)
    return place


def _byline(made: Title, design: Design, text: str, before: float = 8) -> None:
    made.rows.append(Row(text, Ink("body", design.body), design.title_align, before))


def _by_text(words: Words, rng: random.Random, made: Title, design: Design) -> None:
    names = _people(words, rng, made, 1)
    _byline(made, design, rng.choice(["□文/", "文/", "□ 文 / ", "文 | ", "撰文 "]) + names[0])


def _by_many(words: Words, rng: random.Random, made: Title, design: Design) -> None:
    names = _people(words, rng, made)
    _byline(made, design, "文/" + " ".join(names) + f"（{_affiliate(words, made, '{body}')}）")


def _by_square(words: Words, rng: random.Random, made: Title, design: Design) -> None:
    names = _people(words, rng, made, 1)
    _byline(made, design, f"■ {names[0]} {_affiliate(words, made)}")


def _by_line_below(words: Words, rng: random.Random, made: Title, design: Design) -> None:
    names = _people(words, rng, made)
    _byline(made, design, rng.choice(["  ", "　", "，"]).join(names))
    place = _affiliate(words, made)
    _byline(made, design, f"（{place}，{words.town()}市 {rng.randint(100000, 899999)}）", 3)


def _by_reporter(words: Words, rng: random.Random, made: Title, design: Design) -> None:
    names = _people(words, rng, made, 2)
    _byline(made, design, rng.choice(["本刊记者 ", "◎ 本刊记者 ", "特约撰稿人 "]) + " ".join(names))


def _by_each(words: Words, rng: random.Random, made: Title, design: Design) -> None:
    names = _people(words, rng, made)
    made.author_affiliation = {name: words.fill("{school}") for name in made.authors}
    made.affiliation = list(dict.fromkeys(made.author_affiliation.values()))
    shown = [f"{n}（{place}）" for n, place in zip(names, made.author_affiliation.values(), strict=True)]
    _byline(made, design, "　".join(shown))


def _by_author(words: Words, rng: random.Random, made: Title, design: Design) -> None:
    _byline(made, design, "作者：" + "、".join(_people(words, rng, made)))


def _by_nobody(words: Words, rng: random.Random, made: Title, design: Design) -> None:
    """An article without a byline."""


BYLINES = [_by_text, _by_many, _by_square, _by_line_below, _by_reporter, _by_author, _by_each, _by_nobody]

# ---- what stands between byline and text


def _no_front(words: Words, rng: random.Random, made: Title, design: Design) -> None:
    """Straight into the text."""


def _lead(words: Words, rng: random.Random, made: Title, design: Design) -> None:
    text = words.paragraph(2, 3)
    slant, color = rng.random() < 0.4, rng.choice([BLACK, GREY])
    made.front_matter.append(text)
    made.rows.append(
        Row(text, Ink("body", design.body - 0.5, color, "", slant), "left", 10, 2 * design.body, pitch=1.5)
    )


def _editor(words: Words, rng: random.Random, made: Title, design: Design) -> None:
    text = rng.choice(["编者按：", "【编者按】", "导读："]) + words.paragraph(2, 3)
    made.front_matter.append(text)
    made.rows.append(Row(text, Ink("body", design.body - 0.5), "left", 10, 2 * design.body, True, 1.5))


def _abstract(words: Words, rng: random.Random, made: Title, design: Design) -> None:
    keys = "；".join(rng.sample(FIELDS, 4))
    ink = Ink("body", design.body - 0.7)
    for text, before in ((rng.choice(["摘　要：", "摘要："]) + words.paragraph(2, 3), 10), ("关键词：" + keys, 3)):
        made.front_matter.append(text)
        made.rows.append(Row(text, ink, "left", before, 2 * design.body, False, 1.45))


FRONTS = [_no_front, _no_front, _lead, _editor, _abstract]
