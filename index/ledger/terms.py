"""The words of an indicator in one form: synonyms as the first of their set, what tells nothing left out."""

from __future__ import annotations

import re
from functools import lru_cache

from index.query import SYNONYMS
from index.words import Words, fold, lexicon

LONGEST = 12  # characters of a synonym
LIGHT = frozenset(  # words that make no other thing of what they stand beside
    [
        "数量",
        "总数",
        "总量",
        "总额",
        "总计",
        "合计",
        "共计",
        "数",
        "量",
        "个数",
        "家数",
        "件数",
        "人数",
        "规模",
        "总规模",
        "总",
        "共",
        "累计",
        "达",
        "达到",
        "约",
        "余",
        "等",
        "目前",
        "现有",
        "拥有",
        "共有",
        "有",
        "已",
        "已有",
        "相关",
        "领域",
        "各类",
        "全部",
        "所有",
        "有效",
        "代表",
        "典型",
        "数额",
        "额度",
        "金额",
        "水平",
        "方面",
        "情况",
        "其中",
        "涉及",
        "实现",
        "本市",
        "建有",
        "形成",
        "集聚",
        "聚集",
        "汇聚",
        "实际",
        "约为",
        "突破",
        "超过",
        "占",
        "比重",
        "占比",
        "比例",
        "份额",
        "增长",
        "增速",
        "增幅",
        "同比",
        "较",
        "上年",
        "一共",
        "总共",
        "接近",
        "升至",
        "增至",
        "提高",
        "上升",
        "增加",
        "下降",
        "减少",
        "降至",
        "增加到",
        "提高到",
        "左右",
        "以上",
        "规上",
        "整体",
        "总体",
        "广泛",
        "大约",
        "队伍",
        "行业",
        "新增",
        "新",
        "全社会",
        "经费",
        "支出",
        "投入",
        "单位",
        "全",
        "市",
        "家",
        "个",
        "件",
        "项",
        "人",
        "名",
        "位",
        "所",
        "座",
        "元",
        "亿元",
        "万元",
        "仅",
        "仅有",
        "仅为",
        "只有",
        "还",
        "也",
        "来自",
        "进行",
        "开展",
        "者",
        "站",
        "已经",
        "突出",
        "余家",
        "余个",
        "万",
        "亿",
        "千",
        "百",
        "累计达",
        "总值",
        "数目",
        "存在",
        "型",
        "类",
        "全年",
        "分别",
        "各自",
        "主要",
        "共同",
        "连接",
        "国内",
        "第",
        "前",
        "后",
        "中",
        "内",
        "其",
        "由",
        "经",
        "各",
        "一个",
        "这",
        "那",
        "则",
        "近",
        "超",
        "该",
        "当",
        "地",
        "得",
        "被",
        "让",
        "使",
        "拥",
        "均",
        "虽",
        "区域",
        "在",
        "于",
        "区",
        "分布",
        "情况",
        "现状",
        "其余",
        "其他",
        "建成",
        "完工",
        "建",
        "显示",
        "平均水平",
        "名单",
        "多家",
        "若干",
        "不断",
        "持续",
        "目前为止",
        "截至",
        "接近",
        "近年来",
        "未来",
        "所",
        "园区",
        "园内",
        "全园",
        "各区",
        "各市",
        "各县",
        "各地",
        "不同",
        "对比",
        "比较",
        "汇总",
        "统计",
        "一览",
        "变化",
        "结构",
        "整体情况",
    ]
)
COUNT = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:数量|总数|总量|总额|数额|数目|总规模)|(?:(?<=研发)|(?<=r&d))(?:经费支出|经费投入|经费|投入)(?!强度)"
)
NUMBER = re.compile(r"[\d.,%+\-—–~/]+")


@lru_cache(maxsize=1)
def _sets() -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """Each synonym with the shortest Chinese one of its set; for each first two characters the lengths, longest first."""
    heads: dict[str, str] = {}
    for line in lexicon(SYNONYMS):
        entries = [fold(entry) for entry in line.split()]
        one = min(entries, key=lambda entry: (entry[0].isascii(), len(entry)))
        for entry in entries:
            if 1 < len(entry) <= LONGEST:
                heads.setdefault(entry, one)
    lengths: dict[str, set[int]] = {}
    for entry in heads:
        lengths.setdefault(entry[:2], set()).add(len(entry))
    return heads, {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}


@lru_cache(maxsize=16384)
def unified(text: str) -> str:
    """A text folded, white space and words for quantity out, each synonym in the one form of its set."""
    heads, lengths = _sets()
    folded = COUNT.sub("", "".join(fold(text).split())).replace("开发", "研发")
    put, at = [], 0
    while at < len(folded):
        for size in lengths.get(folded[at : at + 2], ()):
            first = heads.get(folded[at : at + size])
            if first and at + size <= len(folded) and not _inside(folded, at, size):
                put.append(first)
                at += size
                break
        else:
            put.append(folded[at])
            at += 1
    return "".join(put)


def _inside(text: str, at: int, size: int) -> bool:
    """Whether a synonym in Latin letters is a part of a longer word."""
    first, last = text[at], text[at + size - 1]
    before, after = text[at - 1 : at], text[at + size : at + size + 1]
    return (first.isascii() and before.isascii() and before.isalnum()) or (
        last.isascii() and after.isascii() and after.isalnum()
    )


def terms(text: str, words: Words) -> tuple[str, ...]:
    """The words of a unified indicator that tell what it measures, each once, in alphabetic order."""
    told = {word for word in words.cut(text) if word not in LIGHT and not NUMBER.fullmatch(word)}
    return tuple(sorted(word for word in told if not any(word != other and word in other for other in told)))
