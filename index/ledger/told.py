"""When a figure holds, and who says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import periods

YEAR = r"(?:19|20)\d\d"
PART = (
    r"(?P<part>年?[底末]|年初|上半年|下半年|第?[一二三四]季度|前[一二三四五六七八九十]{1,2}个?(?:月|季度)"
    r"|\d{1,2}[-—–至~]\d{1,2}月|\d{1,2}月(?:\d{1,2}日|[底末])?|全年|当年)?"
)
SPAN = re.compile(rf"(?P<from>{YEAR})年?\s?(?:[-—–~～]|年?(?:至|到))\s?(?P<to>{YEAR})\s?年?{PART}")
AT = re.compile(rf"(?<!\d)(?P<year>{YEAR})\s?年{PART}")
RELATED = re.compile(rf"(?<![较比同与过以])(?P<word>前年|去年|上年|今年|本年度|明年|后年)(?!同期|同比|以来){PART}")
MONTH = re.compile(r"(?<![\d年—–~～\-])(?P<month>1[0-2]|[1-9])月(?:份|底|末|\d{1,2}日)?(?![\d个\-—–~至])")
PLANNED = re.compile(r"[“\"]?(?P<plan>十[一二三四五]五)[”\"]?(?:时期|期间|末|规划)?")
COMPARED = re.compile(r"[较比]$|(?:相比|相较于|同比|与)$")
LATER = re.compile(r"^(?:同期|相比)")
SOURCE = re.compile(
    r"(?:根?据|按照?)(?P<by>[^，。；、]{2,40}?)(?:的)?(?:统计|数据(?!库)|测算|估算|预测|介绍|报告|调查|分析|显示|披露|消息|判断|口径|监测|发布)"
    r"|(?P<who>[^，。；：、（）]{2,24}?)(?:发布的|最新)?(?P<what>《[^》]{2,40}》|报告|数据|统计|调查|研究|指数|名单)?(?:显示|指出|表明|预测|认为|介绍|透露|表示|称)(?:[，,：:]|$)"
)
SPOKEN = re.compile(r"^(?P<who>[\u4e00-\u9fff·]{2,12}?)(?:说|表示|介绍说?|指出|认为|透露|回忆|告诉记者|坦言)[，：:]")
EMPTY = ("统计", "数据", "了解", "介绍", "悉", "测算", "不完全", "初步", "预计", "此")


def period(before: str, now: int | None) -> str | None:
    """The last time that a text names, as `2019`, `2019上半年`, `2019-03`, `2016/2019`; with its year in digits."""
    found = list(_periods(before, now))
    return found[-1][1] if found else None


def spans(text: str, now: int | None) -> list[tuple[int, int]]:
    """Where a text names times."""
    return [place for place, _ in _periods(text, now)]


def _periods(text: str, now: int | None) -> Iterator[tuple[tuple[int, int], str]]:
    found: list[tuple[tuple[int, int], str]] = []
    for pattern in (SPAN, AT, RELATED, PLANNED, MONTH):
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for (a, b), _ in found):
                continue
            if COMPARED.search(text[: match.start()]) or LATER.match(text[match.end() :]):
                continue
            if name := _named(match, now):
                found.append((match.span(), name))
    yield from sorted(found)


def _named(match: re.Match[str], now: int | None) -> str | None:
    told = match.groupdict()
    part = _part(told.get("part"))
    if told.get("from"):
        return f"{told['from']}/{told['to']}{part}"
    if told.get("year"):
        return f"{told['year']}{part}"
    if told.get("plan"):
        return f"{told['plan']}"
    if now is None:
        return None
    if told.get("month"):
        return f"{now}-{int(told['month']):02d}"
    return f"{now + periods.SHIFTS[told['word']]}{part}"


def _part(told: str | None) -> str:
    """What of a year is meant; its end and all of it are the year."""
    if not told or told in ("底", "末", "年底", "年末", "全年", "当年"):
        return ""
    if month := re.fullmatch(r"(\d{1,2})月(?:\d{1,2}日|[底末])?", told):
        return "" if month[1] == "12" and told[-1] in "日底末" else f"-{int(month[1]):02d}"
    return told.removeprefix("第")


def years(period: str | None) -> tuple[int, ...]:
    """The years that a period names."""
    return tuple(int(year) for year in re.findall(YEAR, period or ""))


def said_by(before: str) -> str | None:
    """Who says so, by what stands before a figure in its sentence."""
    if spoken := SPOKEN.match(before):
        return spoken["who"]
    found = None
    for match in SOURCE.finditer(before):
        name = (match["by"] or f"{match['who'] or ''}{match['what'] or ''}").strip("的，中 ")
        if name and name not in EMPTY:
            found = name
    return found
