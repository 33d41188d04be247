"""The words of an exported dialogue, in Chinese and English. A leaf of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.types import Status


@dataclass(frozen=True, slots=True)
class Wording:
    """Headings and labels; those in braces are filled in."""

    title: str
    time: str
    library: str
    several: str
    references: str
    conflict: str
    columns: tuple[str, str, str]
    newer: str
    understood: str
    status: Mapping[Status, str]
    missing: str
    asked_in: str
    digest: str
    page: str
    pages: str
    estimate: str
    page_unknown: str
    between: str
    comma: str


ZH = Wording(
    title="杭科问答：对话记录",
    time="导出时间：{time}",
    library="资料库：{issues}",
    several="{count}期，{first}至{last}",
    references="参考文献与引文",
    conflict="说法不一：{about}",
    columns=("数值", "范围", "出处"),
    newer="（较新）",
    understood="理解为：{asked}",
    status={Status.PARTIAL: "部分回答", Status.NOT_FOUND: "这几期里没有"},
    missing="没有查到：{missing}",
    asked_in="问{numbers}",
    digest="（摘编）",
    page="第{first}页",
    pages="第{first}–{last}页",
    estimate="约{pages}（推算）",
    page_unknown="页码未知",
    between="、",
    comma="，",
)
EN = Wording(
    title="hangke: a dialogue",
    time="Exported: {time}",
    library="Library: {issues}",
    several="{count} issues, {first} to {last}",
    references="References and quotations",
    conflict="Sources differ: {about}",
    columns=("Value", "Scope", "Source"),
    newer=" (newer)",
    understood="Understood as: {asked}",
    status={Status.PARTIAL: "Partly answered", Status.NOT_FOUND: "Not in these issues"},
    missing="Not found: {missing}",
    asked_in="question {numbers}",
    digest=" (digest)",
    page="p. {first}",
    pages="pp. {first}–{last}",
    estimate="about {pages} (estimated)",
    page_unknown="page unknown",
    between=", ",
    comma=", ",
)
WORDINGS: Mapping[str, Wording] = {"zh": ZH, "en": EN}
