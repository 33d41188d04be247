"""Chinese phrases about a figure: the noun phrase before it, the noun behind it, lists, brackets, shares."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from index.ledger.places import places
from index.ledger.values import Value
from index.types import Span

TIME = re.compile(
    r"(?:截至|截止|到)?(?:(?:19|20)\d\d年)?(?:[上下]半年|第?[一二三四]季度|\d{1,2}月(?:\d{1,2}日)?)?[底末初]?(?<=[年月日底末初度])"
)
STOP = re.compile(r"[，；。！？：\n]|,(?!\d{3})|;|!|:(?!\d)")
BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
OPEN, CLOSE = "（(", "）)"
SHARE = re.compile(
    r"(?:占(?P<of>[^占，；、]{0,24}?)(?:的)?(?:比重|比例|比|份额)?|比重|占比|比例|份额|占有率|渗透率|覆盖率)(?:为|达到|达|是|约|高达|仅|近|超过|超|已|上升到|提高到|升至)*$"
)
GREW = re.compile(
    r"(?:增长|增速|增幅|下降|减少|上涨|降低|缩短|提升|提高|回落|下滑|上升|增加|递增|扩大|减排|节省|节约|增|降|升)(?:率|幅度|速度)?"
    r"(?:了|为|达到|达|约|近|超过|超|逾|高达)*$"
)
ABOVE = re.compile(r"(?:高于|低于|高出|领先|快于|是|为|相当于)(?P<of>[^，；]{2,20}?)的?$|(?P<part>[^，；]{2,20})的$")
GOAL = re.compile(
    r"力争|争取|拟(?=建|投|引|新)|预计|有望|预期|将(?=达|突破|超|建成|实现|增|提高|新增|形成|带动)|目标(?:为|是|：|到)|计划(?=到|建|投|新|在|用|培育|引|总|于)"
    r"|规划(?=建设|新建|到|至|总|用地|面积)|要(?:达到|建成|实现)|建议"
)
NEW = re.compile(
    r"新增|新认定|新引进|新建|新设|新签|新注册|新成立|新培育|净增|新获批|新入库|新吸纳|新开|新上|当年(?:认定|引进|获批|发放)"
)
ALL = re.compile(r"累计|历年|至今|以来|共有|现有|已有|拥有")
AS_OF = re.compile(r"截至|截止|年[底末]")
LEAD = re.compile(
    r"^(?:其中|此外|另外|同时|目前|截至目前|截止目前|截至|到目前为止|截止|而|但|并且|并|也|还|已|而且|以及|另有|另|如今|当前|现在|特别是|尤其是|总体上|总的来看|数据显示"
    r"|据统计|据悉|据了解|近年来|近些年|与此同时|从[^，]{1,12}?(?:上|来)?看|按[^，]{1,12}?计算?|有(?!机(?!器)|[效限色线轨关望毒害偿源])|[的和与及、或至到于在为是，])+"
)
TAIL = re.compile(  # possessive, as every sequence here: hostile text must not make it try all ways
    r"(?:各?拥有|仅?拥有|增加到|增长到|增加至|增长至|提高到|提升到|上升到|提高至|提升至|上升至|下降到|下降至|减少到|减少至|扩大到|扩大至|缩短至"
    r"|缩短到|发展到|攀升至|跃升至|回升至|不少于|不低于|数字是|建有|设有|现有|仅有|只有|总共|一共|共有|共计|合计|总计|总数|达到|超过|突破|约为"
    r"|大约|高达|多达|至少|至多|不足|不到|将近|接近|累计|分别|仅为|升至|增至|降至|最多|最高|达成|共|达|已|超|近|约|逾|破|为|是|有|仅|只"
    r"|还|也|就|的|了|到|至|从|由|满|过|将|在|于|各|[\s“”\"']|(?<!以)上)++$"
)
SHORT = 5  # characters of a noun phrase that does not say whose it is
SHARES = ("%", "‰", "倍", "百分点", "个百分点", "")
SPEECH = re.compile(r"(?:说|表示|介绍|透露|认为|指出|显示|称|看来|强调|要求|提出|明确|预测|测算)[，：]$")
CHANGED = re.compile(r"减少|增加(?![值到至])|降低|节约|节省|压减|压缩|缩短")
FRAME = re.compile(r"[\u4e00-\u9fff](?:之?中|方面|领域|里|当中)，$")
WITHIN = re.compile(r"^[，；\s]*其中")
VERB = re.compile(
    r"^(?:已经|已|共|总共|一共|累计|全部|还|又|新|再|先后|成功|正式|每年|每天|每月|日均|年均|全年|全市|可|能|将|只|仅|现|均|各|平均)*"
    r"(?:平均|人均|户均|每家|每户|每人|实现|完成|拥有|有|共有|设有|建有|建成|建立|建设|引进|引育|培育|发放|获得|获|带动|吸引|投入|投资|服务|新增|新建|新设|新引进|新认定|认定|设立|覆盖|提供|承担|解决|达成|开展|组织|举办|发生|产生|创造|支持"
    r"|入选|惠及|减少|节约|增加|申请|授权|发表|签约|落地|集聚|聚集|汇聚|募集|销售|生产|出口|进口|接待|处理|受理|办理|审核|资助|补助|兑付|使用|运营|接入|接管|部署|改造|种植|安装|投放|配备|开设|设置|招收|培养|输送"
    r"|培训|转化|孵化|成立|入驻|占地|总投资|共投|收录|采集|搜集|涉及|包括|涵盖|容纳|接收|救治|收治|服役|搭载|配有|吸纳|参与|参加|动员|发动|储备|派出|发射|铺设|开通|运行|停放|监测|识别|回收|利用|整合|达到|达|为|是|存|养|修|招|缴|卖)"
)
GENERIC = re.compile(  # what does not say of what there is so much
    r"^(?:总面积|总金额|总人数|总规模|总价值|总量|总数|总额|总计|合计|数量|规模|平均|人均|面积|总长|全长|占比|比重|比例|份额|同比|环比|年均"
    r"|增长|增速|增幅|下降|降幅|上升|累计|金额|人数|价值|其中|总|长|其|它|他|她|均|占|增|约|共|达|超|近|仅|较.{0,8}|比.{0,8}"
    r"|高于.*|低于.*|是.{0,10}|[\s“”])*+$"
)
TOPIC_END = re.compile(
    r"(?:最|位于|坐落|居|排名|排在|名列|位列|较为|比较|十分|非常|遥遥|领先|持续|不断|稳步|总体|呈|保持|方兴|进一步|明显|快速|迅速|逐年|依次|分别|相对|也|均|都|已|是|为|(?<!所)有|计划|预计|将于|拟于|在|将|正|把|达|占|共|累计|实现|取得|通过|出台|启动|开展|加快|发展|建设|增长|下降|开园|开工|成立|投入|建成|投产|启用|获批|入选|揭牌|落户).*$"
)
LISTED = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·+（）()\-]+(?:、[^、，；。]+?)+等(?:一批|多家|知名|众多)*")
EACH = re.compile(r"、|以及|和(?!谐)|与|及(?!其)")
SAID = re.compile(r"(?:拥有|有|达到?|为|是|以|实现|占|增长)+")
CHOSEN = re.compile(r"^.*?(?:区域|领域|城市|地区|企业|机构|市县|前[一二三四五六七八九十])(?:为|是|有)")
MARKS = re.compile(r"、")
MOVED = re.compile(r"(?:由|从)(?P<first>[^，；]*)$")
TAKEN = re.compile(r"^(?:的)?(?P<head>[\u4e00-\u9fffA-Za-z0-9“”\"《》+\-·&/]+)")
NO_HEAD = re.compile(r"中(?![小国学医药心])|的|在|为|是|由|比|较|以|左右|多|同比|其")
HEAD_END = re.compile(
    r"(?:，|。|、|；|和|及|与|以及|的?占比|占|左右|以上|以下|上下|不等|之多|来自|位列|位居|居|排名|增长|下降|上升|增至|升至|提高|增加到|降至|减少|缩短|扩大|增加(?!值)|提升).*$"
)


@lru_cache(maxsize=64)  # a sentence is asked for its clauses again and again
def clauses(text: str) -> tuple[Span, ...]:
    """Ranges between commas and stops; what stands in brackets belongs to the clause around it."""
    closed = [(match.start(), match.end()) for match in BRACKETS.finditer(text)]
    stops = (match.end() for match in STOP.finditer(text))
    ends = [0, *(end for end in stops if not any(a < end <= b for a, b in closed)), len(text)]
    return tuple((a, b) for a, b in pairwise(ends) if text[a:b].strip())


def plain(sentence: str, end: int, found: list[Value]) -> str:
    """The clauses of a sentence before a place that hold no figure."""
    spans = [(a, b) for a, b in clauses(sentence) if b <= end]
    return "".join(sentence[a:b] for a, b in spans if not any(a <= value.start < b for value in found))


def topic_of(clause: str) -> str:
    """The noun phrase that a clause without a figure opens with."""
    if SPEECH.search(clause):
        return ""
    bare = LEAD.sub("", TIME.sub("", no_brackets(clause).strip("，；。！？：,;:\n ")))
    if any(start == 0 and end >= len(bare) - 1 for start, end, _ in places(bare)):
        return ""
    return TOPIC_END.sub("", bare)[:48].strip("的“”")


def takes_up(phrase: str, topic: str) -> bool:
    """Whether a phrase takes up a word of the topic."""
    return any(phrase[i : i + 2] in topic for i in range(len(phrase) - 1))


def stat_of(before: str, value: Value) -> tuple[str, str, str]:
    """Share, growth, ratio or level; the phrase before it; the whole that a share is of."""
    bare = before
    if value.unit in SHARES or GREW.search(bare) or CHANGED.search(bare):
        trimmed = re.sub(r"(?:超过|超|近|约|逾|将近|接近|不足|不到|大约|高达|至少|达到|达|为|突破|仅)+$", "", bare)
        if (share := SHARE.search(trimmed)) and value.unit in ("%", "‰"):
            whole = re.sub(r"^(?:总量|总数|总额|总体|全部|其)$", "", (share["of"] or "").strip())
            return "share", trimmed[: share.start()], re.sub(r"的?(?:总数|总量|总额|数量|总)$", "", whole)
        if value.unit not in SHARES and CHANGED.search(trimmed):
            return "growth", CHANGED.sub("", trimmed), ""
        if grew := GREW.search(trimmed):
            return (
                "growth",
                re.sub(
                    r"(?:同比|环比|年均|较[^，]{0,10}|比[^，]{0,10}|相比[^，]{0,10})++$", "", trimmed[: grew.start()]
                ),
                "",
            )
        if value.unit in ("%", "倍") and (above := ABOVE.search(trimmed)):
            return "ratio", trimmed, above["of"] or above["part"]
    return "", before, ""


def head_of(after: str, value: Value) -> str:
    """The noun that a count stands before: 15个平台 has 平台; up to the next value, stop or list mark."""
    taken = TAKEN.match(after)
    if not taken or (value.unit in SHARES and not after.startswith("的")):
        return ""
    head = HEAD_END.sub("", taken["head"])
    return "" if len(head) < 2 or NO_HEAD.match(head) else head[:28]


def bracketed(sentence: str, start: int, value: Value) -> str | None:
    """The noun phrase before the bracket that a value stands in."""
    opened = max(sentence.rfind(char, start, value.start) for char in OPEN)
    if opened < 0 or any(sentence.find(char, opened, value.start) >= 0 for char in CLOSE):
        return None
    before = re.split(r"[，、；。：（）()]|和|与|及|是|为|有|于", sentence[start:opened])
    return before[-1].strip() if before else None


def respectively(sentence: str, start: int, inside: list[Value]) -> tuple[list[str], str] | None:
    """The things that 分别 gives a value each, in order, and the words behind the last; None where they are fewer."""
    before = sentence[start : inside[0].start]
    at = before.rfind("分别")
    if at < 0 or len(inside) < 2:
        return None
    for told in (before[:at], _clause_before(sentence, start)):
        told = CHOSEN.sub("", LEAD.sub("", no_brackets(told).strip("， ")))
        for marks in (MARKS, EACH):
            things = [thing for thing in marks.split(told) if thing]
            if len(things) >= len(inside):
                *most, last = things[-len(inside) :]
                end = _thing_ends(last, most)
                return [*most, last[:end]], TAIL.sub("", last[end:]).lstrip("的")
    return None


def _thing_ends(last: str, most: list[str]) -> int:
    """Where the last thing of a list ends and what all share begins: behind a place, before 的, as others end."""
    if named := [end for start, end, _ in places(last) if start == 0]:
        return named[0]
    if "的" in last:
        return last.index("的")
    return min((last.find(thing[-1], 1) + 1 for thing in most if thing[-1] in last[1:]), default=len(last))


def _clause_before(sentence: str, start: int) -> str:
    told = [sentence[a:b] for a, b in clauses(sentence) if b <= start]
    return told[-1].strip("，；： ") if told else ""


def without(text: str, parts: list[str]) -> str:
    """A text without the things of a list; nothing where it is such a list itself."""
    for part in parts:
        text = text.replace(part, "")
    text = text.strip("、和与及")
    return "" if "、" in text or places(text) else text


def no_brackets(text: str) -> str:
    """A text without what stands in brackets."""
    return BRACKETS.sub("", text)


def bare(phrase: str) -> str:
    """A phrase before a value without names, times, connectives in front, verbs and adverbs behind."""
    phrase = LISTED.sub("", no_brackets(phrase)).strip("，、；： ")
    return TAIL.sub("", LEAD.sub("", TIME.sub("", LEAD.sub("", phrase)).strip("，、；： ")))
