"""Where a figure holds: the area that its clause names."""

from __future__ import annotations

import re
from functools import lru_cache

from index.words import lexicon

AREAS, PROVINCES, NO_AREAS = "areas.txt", "provinces.txt", "no-areas.txt"
WIDE = {"我国": "全国", "中国": "全国", "国内": "全国", "全世界": "全球", "世界": "全球", "国际": "全球"}
LOCAL = {"全市": "市", "我市": "市", "本市": "市", "该市": "市", "全省": "省", "我省": "省", "本省": "省", "该省": "省"}
LOCAL |= {"全区": "区", "我区": "区", "该区": "区", "本区": "区", "全县": "县", "我县": "县", "该县": "县"}
NO_NAME = "各个每该本全某省县不据经按"
ENDINGS = (
    "园区",
    "社区",
    "小区",
    "片区",
    "厂区",
    "城市",
    "都市",
    "超市",
    "院区",
)  # of longer words that are no names either
BOUND = r"(?:^|(?<=[、，,。；;：:\s的在于由从和与及为是有到对将以年月日（(“《底末初期比让使给]))"
NAMED = re.compile(
    BOUND + r"(?:在|从|对|由|至|到|与|和|及)?([\u4e00-\u9fff]{1,4}?(?:自治州|新区|市(?!场|值|民|级|面|政)"
    r"|区(?!域|块|间|分|别|位)|县(?!域|级)|街道|镇(?!海|江)))"
)
RANKED = (  # 全国第3, 浙江大学: not where a figure holds
    r"(?!第|排名|排在|前|领先|首|率先|性|唯一|最|各地|范围|先进|一流|知名|500|共有的|级|平均"
    r"|[^，。、；的]{0,4}(?:大学|学院|医院|银行))"
)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(lexicon(AREAS)) | _provinces()


@lru_cache(maxsize=1)
def _provinces() -> frozenset[str]:
    return frozenset(lexicon(PROVINCES))


@lru_cache(maxsize=1)
def _no_names() -> tuple[frozenset[str], tuple[str, ...]]:
    """Words that are no names, and what no name ends with."""
    words = lexicon(NO_AREAS)
    return frozenset(words), (*ENDINGS, *(word for word in words if len(word) > 2))


@lru_cache(maxsize=1)
def _known() -> re.Pattern[str]:
    """Names that need no 市 or 省 behind them, and words like 全市."""
    names = sorted([*_names(), *WIDE, *LOCAL, "全国", "全球"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(names)})(?:市|省|地区|[区县](?![域间块分内外]))?{RANKED}")


def normal(name: str) -> str:
    """A name without 市 or 省."""
    bare = re.sub(r"(?<=[\u4e00-\u9fff]{2})(?:市|省|地区)$", "", name)
    bare = bare[:-1] if bare[-1] in "区县" and bare[:-1] in _names() else bare
    return WIDE.get(bare, bare)


@lru_cache(maxsize=8192)
def places(text: str) -> tuple[tuple[int, int, str], ...]:
    """The areas that a text names, in order: where they stand, and their normal names."""
    found = [(m.start(), m.end(), normal(m[0])) for m in _known().finditer(text)]
    for match in NAMED.finditer(text):
        name = re.sub(r"^(?:整个|其中|目前|包括|位于|全市)", "", match[1])
        inner = [end for start, end, _ in found if match.start(1) <= start and end < match.end(1)]
        name = text[max(inner) : match.end(1)] if inner else name
        start, end = match.end(1) - len(name), match.end(1)
        if _no_place(name) or any(start < b and a < end for a, b, _ in found):
            continue
        found.append((start, end, normal(name)))
    return tuple(sorted(found))


def _no_place(name: str) -> bool:
    """Whether a word only ends like a name: 园区, 城市, 集聚区."""
    words, endings = _no_names()
    return len(name) < 2 or name in words or name.endswith(endings) or any(char in NO_NAME for char in name[:-1])


def named(title: str, text: str) -> list[str]:
    """The areas that an article and a passage of it name, the most telling first, 全国 and 全市 left out."""
    found = (name for _, _, name in (*places(title), *places(text)))
    return list(dict.fromkeys(name for name in found if name not in LOCAL and name not in ("全国", "全球")))


def resolved(name: str, near: list[str]) -> str:
    """全市 as the first city that is named, 全省 as the first province; itself where there is none."""
    level = LOCAL.get(name)
    if level is None:
        return name
    return next((area for area in near if _level(area) == level), name)


def is_open(area: str | None) -> bool:
    """Whether an area is not told, or told only as 全市, 全省."""
    return area is None or area in LOCAL


def _level(area: str) -> str:
    if area in _provinces():
        return "省"
    return area[-1] if area[-1] in "区县" else "市"
