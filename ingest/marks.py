"""What single lines say of themselves: captions, notes, credits, end marks, table cells, lists of names."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from ingest.chars import CACHED, CLOSERS, GLYPH, TERMINAL, ends_sentence, han_share, width
from ingest.types import Line

SYMBOLS = "■◆●▲◼▪□◇○△★☆※◎❖✦▇█♦⬛⬥" + GLYPH
CAPTION = re.compile(
    r"^(?:图|表|附表|附图|照片|Fig(?:ure)?\.?|Table)\s*[\d一二三四五六七八九十]+(?:[-—.．]\d+)?"
    r"(?![\d%])(?!\s*[)）、，。；])(?![可所中列是为显反说给])(?!.*(?:可知|所示|显示|列出了|可以看出))"
)
TABLE_CAPTION = re.compile(r"^(?:附?表|Table)\s*[\d一二三四五六七八九十]")
NOTE = re.compile(
    r"^[（(【\[]?\s*(?:编\s*者\s*按|编者的话|导\s*读|本文作者|作者单位|作者简介|第一作者|通讯作者|作者系|基金项目|收稿日期"
    r"|本文系|本文参考文献|参\s*考\s*文\s*献|部分数据来源|注\s*[:：]|说明\s*[:：]|本刊综合报道|本文由)"
)
EDITOR_NOTE = re.compile(r"^[【\[(（]?\s*(?:编\s*者\s*按|编者的话|导\s*读)\s*[】\])）]?\s*[:：]?\s*$")
CREDIT = re.compile(
    r"^[（(]?\s*(?:数据来源|资料来源|图片来源|来\s*源|单\s*位|制\s*图|摄\s*影|供\s*图|图\s*片|插\s*图|作\s*者|图|摄)\s*[:：/／|]"
)
EDITOR = re.compile(
    r"[（(【\[]?\s*(?:责任编辑|责\s*编|编\s*辑|校\s*对|栏目主持)\s*[:：/／|]"
    r"\s*[\u4e00-\u9fff· ]{2,12}\s*[)）】\]]?\s*$"
)
FINISHED = re.compile(r"[（(【\[]\s*(?:完|全文完)\s*[)）】\]]\s*$")
NUMERIC = re.compile(  # the digit is the last one, so that there is one way only to try
    r"^[\d\s.,，%％+\-–—~～年月日/：:()（）<>≥≤前后以上下]*\d[\s.,，%％+\-–—~～年月日/：:()（）以上下]*$"
)
LEGEND = re.compile(rf"^(?:[{SYMBOLS}]\s*[^\s{SYMBOLS}]{{1,12}}\s*){{1,8}}$")
LEVEL = re.compile(
    rf"^(?:[一二三四五六七八九十]{{1,3}}[、.．]|[（(][一二三四五六七八九十\d]{{1,3}}[)）]|\d{{1,2}}[、.．](?!\d)|[{SYMBOLS}●▶►]\s*\S)"
)
REFERENCE = re.compile(r"[\[［〔【]\s*\d{1,3}\s*[\]］〕】]")  # one more entry of a list of references
LATIN_TOKEN = re.compile(r"[A-Za-z]{2,}")
MIN_LATIN = 3  # words
LATIN_WORD = re.compile(r"\b[a-z]{2,}\b")
MONTH = re.compile(r"(?:1?\d|[一二三四五六七八九十]{1,2})\s*月")
SENTENCE = re.compile(r"[。；！？]")
PUNCTUATED = re.compile(r"[，。；！？]")
QUESTION_END = re.compile(r"[？?]$")
MAX_LABEL = 7.5
MAX_RUN_LABEL = 11.5  # in a run of labels
MIN_NAMES = 3
MIN_FIGURES = 3  # on the scale of a chart
MAX_CHART_WORDS = 0.4  # share of Chinese characters in it


def end_mark(lines: list[Line]) -> str | None:
    """The symbol that closes this issue's articles: at a line's end, behind a full stop, again and again."""
    after = Counter(
        line.text[-1]
        for line in lines
        if line.text[-1] in SYMBOLS and (len(line.text) == 1 or ends_sentence(line.text[:-1].rstrip()))
    )
    return after.most_common(1)[0][0] if after else None


@lru_cache(CACHED)
def strip_end(text: str, mark: str | None) -> tuple[str, bool]:
    """Take an end mark, a line on the editor or （完） off the end; tell whether there was one."""
    bare = FINISHED.sub("", EDITOR.sub("", text)).rstrip()
    if mark and bare.endswith(mark) and (bare == mark or ends_sentence(bare[:-1].rstrip())):
        bare = bare[:-1].rstrip()
    return bare, bare != text


@lru_cache(CACHED)
def is_caption(text: str) -> bool:
    """Whether a line opens the caption of a figure or table."""
    return CAPTION.match(text) is not None and width(text) <= 48 and text[-1:] not in "。，、"


def is_credit(text: str) -> bool:
    """Whether a line names a source, a unit or a photographer, and no more."""
    return CREDIT.match(text) is not None and width(text) <= 44 and not text.endswith("，")


@lru_cache(CACHED)
def is_note(text: str) -> bool:
    """Whether a line opens a note: on the author, on sources, an editor's note."""
    return NOTE.match(text) is not None


@lru_cache(CACHED)
def is_cell(text: str) -> bool:
    """Whether a line can be a table cell or a label of a figure: a number, or a few words unpunctuated."""
    if MONTH.fullmatch(text):
        return False
    return NUMERIC.match(text) is not None or LEGEND.match(text) is not None or is_label(text)


@lru_cache(CACHED)
def is_label(text: str, limit: float = MAX_LABEL) -> bool:
    """Whether a line is a short label: a name under a photograph, a place on a map."""
    return (
        not (MONTH.fullmatch(text) or is_latin_prose(text))
        and width(text) <= limit
        and not PUNCTUATED.search(text)
        and text[-1:] not in "、：:"
    )


def is_run_label(text: str) -> bool:
    """Whether a line can be a label in a run of labels, where longer ones stand too."""
    return is_label(text, MAX_RUN_LABEL)


def is_latin_prose(text: str) -> bool:
    """Whether a line is running text in a Latin script: an abstract, a reference."""
    return han_share(text) == 0 and len(LATIN_WORD.findall(text)) >= MIN_LATIN


def changes_script(before: str, after: str) -> bool:
    """Whether running text in a Latin script begins or ends between two lines: an abstract in English."""
    return (_is_latin(after) and han_share(before) > 0) or (_is_latin(before) and han_share(after) > 0)


def _is_latin(text: str) -> bool:
    return han_share(text) == 0 and len(LATIN_TOKEN.findall(text)) >= MIN_LATIN


@lru_cache(CACHED)
def is_names(text: str) -> bool:
    """Whether a line is a row of names parted by spaces."""
    words = text.split(" ")
    chinese = sum(han_share(word) > 0 for word in words)
    return len(words) >= MIN_NAMES and chinese >= 2 and not PUNCTUATED.search(text) and len(text) / len(words) <= 9


def is_chart(text: str) -> bool:
    """Whether a line holds the scale of a chart: several figures, next to no words."""
    figures = sum(NUMERIC.match(word) is not None for word in text.split(" "))
    if figures < MIN_FIGURES or is_latin_prose(text):
        return False
    return han_share(text) < MAX_CHART_WORDS and not SENTENCE.search(text)


@lru_cache(CACHED)
def opens_heading(text: str) -> bool:
    """Whether a line can be (part of) a heading: it does not end as a sentence or clause does."""
    last = text.rstrip(CLOSERS)[-1:]
    return (
        bool(last)
        and (last not in TERMINAL + "，、,.…" or bool(QUESTION_END.search(text)))
        and (not NUMERIC.match(text) or MONTH.fullmatch(text) is not None)
    )
