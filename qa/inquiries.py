"""Questions about the library itself, told by their whole wording: no question about the matter is taken for one.

A pattern must fit the folded question from end to end. What stands in it for a name or a subject is the inquiry's
`subject`, as the question writes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from index.words import fold


class Asks(Enum):
    """What is asked of a library."""

    ABILITIES = auto()  # what the program can do
    HOLDINGS = auto()  # which issues there are
    MAGAZINE = auto()  # what the magazine is about
    CONTENTS = auto()  # which articles an issue has
    AUTHOR = auto()  # what an author wrote
    SUBJECT = auto()  # which articles are about something
    WRITER = auto()  # who wrote an article
    ARTICLE = auto()  # what an article says


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One reading of a question: what it asks, in which language, of whom or what."""

    asks: Asks
    language: str
    subject: str = ""
    strict: bool = True  # the wording alone proves that the subject is of its kind


PAPERS = r"(?:文章|论文|稿子|稿件)"
ASKED = r"(?:哪些|什么|些什么|哪几|啥|几篇|多少篇?)"
SAID = r"(?:讲|说|写|谈|提|讨论|介绍|研究|涉及)(?:到|及|了|的|过|着)*"
HERE = (
    r"(?:(?:这个?|本|你的?|你们的?)?(?:文?库|资料库|知识库|系统|这里|这儿|手头)?(?:里面?|中|内|上)?"
    r"(?:都|一共|总共|共|现在|目前){0,2})"
)
MAGAZINE = r"(?:杂志|期刊|刊物|刊)"
X = r"(?P<subject>[^,。?!;:、]{1,40}?)"
WHO = r"(?P<subject>[^,。?!;:、的是]{2,24}?)"
BOOK = r"[《“\"](?P<subject>[^《》“”\"]{2,80})[》”\"]"
ISSUE = r"(?:\s*(?:in|of))?(?:\s+(?:it|here|(?:this|the|your) (?:library|collection)))?"

CHINESE: tuple[tuple[Asks, str], ...] = (
    (Asks.ABILITIES,
        r"你?(?:都|还)?(?:能|会|可以)(?:帮我|为我|替我)?(?:做|干|回答)(?:些|点)?(?:什么|啥"
        r"|哪些)(?:事情?|问题|东西)?"),
    (Asks.ABILITIES, r"你(?:是|叫)(?:谁|啥|什么(?:名字|东西|模型|程序)?)|你有(?:什么|哪些)(?:功能|本事|用处?)"),
    (Asks.ABILITIES,
        r"(?:使用)?(?:帮助|说明|说明书|方法|指南)|用法|(?:你|这|这个)?(?:系统|程序|工具|软件"
        r"|网站|东西)?(?:该?怎么|如何)(?:使?用|提问|问你?)"),
    (Asks.ABILITIES,
        r"我?(?:可以|能|该)?(?:向你)?问你?(?:些|点)?(?:什么|啥|哪些)(?:样的)?(?:问题)?|"
        r"(?:介绍(?:一下)?(?:你)?自己|自我介绍)|你好|您好"),
    (Asks.HOLDINGS,
        rf"{HERE}(?:有|收录?了?|包含|包括|存)(?:了)?(?:几|多少|哪几|哪些|什么)(?:期|本|册)"
        rf"(?:{MAGAZINE})?"),
    (Asks.HOLDINGS, rf"{HERE}(?:有|收录?了?)(?:哪些|什么|几[种本]|哪几[种本])(?:{MAGAZINE}|资料|期次)"),
    (Asks.HOLDINGS,
        r"(?:这个?|本|你的?|你们的?)?(?:文?库|资料库|知识库)(?:里面?|中|内)(?:都|一共|总共|现在|目前)?(?:有|是|收录?了?|放了?)(?:些"
        r"|点)?(?:什么|啥|哪些)(?:东西|内容|资料)?"),
    (Asks.MAGAZINE,
        rf"(?:这|这本|这份|这个|该|本){MAGAZINE}(?:主要|都|大概)?(?:是)?(?:讲|说|写|谈|关于|介绍|做|登)?(?:些)?(?:什么|哪些|啥"
        rf"|哪)(?:的|内容|方面的?|领域的?|内容的)?"),
    (Asks.MAGAZINE,
        rf"《{X}》(?:这本|这份|这个)?{MAGAZINE}?(?:主要)?是(?:一?[本份]|个)?(?:讲|写|说|谈|关于|介绍|做)?(?:什么|啥|哪方面|怎样|什么样)"
        rf"(?:内容)?的?{MAGAZINE}?"),
    (Asks.HOLDINGS, rf"《{X}》(?:{HERE})?(?:有|收录?了?)(?:几|多少|哪几|哪些)期"),
    (Asks.CONTENTS, rf"{HERE}(?:有|收录?了?)(?:哪些|什么|几篇|多少篇?){PAPERS}"),
    (Asks.CONTENTS,
        rf"(?:全部|所有|{PAPERS})?的?(?:{PAPERS})?(?:总?目录|列表|清单)(?:是|有)?(?:什么|哪些)?|列出(?:全部|所有){PAPERS}"
        rf"|(?:全部|所有){PAPERS}"),
    (Asks.ARTICLE,
        rf"(?:这|这一|该|本)(?:篇)?(?:文章|论文|文|篇)(?:主要|大概|到底)?{SAID}(?:是)?(?:些)?"
        rf"(?:什么|啥)(?:内容)?"),
    (Asks.ARTICLE,
        rf"{BOOK}(?:这篇|那篇|这一篇|一文|这篇文章|那篇文章|文章|一文中?)?(?:主要|大概|到底)?{SAID}"
        rf"(?:是)?(?:些)?(?:什么|啥)(?:内容)?"),
    (Asks.WRITER, rf"{BOOK}(?:这篇|那篇)?(?:文章|一文)?(?:是|由)?谁(?:写|撰写)(?:的)?"),
    (Asks.ARTICLE,
        rf"(?:总结|概括|概述|介绍)(?:一下)?(?:(?:这|这一|该|本)篇?(?:文章|论文)"
        rf"|{BOOK}(?:这篇|一文|这篇文章))"),
    (Asks.WRITER, rf"谁写(?:了|的){BOOK}"),
    (Asks.WRITER, rf"{BOOK}(?:这篇|那篇)?(?:文章|一文)?的作者(?:是谁|有谁|有哪些|叫什么|都?是哪些人)?"),
    (Asks.AUTHOR, rf"(?:作者)?{WHO}(?:一共|总共|都)?(?:写|撰写)(?:了|过)(?:哪些|什么|几篇|多少篇?){PAPERS}"),
    (Asks.AUTHOR, rf"(?:作者)?{WHO}的{PAPERS}(?:都|一共)?(?:有)(?:哪些|什么|几篇|多少篇?)"),
    (Asks.AUTHOR, rf"(?:有)?(?:哪些|哪几篇|什么){PAPERS}(?:是)?(?:由)?(?:作者)?{WHO}(?:写|撰写|所写|所著)的?"),
    (Asks.SUBJECT,
        rf"(?:有)?(?:哪些|哪几篇|哪篇|什么|几篇|多少篇?){PAPERS}(?:是|都|主要)?(?:{SAID}|关于"
        rf"|有关)(?:的?是|了)?{X}(?:的|问题)?"),
    (Asks.SUBJECT,
        rf"(?:有)?(?:哪些|哪几篇|哪篇|什么|几篇|多少篇?){PAPERS}(?:是)?(?:跟|和|与){X}(?:有关"
        rf"|相关)(?:的)?"),
    (Asks.SUBJECT,
        rf"(?:有没有|有哪些|有什么|有几篇|有多少|有|找一?下|找几篇|找|列出|列一下|哪些)?(?:是)?(?:关于|有关|{SAID}){X}的{PAPERS}"
        rf"(?:都?有)?(?:哪些|几篇|多少篇?|什么|吗)?"),
    (Asks.SUBJECT,
        rf"(?:有没有|有哪些|有什么|有几篇|有多少|有|找一?下|找几篇|找|列出|列一下|哪些)"
        rf"(?:跟|和|与){X}(?:有关|相关)的{PAPERS}"),
)  # fmt: skip
LOOSE: tuple[tuple[Asks, str], ...] = (  # of a name only if it is an author's: bodies publish and are studied, too
    (Asks.AUTHOR,
        rf"(?:作者)?{WHO}(?:一共|总共|都)?(?:发表|发|写|撰写)(?:了|过)?(?:哪些|什么|几篇|多少篇?)"
        rf"(?:{PAPERS}|东西)?"),
    (Asks.AUTHOR,
        rf"(?:作者)?{WHO}的(?:这篇|那篇|几篇)?(?:{PAPERS}|作品)(?:主要|都)?(?:{SAID}|关于)?(?:的)?(?:是)?(?:些)?"
        rf"(?:什么|啥|哪些)?(?:内容|问题)?(?:的)?"),
    (Asks.AUTHOR,
        rf"(?:作者)?{WHO}(?:主要|都)?(?:研究|写)(?:的)?(?:是)?(?:些)?(?:什么|啥)(?:内容|问题"
        rf"|方向)?(?:的)?"),
    (Asks.AUTHOR, rf"(?:有没有|有|找一?下|列出|看看)?(?:作者)?{WHO}(?:写)?的{PAPERS}"),
    (Asks.AUTHOR, rf"(?:作者)?{WHO}(?:一共|总共|都)?有(?:哪些|几篇|多少篇?){PAPERS}"),
)  # fmt: skip
LOOSE_ENGLISH: tuple[tuple[Asks, str], ...] = (
    (Asks.AUTHOR,
        r"(?:what (?:does|did|has) )(?P<subject>[^,?!]{2,40}?)(?: (?:study|research"
        r"|writ(?:e|ten)(?: about)?))"),
    (Asks.AUTHOR, r"(?P<subject>[^,?!]{2,40}?)(?:'s?)? (?:articles?|papers?)"),
)  # fmt: skip
OF_ISSUE: tuple[tuple[Asks, str], ...] = (  # behind the name of an issue, which is taken out
    (Asks.CONTENTS,
        rf"(?:里面?|中|上)?(?:都|一共|总共|共|主要)?(?:有|{SAID}|刊?登|发表?|刊发|收录?|包括|包含)(?:了|的|过|着)*(?:是)?{ASKED}"
        rf"(?:{PAPERS}|内容|主题|话题|方面|东西)?"),
    (Asks.CONTENTS,
        rf"(?:的)?(?:全部|所有|主要|详细)?(?:{PAPERS})?的?(?:目录|内容|篇目|主题|{PAPERS}|列表|清单)(?:是|都?有)?(?:什么|哪些"
        rf"|啥|几篇|多少篇?)?"),
    (Asks.CONTENTS, r""),
)  # fmt: skip
ENGLISH: tuple[tuple[Asks, str], ...] = (
    (Asks.ABILITIES,
        r"what (?:can|do) (?:you|this(?: program| app)?|hangke) (?:do|answer)(?: for me)?|who are you"
        r"|what are you|help(?: me)?"),
    (Asks.ABILITIES,
        r"how (?:do|can|should|to) (?:i )?(?:use|ask) (?:this(?: program| app)?|it|you|hangke)"
        r"|what (?:questions )?(?:can|should|may) i ask(?: you| here)?|hello|hi"),
    (Asks.HOLDINGS, rf"how many (?:issues|magazines)(?: (?:are there|are|do you have|can i ask about))?{ISSUE}"),
    (Asks.HOLDINGS,
        rf"(?:what|which) (?:issues|magazines)(?: (?:are there|are|do you have|can i ask about))?{ISSUE}"
        rf"|list (?:all )?(?:the )?issues"),
    (Asks.HOLDINGS,
        r"what(?:'s| is) (?:there )?in (?:the|this|your) (?:library|collection)|what do you "
        r"(?:have|hold)"),
    (Asks.MAGAZINE,
        r"what(?:'s| is) (?:this|the) (?:magazine|journal|periodical) (?:all )?about|what does "
        r"(?:this|the) (?:magazine|journal|periodical) (?:cover|write about)"),
    (Asks.CONTENTS,
        rf"(?:which|what|how many) articles (?:are (?:there)?|do you have|does it (?:have|contain)){ISSUE}"
        rf"|(?:list|show)(?: me)?(?: all)? ?(?:the )?articles{ISSUE}|(?:the )?(?:table of )?contents"),
    (Asks.ARTICLE,
        r"what (?:does|is) (?:this|the) (?:article|paper) (?:say|about|tell us)|"
        r"(?:summari[sz]e|summary of) (?:this|the) (?:article|paper)"),
    (Asks.WRITER, rf"who (?:wrote|is the author of|are the authors of) (?:the (?:article|paper) )?{BOOK}"),
    (Asks.AUTHOR,
        r"(?:which|what|how many) (?:articles|papers)(?: (?:are|were))?(?: there)?(?: written)? by "
        r"(?P<subject>[^,?!]{2,40})"),
    (Asks.AUTHOR,
        r"(?:which|what|how many) (?:articles|papers) (?:did|has) (?P<subject>[^,?!]{2,40}?) "
        r"(?:write|written|publish|published)"),
    (Asks.AUTHOR,
        r"(?:(?:list|show|find)(?: me)? )?(?:all )?(?:the )?(?:articles|papers) (?:written )?by "
        r"(?P<subject>[^,?!]{2,40})"),
    (Asks.SUBJECT,
        r"(?:which|what|how many) (?:articles?|papers?)(?: (?:is|are)(?: there)?)? (?:about|on"
        r"|discuss|discusses|mention|mentions|cover|covers|deals? with|talks? about|concerns?|related to"
        r"|concerning) (?P<subject>[^,?!]{2,80})"),
    (Asks.SUBJECT,
        r"(?:(?:are there|is there|list|find|show)(?: me)? )?(?:any |all |an )?(?:the )?"
        r"(?:articles?|papers?) (?:about|on|that (?:discuss|mention|cover)) (?P<subject>[^,?!]{2,80})"),
)  # fmt: skip
OF_ISSUE_ENGLISH: tuple[tuple[Asks, str], ...] = (
    (Asks.CONTENTS,
        r"what(?:'s| is)(?: in| about)?|what does(?: it)? (?:say|contain|cover|have)|(?:which|what"
        r"|how many) articles (?:are(?: there)?|does (?:it )?(?:have|contain))(?: in)?|(?:the )?"
        r"(?:table of )?contents(?: of)?|(?:list|show)(?: me)?(?: all)?(?: the)? articles"
        r"(?: in)?|(?:summari[sz]e|summary(?: of)?|what)"),
)  # fmt: skip
POLITE = re.compile(
    r"^(?:请问|请|麻烦|劳驾|帮我|给我|告诉我|我?想知道|我想看看|说说|看看|介绍一下(?!你|自己)"
    r"|please |could you |can you |tell me |show me )+"
)
CLOSING = re.compile(r"(?:[?!。.,~;:\s]|吗|呢|啊|呀|吧)+$")
THIS = re.compile(
    r"(?:最新的?一?期|最近一?期|这一?期|本期|\b(?:in |of )?(?:this|the (?:latest|newest|last|current)) issue\b)"
    r"(?:的?杂志|期刊|刊物)?(?:里面?|中|上)?"
)
NUMBERED = re.compile(r"^第\s*(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})\s*期(?:杂志|期刊|刊物)?(?:里面?|中|上)?")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it is compared: `shown` in the question's own characters, `folded` of the same length."""

    shown: str
    folded: str

    @classmethod
    def of(cls, text: str) -> Wording:
        """Without what is said to the one asked and the marks at the end."""
        plain = " ".join(unicodedata.normalize("NFKC", text).split())
        folded = fold(plain)
        shown = plain if len(plain) == len(folded) else folded
        opening = POLITE.match(folded)
        start = opening.end() if opening else 0
        closing = CLOSING.search(folded, start)
        end = closing.start() if closing else len(folded)
        return cls(shown[start:end], folded[start:end])

    def without(self, match: re.Match[str]) -> Wording:
        """Less what was matched."""
        cut = (f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}" for text in (self.shown, self.folded))
        return Wording(*(text.strip() for text in cut))


def read(wording: Wording, of_issue: bool) -> Iterator[Inquiry]:
    """The readings of a question, likeliest first; `of_issue`: it named an issue, which is taken out of it."""
    behind = [("zh", True, OF_ISSUE), ("en", True, OF_ISSUE_ENGLISH)] if of_issue else []
    ahead = [("zh", True, CHINESE), ("en", True, ENGLISH), ("zh", False, LOOSE), ("en", False, LOOSE_ENGLISH)]
    for language, strict, patterns in [*behind, *ahead]:
        for asks, pattern in patterns:
            if match := re.fullmatch(pattern, wording.folded):
                span = match.span("subject") if match.groupdict().get("subject") else (0, 0)
                yield Inquiry(asks, language, wording.shown[slice(*span)].strip(), strict)
