"""Years told by relation: 去年 in an issue of 2031 is 2030, and there 2030 is 去年.

A passage is read as on the day its issue came out. So a question with a year finds passages that say 去年 for it,
and one that asks for 去年 finds, in each issue, the year before that issue. 上年 beside another year of its own
sentence, and a year that something is only compared with (比去年, 去年同期), are left alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

SHIFTS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年度": 0, "明年": 1, "后年": 2}
NAMES = {-2: "前年", -1: "去年", 0: "今年", 1: "明年"}
ENGLISH = {"last": -1, "this": 0, "next": 1}
HINT = re.compile(r"[前去上今明后]年|本年度|(?:19|20)\d\d\s?年|(?:last|this|next) year")
RELATIVE = re.compile(
    r"(?<![较比同与过以])(?P<word>(?<!年)前年(?![度均份])|去年|上年(?![龄纪份限轻会])|今年(?!轻)|本年度|明年|(?<![年以])后年(?![均产度]))"
    r"(?!同期|同比)|\b(?P<english>last|this|next) year\b"
)
ABSOLUTE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s?年)")
END = re.compile(r"([前去上今明]年)(?=[底末初])")
SHORT = re.compile(r"(?<!\d)(\d\d)(?=年(?:[底末初]|[上下]半年|全年|第?[一二三四]季度|\d{1,2}月))")
ISSUE = re.compile(r"(?<!\d)((?:19|20)\d\d)年")


@lru_cache(maxsize=256)
def seen_from(issue: str) -> int | None:
    """The year of an issue of that name."""
    found = ISSUE.search(issue)
    return int(found[1]) if found else None


def years(text: str, now: int) -> set[int]:
    """The years that a folded text names by their relation to `now`."""
    alone = ABSOLUTE.search(text) is None
    found = (match for match in RELATIVE.finditer(text) if alone or match["word"] != "上年")
    return {now + (ENGLISH[m["english"]] if m["english"] else SHIFTS[m["word"]]) for m in found}


def words(text: str, issue: str) -> list[str]:
    """What a folded sentence of an issue says of years beside its own words: the year for 去年, 去年 for the year."""
    now = seen_from(issue) if HINT.search(text) else None
    if now is None:
        return []
    told = [str(year) for year in sorted(years(text, now))]
    told += (NAMES[shift] for year in ABSOLUTE.findall(text) if (shift := int(year) - now) in NAMES)
    return list(dict.fromkeys(told))


def parted(text: str) -> str:
    """去年底 as 去年年底, so that it is cut into the year and its end."""
    return END.sub(r"\1年", text)


def in_full(text: str) -> str:
    """A year of two digits with all four (18年底, 19年3月), where what follows shows that it is no count of years."""
    return SHORT.sub(lambda year: f"{'19' if year[1] > '49' else '20'}{year[1]}", text)
