"""Who issued a document, and when, from the words around its name. Nothing is told that the words do not tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index import periods

HAN = "\u3400-\u9fff"
ADVERB = (
    "(?:联合|正式|共同|先后|陆续|相继|又|还|也|专门|率先|已经|已|就|即|便|再次|首次|研究|组织|牵头|最新|随后|接连|密集|累计|重磅"
    "|对外|面向社会|公开)*"
)
ISSUED = (
    "(?:印发|出台|发布|公布|颁布|颁发|下发|制定|制订|编制|推出|发出|发表|审议通过|表决通过|通过(?=[了的])|(?<=[会大])通过|批准|批复|实施|施行|签署"
    "|起草|修订|修改|编写|编著|撰写|转发)"
)
VERB = re.compile(rf"(?P<adverb>{ADVERB}){ISSUED}(?:实施|施行|执行)?(?:了|的|过)?(?=[^，。；！？《》]{{0,40}}$)")
PASSIVE = re.compile(rf"^[^，。；！？《》]{{0,30}}?{ADVERB}{ISSUED}(?!的|了?数据|[^，。；]{{0,4}}显示)")
IN_FORCE = re.compile(r"^[，,]?(?:也|将|已)?(?:自|从|于)[^，。；]{4,14}?(?:起)?(?:正式)?(?:施行|实施|生效|执行)")
BY = re.compile(rf"^由(?P<body>[^，。；]{{2,40}}?)(?=(?:于|在|近日|日前|\d{{4}}年)|{ADVERB}{ISSUED})")
YEAR = r"(?P<year>(?:19|20)\d\d|(?<!\d)\d\d(?=年\s*\d{1,2}\s*月))\s*年"
RELATIVE = r"(?P<relative>前年|去年|今年|本年|上年|同年|当年)"
MONTH = r"(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?"
DATE = re.compile(
    rf"(?:{YEAR}|{RELATIVE})(?:\s*{MONTH})?(?P<end>[底末初]|[上下]半年)?"
    rf"|(?<![\d年])(?P<lone_month>\d{{1,2}})\s*月(?:\s*(?P<lone_day>\d{{1,2}})\s*日)?(?![份内后])"
    r"|(?<!\d)(?P<dotted>(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?)(?!\d)"
)
NO_DATE = re.compile(r"^\s*(?:以来|至今|开始|[—\-–~至到]\s*\d|前|之前|以前|后|之后|间|期间|版|度)")
BEFORE_NO_DATE = re.compile(r"(?:到|至|截至|截止|面向|力争|预计|[—\-–~])\s*$")
SPEAKS = re.compile(r"^(?:就|中|里|首次)?(?:明确)?(?:提出|明确|要求|指出|规定|启动|将|把)")
ABSOLUTE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
LEAD = re.compile(
    r"^(?:根据|按照|依据|依照|遵照|据|在|从|自|由|为此|同时|随后|其中|此外|目前|近年来|近日|日前|近期|最近|如|例如|比如|继|对|经|以|与|和|及|这"
    r"|结合|贯彻|落实|响应|参照|借鉴|并|且|而|是|此后|此前|随即|之后|新建立的|新成立的|以及|其次|首先|最后|后来|之后|另外|作为)"
)
TAIL = re.compile(rf"(?:起|据此|于|在|又|还|也|就|已|已经|近日|日前|先后|{ADVERB})$")
SUFFIX = (
    r"(?:国务院|中共中央|政府|办公厅|办公室|委员会|常委会|人大|[省市区县州]|国家|新区|开发区|管委会|[发改卫健网信经科编统计]+委|省委|市委|区委"
    r"|部|局|厅|署|院|所|会|智库|顾问|大学|学院|公司|集团|协会|学会|中心|联盟|银行|法院|检察院|实验室|机构|组织|编辑部|工信部|欧盟|联合国)"
)
ORGANISATION = re.compile(rf"[{HAN}A-Za-z0-9·()（）、和与及]{{0,40}}{SUFFIX}$")
ALONE = re.compile(
    rf"^(?:(?:(?![和与])[{HAN}A-Za-z]){{0,20}}?{SUFFIX}[、和与]){{0,4}}[{HAN}A-Za-z]{{0,20}}?{SUFFIX}(?=作为|通过|高度|积极|大力|以|基于|围绕|针对|结合|根据|在"
    r"|为|对|经|立足|聚焦|开展|组织|牵头|按照|加强|推进|推动|坚持|着力|不断|充分|全面|也|还|又|就|已|[和与])"
)
NOBODY = re.compile(
    r"^(?:我国|国家|各国|本文|本报告|报告|我们|他们|其|该|各地|各市|各部门|有关部门|国家相关部委|相关部门|部门|地方|政府|大家|会议|全国|国内|国际|世界|主管部门)$"
)
COUNTRIES = "美国|英国|德国|法国|日本|韩国|欧盟|俄罗斯|印度|加拿大|新加坡|澳大利亚|以色列"
APPOSED = re.compile(rf"^(?:[{HAN}A-Za-z]{{0,24}}{SUFFIX}|{COUNTRIES})$")
PARTED = re.compile(
    r"[，。；：、\s“”（(》]|(?<!工业)(?<!资源)(?<!住房)(?<!文化)(?<!发展)(?<!卫生)(?<!规划)(?<!经济)和|与|及|根据|按照|依据|如|据|在|以|的"
    r"|落实|贯彻|借鉴|参照|对照|修订|学习|执行|遵循|结合"
)
TRAILING = re.compile(r"(?:的|最新|联合|\s)+$")
SPOKEN = re.compile(rf"^[{HAN}A-Za-z ]{{2,12}}$")
FIELD_BODY = re.compile(r"(?:发布|发文|印发|出台|颁布|制定)(?:机构|部门|单位|机关|主体)[ ：:]\s*([^；;\n]{2,40})")
FIELD_DATE = re.compile(
    r"(?:发布|发文|印发|出台|颁布|制定|实施)?(?:时间|日期|年份)(?:（[^）]{0,6}）)?[ ：:]\s*([^；;\n]{4,16})"
)


@dataclass(frozen=True, slots=True)
class Around:
    """The words of a sentence around a name: `before` since the name before it, `after` up to the next one.

    `earlier` is what stands before all that in the passage, `lead` the sentence up to the name with all in it.
    """

    before: str
    after: str
    lead: str
    earlier: str
    issue: str  # the name of the issue, which 去年 is seen from


def issuer(around: Around, is_report: bool) -> str | None:
    """The body that the words say issued it."""
    if field := FIELD_BODY.search(around.after):
        return field[1].strip()
    if by := BY.match(around.after):
        return _body(by["body"])
    clause = re.split(r"[，；：]", around.lead)[-1]
    if verb := VERB.search(clause):
        return _subject(clause[: verb.start()], around.lead)
    return _apposed(around.before, is_report)


def _subject(words: str, lead: str) -> str | None:
    """Who does it: the words before the verb, else the body that an earlier clause of the sentence begins with."""
    if told := _body(words):
        return None if NOBODY.match(told) else told
    clauses = reversed(re.split(r"[，；：]", lead)[:-1])
    bodies = (ALONE.match(_led(clause)) for clause in clauses)
    return next((_whole(body) for body in bodies if body and not NOBODY.match(body[0])), None)


def _whole(body: re.Match[str]) -> str:
    """The body, with the others that it is joined to."""
    more = re.match(
        rf"(?:[、和与][{HAN}A-Za-z]{{2,16}}?(?=通过|[、和与]|以|在|对|为|经|$))*", body.string[body.end() :]
    )
    return body[0] + (more[0] if more else "")


def _body(words: str) -> str:
    """A subject without the words of time and place around it."""
    told = words.strip()
    before = ""
    while told != before:
        before = told
        told = TAIL.sub("", _undated(_led(told))).strip(" ，、")
    told = re.split(r"的|由(?!于)", told)[-1].replace("会同", "、")
    return told if len(told) > 1 else ""


def _led(words: str) -> str:
    words = LEAD.sub("", _undated(words.strip()))
    return words.strip(" ，、")


def _undated(words: str) -> str:
    """Words without a date at their ends."""
    for match in DATE.finditer(words):
        if match.start() == 0:
            return words[match.end() :].lstrip(" ，、")
        if match.end() == len(words):
            return words[: match.start()].rstrip(" 于在")
    return words


def _apposed(before: str, is_report: bool) -> str | None:
    """A body right before the name: 工信部《…》; before that of a report also a name that is no body's by its form."""
    words = _undated(TRAILING.sub("", before))
    told = PARTED.split(words)[-1]
    if APPOSED.match(told):
        return told if len(told) > 1 and not NOBODY.match(told) else None
    clause = _undated(re.split(r"[，；：。]", words)[-1])
    spoken = is_report and clause == _led(clause) and SPOKEN.match(clause) and not NOBODY.match(clause)
    return clause if spoken else None


def date(around: Around) -> str | None:
    """When it was issued: `2017`, `2017-07` or `2017-07-08` (ISO 8601); None where the words do not tell."""
    if field := FIELD_DATE.search(around.after):
        found = DATE.search(field[1])
        return _iso(found, around) if found else None
    found = next((found for way in (_passive, _active, _in_force, _adjacent) if (found := way(around))), None)
    return _iso(found, around) if found else None


def _passive(around: Around) -> re.Match[str] | None:
    """2030年5月，《…》正式发布, or 《…》于2030年5月发布."""
    passive = PASSIVE.match(around.after)
    return (_last(passive[0]) or _last(_near(around))) if passive else None


def _active(around: Around) -> re.Match[str] | None:
    """2030年5月，某部印发《…》."""
    before = _near(around)
    verb = VERB.search(before)
    return _last(before[: verb.end()]) if verb else None


def _near(around: Around) -> str:
    return around.before.rsplit("；", 1)[-1]


def _in_force(around: Around) -> re.Match[str] | None:
    """《…》自2030年5月1日起施行."""
    in_force = IN_FORCE.match(around.after)
    return DATE.search(in_force[0]) if in_force else None


def _adjacent(around: Around) -> re.Match[str] | None:
    """The year right before the name: 2030年《…》; with a comma between, if the document is what goes on to speak."""
    before = TRAILING.sub("", _near(around))
    told = before.rstrip("，") if SPEAKS.match(around.after) else before
    found = _last(told)
    return found if found and found.end() == len(told) and found["year"] else None


def _last(words: str) -> re.Match[str] | None:
    """The last date; None where it is but the end of a span of time."""
    found = next(reversed(list(DATE.finditer(words))), None)
    if found is None or NO_DATE.match(words[found.end() :]) or BEFORE_NO_DATE.search(words[: found.start()]):
        return None
    return found


def _iso(found: re.Match[str], around: Around) -> str | None:
    if found["dotted"]:
        return "-".join(part.zfill(2) for part in re.split(r"[-./]", found["dotted"]))
    year = _year(found, around)
    parts = (found["month"] or found["lone_month"], found["day"] or found["lone_day"])
    numbers = [int(part) for part in parts if part]
    if year is None or any(not 0 < number <= most for number, most in zip(numbers, (12, 31), strict=False)):
        return None
    return "-".join([str(year), *(f"{number:02d}" for number in numbers)])


def _year(found: re.Match[str], around: Around) -> int | None:
    """The year told; of a month alone and of 同年 the year named last before it; of 去年 as seen from the issue."""
    if found["year"]:
        return int(found["year"]) if len(found["year"]) == 4 else 2000 + int(found["year"])
    relative = found["relative"]
    if relative in periods.SHIFTS or relative == "本年":
        now = periods.seen_from(around.issue)
        return now + periods.SHIFTS.get(relative, 0) if now else None
    words = around.earlier + around.lead
    years = ABSOLUTE.findall(words)
    return int(years[-1]) if years else None
