"""A sentence that tells a figure, turned into the question for it: 网由32个浮标组成 asks 网由多少个浮标组成.

Only a clause that stands on its own is turned: the first of its sentence, whole, with one figure in it and nothing that
points back. Most sentences give no question, which costs little: a library has far more than anyone asks.
"""

from __future__ import annotations

import re

from index import sentences
from index.types import Span
from qa import forms
from qa.ledger import Told

SHORTEST, LONGEST = 9, 32  # characters of a question
SUBJECT = 8  # characters before a figure that tell enough where they name no place
DAY = r"(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?"
WHEN = re.compile(rf"(?:截至|截止|到|在|自)?{DAY}(?:上半年|下半年|第[一二三四]季度)?(?:底|末|初)?，")
ENDED = re.compile(r"[。！][”’）)」』]*$")
BACK = re.compile(  # what points to something said before, or to the text itself, or is not said of one thing alone
    r"[我你您他她它该此这那其某]|本(?:文|次|报告|市|省|区|刊|届|项|期)|全[市省区县]|上述|前者|后者|[图表]\s*\d|[两二三四五]者|同[比期]|以来|目前"
    r"|现在|如今|近年|今年|去年|明年|当[时年前]|当地|截至(?!\d)|另[有外]?|[余剩]下|分别|依次|各[有为占]|预计|据|虽|但|还|也|又|却|占比|：|中所|摄(?![氏影像制])"
)
OPENING = re.compile(
    r"(?:而|并|且|则|就|即|如|以|由(?:于|此)|因|所以|同时|不仅|尽管|为了?|从|对|将|把|被|是|有|在|占|达|约|共|超|已|新增|累计|平均|随着"
    r"|通过|根据|[一二三四]是|首[先批次届]|[市省县区镇乡村校厂园](?:[里内属]|政府)|未来|过去|今后|打造|培育|形成|推动|培养|力争|建设|开展|最后|例如|比如|特别|尤其|全部|样本|样品|调查|受访|课题组|指数|第|成立|[（(“\"\d、一])"
)
VALUE = re.compile(
    r"\d[\d.,]*(?P<scale>[十百千万亿]*)[多余]?(?P<unit>[%％]|[^\d\s一二三四五六七八九十百千万亿%％~～—-]{1,3})$"
)
AROUND = re.compile(r"(?:以[上下]|左右|之多)+$")
QUALIFIED = re.compile(r"(?:大约|将近|接近|超过|高达|多达|共计|总计|合计|至少|不到|不足|达到|[约近超逾仅只达共已])+$")
HEDGED = re.compile(r"(?:大约|[约仅已])(?=[占为是])")
LEFT_OPEN = re.compile(r"[前第之每内中里]的?$")
AMOUNT = re.compile(r"(?:数量|规模|总[量数额])$")
ENDING = re.compile(r"(?:[为是有占了到过出成得至由在起下建]|要[用建]|进入)$")
BARE = re.compile(r"[了过]$")  # what is counted stands elsewhere
TOLD = re.compile(  # has its verb before the figure
    r"(?<![国所含特固])有(?![限效关色机害序])|实现|引进|聚集|集聚|申请|发放|推出|设立|投入|投融资|建成|获投|发生|引育|吸引|调用|完成|达成"
    r"|布设|列出|连续|累计|认定|聘请|开设|举办|接待|生产|销售|种植|运送"
)
ACTS = re.compile(
    r"引入|支持|获得|参加|拥有|实现|进入|选择|布局|发起|完成|采用|使用|开展|组成|增加|通过|落户|从事|上市|入选|生产|出自|毕业|申请|加入|来自|接入"
)
FIGURE = re.compile(rf"\d|[一二三四五六七八九十百千万亿两]+[{forms.COUNT}亿万%％成倍]")
DANGLING = re.compile(r"(?:[里中下时后前上的]|之间|等)$")
PAIRS = ("《》", "“”", "（）", "()", "「」", "『』")
HAN = re.compile(r"[\u3400-\u9fff]")
MONEY = ("元", "美元", "欧元")
SHARE = "百分之多少"


def question(told: Told) -> str | None:
    """The question that the sentence of a figure answers; None where its clause cannot stand alone."""
    entry, passage = told.entry, told.passage
    start, end = passage.sentences[entry.sentence]
    text, at = passage.text[start:end], (entry.start - start, entry.end - start)
    if entry.table or entry.mode == "goal" or passage.kind != "text" or not ENDED.search(text):
        return None
    clause, (first, last) = _opened(text, at) or ("", (0, 0))
    asking = _asking(clause[first:last])
    if asking is None:
        return None
    before = HEDGED.sub("", QUALIFIED.sub("", clause[:first]))
    if not entry.rooted and len(WHEN.sub("", before)) < SUBJECT:
        return None
    after = AROUND.sub("", clause[last:].strip("，,；;。！ ”"))
    return _made(before, asking, after) if _alone(before, after) else None


def _opened(text: str, at: Span) -> tuple[str, Span] | None:
    """The first clause of a sentence, with a date before it, if the figure stands in it; and where it stands there."""
    dated = WHEN.match(text)
    skipped = dated.end() if dated else 0
    start, end = next((span for span in sentences.clauses(text) if span[1] > skipped), (0, 0))
    return (text[:end], at) if max(start, skipped) <= at[0] and at[1] <= end else None


def _asking(value: str) -> str | None:
    """多少 with the unit of a value; None of one that is no plain number with a unit."""
    found = VALUE.search(AROUND.sub("", value))
    if found is None or FIGURE.search(value[: found.start()]) or re.search(r"[-—~～]", value):
        return None
    if found["unit"] in "%％":
        return SHARE
    scale = found["scale"][-1:] if found["unit"] in MONEY and found["scale"][-1:] in ("万", "亿") else ""
    return f"多少{scale}{found['unit']}"


def _alone(before: str, after: str) -> bool:
    """Whether what stands about a figure can stand without the text around it."""
    rest = re.sub(DAY, "", before + after)
    opening = WHEN.sub("", before)
    return bool(
        HAN.search(opening)
        and not BACK.search(rest)
        and not OPENING.match(opening)
        and not FIGURE.search(rest)
        and not DANGLING.search(after)
        and not LEFT_OPEN.search(before)
        and all(rest.count(pair[0]) == rest.count(pair[1]) for pair in PAIRS)
    )


def _made(before: str, asking: str, after: str) -> str | None:
    """The words with the question in them, and with a verb; None without one, or too long."""
    if not after and BARE.search(before) and asking != SHARE and not asking.endswith(MONEY):
        return None
    whole = asking == SHARE and before.endswith("的")  # 占全国的30%
    told = whole or ENDING.search(before) or (asking != SHARE and TOLD.search(before) and not AMOUNT.search(before))
    if (after and not told and not ACTS.search(after)) or (not after and before.endswith("的") and not whole):
        return None
    made = f"{before}{'' if after or told else _verb(before, asking)}{asking}{after}？"
    return made if SHORTEST <= len(made) <= LONGEST and "\n" not in made else None


def _verb(before: str, asking: str) -> str:
    """What stands between a subject and its figure."""
    if asking == SHARE and "占" in before and not before.endswith(("比重", "比例", "比")):
        return "的"
    return "是" if asking == SHARE or asking.endswith(MONEY) else "有"
