"""Issues in invented words as PDFs: printed page numbers, a sentence over a line's end, a page in doubt, malice."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
WIDE, HIGH, LEFT, MEASURE = 420.0, 595.0, 48.0, 324.0  # points
SIZE, LEADING = 12.0, 20.0
HOSTILE_TEXT = (
    "蓝莓港的网页样例写着<img src=x onerror=alert(21)>和[链接](http://evil.example/e)，还有{{alert(22)}}、${alert(23)}与"
    "![图](http://evil.example/f.png)，旁边是<script>alert(24)</script>，末尾是\u202e倒写\u202c。"
)
HOSTILE_TITLE = "蓝莓<svg onload=alert(25)>{{alert(26)}}${1}"
HOSTILE_AUTHOR = "柯青<i onclick=alert(28)>"


PRINTED_QUESTION = "霜桥镇的竹编实验室把竹篾浸在盐水里多少小时？"  # its answer runs over three lines


@dataclass(frozen=True)
class Leaf:
    """A page that holds an article: its printed number, or None where it bears none."""

    number: int | None
    title: str
    author: str
    text: str
    over: str = ""  # printed over the text, half a column in


LEAVES = (
    Leaf(21, "霜桥镇的竹编实验室", "罗 霁",
         "霜桥镇的竹编实验室在去年秋天搬进了旧粮仓。实验室把竹篾浸在盐水里四十八个小时，再用蒸汽定型，编出的穹顶"
         "可以承受三百七十公斤的积雪。来访的匠人可以借用工具。镇里给实验室留了两间仓房。"),
    Leaf(None, "苔原站的风筝测温", "罗 霁",
         "苔原站的风筝测温从三月开始，风筝带着温度计升到八百五十米。测温每天两次，值班员有六人。"),
    Leaf(23, "藏经阁的虫害记录", "温 棠",
         "藏经阁的虫害记录共有九十四册，由守阁人逐日抄写，纸页边上又批着当天的天气与来客的姓名，一笔不漏",
         "守阁人的批注另有三十一页，压在原来的字上，有几行已经分不清先后，只能对着光读"),
    Leaf(24, "盐湖边的旧轨道", "温 棠",
         "盐湖边的旧轨道长十七公里，如今走的是运盐的小火车。小火车每周五班，司机有四位。"),
)  # fmt: skip
HOSTILE_LEAVES = (
    Leaf(31, HOSTILE_TITLE, HOSTILE_AUTHOR, HOSTILE_TEXT + "样例由港里的学徒抄录。"),
    Leaf(32, "蓝莓港的灯船", "柯 青", "蓝莓港的灯船每晚点亮五盏灯。灯船停在防波堤外侧。"),
)


def print_issue(path: Path, name: str, leaves: tuple[Leaf, ...]) -> Path:
    """Set an issue, a leaf a page; `name` is what its running head says."""
    from reportlab.pdfgen.canvas import Canvas

    _typeset()
    canvas = Canvas(str(path), pagesize=(WIDE, HIGH), invariant=1)
    canvas.setTitle(name)
    for leaf in leaves:
        _set(canvas, name, leaf)
        canvas.showPage()
    canvas.save()
    return path


def _typeset() -> None:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))


def _set(canvas: object, name: str, leaf: Leaf) -> None:
    from tests.typeset.digests.letters import Set, draw, lines, put

    put(canvas, name, LEFT, HIGH - 36, Set(8.5))
    put(canvas, leaf.title, LEFT, HIGH - 96, Set(15, bold=True))
    put(canvas, f"□ 文 ／ {leaf.author}", LEFT, HIGH - 124, Set(10))
    body = Set(SIZE, indent=2 * SIZE)
    for row, line in enumerate(lines(leaf.text + "■", MEASURE, body)):
        draw(canvas, line, LEFT, HIGH - 164 - row * LEADING, body)
    for row, line in enumerate(lines(leaf.over, MEASURE / 2, body)):
        draw(canvas, line, LEFT + MEASURE / 2, HIGH - 170 - row * LEADING, body)
    if leaf.number:
        put(canvas, str(leaf.number), WIDE / 2, 30, Set(10), "centre")
