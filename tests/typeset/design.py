"""The look of an issue: every choice of layout, made from the seed so that thirty seeds cover all options."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TypeVar

from .page import Color

Choice = TypeVar("Choice")
A4 = (595.28, 841.89)
SIXTEENMO = (524.41, 737.01)  # 185 x 260 mm

KIND_CYCLE = ("two", "three", "mixed", "one", "two", "four", "vertical", "three", "spread", "rotated",
              "two", "scan", "undecodable", "locked-empty", "locked")  # fmt: skip
KINDS = tuple(dict.fromkeys(KIND_CYCLE))
COLUMNS = {"one": 1, "two": 2, "three": 3, "four": 4}
EXPECT = {"scan": "needs-ocr", "undecodable": "undecodable", "locked": "password"}
COLORS: list[Color] = [(0, 0, 0), (0.7, 0.1, 0.1), (0.05, 0.25, 0.55), (0.1, 0.4, 0.2), (0.35, 0.35, 0.35)]
LEVEL_ONE = ["{cn}、{text}", "{n}. {text}", "{text}", "■ {text}", "（{cn}）{text}", "{n}　{text}", "◆{text}"]
LEVEL_TWO = ["（{cn}）{text}", "{n}）{text}", "{text}", "（{n}）{text}", "{a}.{n} {text}", "● {text}", "{text}"]


def pick(seed: int, name: str, options: list[Choice] | tuple[Choice, ...]) -> Choice:
    """The seed's option: any run of len(options) seeds that begins at a multiple of it has every option once."""
    block, place = divmod(seed, len(options))
    order = list(range(len(options)))
    random.Random(f"{name} {block}").shuffle(order)
    return options[order[place]]


@dataclass
class Design:
    """All choices that hold for a whole issue."""

    seed: int
    kind: str
    pages: int
    articles: int
    rng: random.Random
    size: tuple[float, float] = A4
    margins: tuple[float, float, float, float] = (62, 62, 50, 50)  # top, bottom, inner, outer
    body: float = 9.5
    leading: float = 1.5
    columns: int = 2
    gutter: float = 2.0
    faces: tuple[str, str, str] = ("song", "hei", "")
    bold: str = "double"
    order: str = "reading"
    spacing: str = "Tc"
    indent: int = 2
    heads: str = "outside"
    number_form: str = "{n}"
    number_place: str = "foot-outside"
    front: int = 2
    offset: int = 0
    hide_first: bool = False
    end_mark: str = ""
    title_align: str = "center"
    title_color: Color = (0, 0, 0)
    level_one: str = LEVEL_ONE[0]
    level_two: str = LEVEL_TWO[0]
    heading_color: Color = (0, 0, 0)
    heading_align: str = "left"
    ruling: str = "grid"
    caption_align: str = "center"
    mid_page: bool = True
    drop_cap: int = 0
    balance: bool = True
    rule_between: bool = False
    tall: bool = False
    sideways: int = 0
    flag_rotation: bool = True
    extras: dict[str, bool] = field(default_factory=dict)

    @property
    def step(self) -> float:
        """From baseline to baseline."""
        return self.body * self.leading

    @property
    def writing(self) -> str:
        """Vertical text by the font's own writing mode, or character by character."""
        return "V" if self.tall and pick(self.seed, "writing", (True, False)) else "H"

    @property
    def landscape(self) -> bool:
        return self.sideways > 0 and self.flag_rotation and self.columns > 2


def _faces(seed: int, kind: str) -> tuple[str, str, str]:
    if kind == "undecodable":
        bad = pick(seed, "undecodable", ("none", "private"))
        return bad, bad, ""
    if kind == "vertical":
        return pick(seed, "tall face", ("embedded", "kangxi")), "embedded", pick(seed, "latin", ("helv", "tiro"))
    if kind == "scan":
        return "embedded", "embedded", pick(seed, "latin", ("", "helv", "tiro"))
    body = pick(seed, "body face", ("song", "embedded", "kangxi", "song16", "embedded"))
    head = pick(seed, "head face", ("hei", "fang", "embedded", "song"))
    return body, head, pick(seed, "latin", ("", "helv", "tiro"))


def _size(seed: int, kind: str) -> tuple[float, float]:
    return A4 if kind == "four" else pick(seed, "size", (A4, SIXTEENMO))


def _columns(seed: int, kind: str) -> int:
    if kind == "vertical":
        return pick(seed, "tiers", (2, 1, 2))
    if kind == "one":
        return 1
    return COLUMNS.get(kind) or pick(seed, "columns", (2, 3, 2))


def _body_size(seed: int, columns: int) -> float:
    return pick(seed, "body", (9.0, 9.5) if columns > 2 else (9.0, 9.5, 10.0, 10.5))


def make_design(seed: int, kind: str | None = None, pages: int | None = None) -> Design:
    """The design of one seed; without a kind, seeds run through all of them."""
    forced = kind is not None
    kind = kind or KIND_CYCLE[seed % len(KIND_CYCLE)]
    rng = random.Random(f"typeset {seed} {kind}")
    columns = _columns(seed, kind)
    count = pages or rng.randint(8, 16)
    articles = rng.randint(3, 6) if count < 40 else count // 4
    design = Design(seed, kind, count, articles, rng, columns=columns)
    design.size, design.faces, design.body = _size(seed, kind), _faces(seed, kind), _body_size(seed, columns)
    _choose_page(design, seed)
    _choose_furniture(design, seed)
    _choose_heads(design, seed)
    _choose_turn(design, seed if forced else seed // len(KIND_CYCLE), kind)
    return design


def _choose_page(design: Design, seed: int) -> None:
    design.margins = pick(seed, "margins", ((62, 62, 50, 50), (70, 58, 58, 44), (56, 66, 46, 54)))
    design.leading = pick(seed, "leading", (1.45, 1.6, 1.3, 1.75, 1.5))
    design.gutter = pick(seed, "gutter", (2.0, 1.5, 2.5))
    design.order = pick(seed, "order", ("reading", "shuffled", "rows", "title-last", "heads-last", "characters"))
    design.spacing = pick(seed, "spacing", ("Tc", "TJ"))
    design.bold = pick(seed, "bold", ("double", "stroke", ""))
    design.indent = pick(seed, "indent", (2, 2, 2, 0, 2))
    design.balance = pick(seed, "balance", (True, True, False))
    design.rule_between = pick(seed, "rule between", (False, True, False))


def _choose_furniture(design: Design, seed: int) -> None:
    design.heads = pick(seed, "heads", ("outside", "center", "inside", "corners", "foot"))
    forms = ("{n}", "· {n} ·", "— {n} —", "〚{n}〛", "第{n}页", "{cn}", "P{n}", "{n:03d}")
    design.number_form = pick(seed, "number form", forms)
    design.number_place = pick(seed, "number place", ("foot-outside", "foot-center", "head-outside"))
    design.front = pick(seed, "front", (2, 0, 1, 2))
    design.offset = pick(seed, "offset", (0, 2, 40, 0, -1, 95))
    design.hide_first = pick(seed, "hide first", (False, True, False))
    design.end_mark = pick(seed, "end mark", ("", "■", "◆", "editor", "author", ""))


def _choose_heads(design: Design, seed: int) -> None:
    design.title_align = pick(seed, "title align", ("center", "left", "center"))
    design.title_color = pick(seed, "title color", COLORS)
    design.level_one = pick(seed, "level one", LEVEL_ONE)
    design.level_two = pick(seed, "level two", LEVEL_TWO)
    design.heading_color = pick(seed, "heading color", COLORS)
    design.heading_align = pick(seed, "heading align", ("left", "center", "indent"))
    design.ruling = pick(seed, "ruling", ("grid", "three-line", "none"))
    design.caption_align = pick(seed, "caption align", ("center", "left"))
    design.mid_page = pick(seed, "mid page", (True, True, False, True))
    design.drop_cap = pick(seed, "drop cap", (0, 2, 0, 3))


def _choose_turn(design: Design, seed: int, kind: str) -> None:
    design.tall = kind == "vertical"
    if kind == "rotated":
        design.sideways = pick(seed, "sideways", (90, 270))
        design.flag_rotation = pick(seed, "rotation flag", (True, False))
        design.columns = pick(seed, "rotated columns", (3, 2))
    if kind == "vertical":
        design.drop_cap, design.number_form = 0, pick(seed, "tall number", ("{n}", "{cn}", "· {n} ·"))
