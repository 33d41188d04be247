"""Which paragraphs are titles, bylines and headings: told by size, place, the contents page and what follows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from ingest import bylines, marks
from ingest.bylines import DASHES, Byline
from ingest.chars import HAN, TERMINAL, ends_sentence, han_share, unspace, width
from ingest.pdf.contents import Entry, is_title
from ingest.pdf.flow import SIZE_SWAY, Habits, Para, read_byline

SUBTITLE, LARGE, VERY_LARGE = 1.1, 1.25, 1.6  # of the text's size
MAX_TITLE, MAX_HEADING = 60.0, 40.0  # in Chinese characters
MAX_ROWS = 4
REACH = 3  # paragraphs between a title and its byline
LESS = 0.7  # of the size of known titles: a smaller one is a heading
SHORT = 2.0  # em: a heading in the text's own style ends so far before its column does
PLAIN = 26.0  # in Chinese characters: the longest heading in the text's own style
ADDRESS = re.compile(
    rf"^[（(].*[)）]$|^[{HAN}、，, ]+(?:大学|学院|研究院|研究所|公司|中心|[局厅部委会])[{HAN}]*[，, ]*\d{{0,6}}$"
)
POSTCODE = re.compile(r"[，,\s]*(?:[\u4e00-\u9fff]{2,6}[，,\s]*)?\d{6}")
KEYWORDS = re.compile(r"^[\[【(（]?\s*(?:关\s*键\s*词|摘\s*要|key\s*words|abstract)", re.IGNORECASE)
OPEN_ENDS = tuple("。；，、：:;,")
NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,2}[\s、.．]|^第[一二三四五六七八九十]+[章节部]")


@dataclass(slots=True)
class Roles:
    """Which paragraphs are what, by their index."""

    titles: set[int]
    bylines: dict[int, Byline]
    headings: set[int]


def roles(paras: list[Para], habits: Habits, entries: list[Entry]) -> Roles:
    """Tell titles, bylines and headings apart."""
    named = {i: found for i, para in enumerate(paras) if (found := byline(para)) is not None}
    titles = _titles(paras, named, habits, entries)
    titles |= {part for i in titles for part in _parts(paras, i, habits)}
    signed = {i: by for i, by in named.items() if _follows_title(i, titles, named, paras)}
    headings = {i for i in range(len(paras)) if i not in titles and i not in signed and is_heading(paras, i, habits)}
    return Roles(titles, signed, headings)


def _titles(paras: list[Para], named: dict[int, Byline], habits: Habits, entries: list[Entry]) -> set[int]:
    large = [i for i, para in enumerate(paras) if _can_title(para, habits)]
    plain = [i for i in large if not marks.LEVEL.match(paras[i].text) and not NUMBERED.match(paras[i].text)]
    listed = {i for i in large if is_title(_whole(paras, i, habits), entries) or is_title(paras[i].text, entries)}
    between = {i for i, para in enumerate(paras) if para.style.size >= SUBTITLE * habits.em or para.text[0] in DASHES}
    signed = {i for i in plain if _is_signed(i, named, between) and _first(paras, i, large)}
    sure = listed | signed
    sizes = [paras[i].style.size for i in sure]
    least = LESS * min(sizes) if sizes else VERY_LARGE * habits.em
    others = [i for i in plain if i not in sure and paras[i].style.size >= max(least, VERY_LARGE * habits.em)]
    looks = {paras[i].style for i in signed}
    alike = {i for i in plain if paras[i].style in looks}
    return sure | alike | {i for i in others if _stands_out(paras, i, sizes)}


def _is_signed(index: int, named: dict[int, Byline], large: set[int]) -> bool:
    """Whether a byline follows, with nothing but bylines and large lines between."""
    for following in range(index + 1, index + 1 + REACH):
        if following in named:
            return True
        if following not in large:
            return False
    return False


def _first(paras: list[Para], index: int, large: list[int]) -> bool:
    """Whether no large paragraph of the same leaf stands right before: then this one is its second part."""
    before = index - 1
    return (
        before not in large
        or paras[before].last.leaf != paras[index].first.leaf
        or (paras[before].style.size < paras[index].style.size)
    )


def _stands_out(paras: list[Para], index: int, sizes: list[float]) -> bool:
    """Whether a large paragraph that no byline follows opens its leaf, or is as large as titles are."""
    opens = index == 0 or paras[index - 1].last.leaf != paras[index].first.leaf or _is_ended(paras[index - 1].text)
    return opens or not sizes or paras[index].style.size >= 0.85 * median(sizes)


def _is_ended(text: str) -> bool:
    """Whether an end mark closes a paragraph."""
    return text[-1] in marks.SYMBOLS or marks.strip_end(text, None)[1]


def _can_title(para: Para, habits: Habits) -> bool:
    text = para.text
    fits = 2 <= width(text) <= MAX_TITLE and len(para.rows) <= MAX_ROWS
    return fits and para.style.size >= LARGE * habits.em and not text.endswith(OPEN_ENDS) and _has_words(text)


def _has_words(text: str) -> bool:
    return re.search(rf"[{HAN}A-Za-z]{{2}}", text.replace(" ", "")) is not None


def _parts(paras: list[Para], index: int, habits: Habits) -> set[int]:
    """The paragraphs below a title that belong to it: a subtitle, smaller but still large, or after a dash."""
    parts = set()
    for following in range(index + 1, min(index + REACH, len(paras))):
        para = paras[following]
        dashed = para.text[0] in DASHES
        large = para.style.size >= SUBTITLE * habits.em and _can_go_on(paras[following - 1], para)
        if para.first.leaf != paras[index].first.leaf or not (dashed or large) or byline(para) is not None:
            break
        if not han_share(para.text):  # the same in English
            break
        if para.text.endswith(OPEN_ENDS) or width(para.text) > MAX_TITLE:
            break
        parts.add(following)
    return parts


def _can_go_on(above: Para, para: Para) -> bool:
    gap = para.first.row.rect.top - above.last.row.rect.bottom
    same = para.style.colour == above.style.colour or para.style.size >= 0.8 * above.style.size
    return -2 <= gap <= 1.2 * above.style.size and same and not marks.LEVEL.match(para.text)


def _whole(paras: list[Para], index: int, habits: Habits) -> str:
    return "".join(paras[i].text for i in sorted({index} | _parts(paras, index, habits)))


def _follows_title(index: int, titles: set[int], named: dict[int, Byline], paras: list[Para]) -> bool:
    """Whether nothing but bylines stands between a title and this one."""
    above = index - 1
    while above not in titles and (above in named or (above >= 0 and not han_share(paras[above].text))):
        above -= 1
    return above in titles and paras[above].last.leaf == paras[index].first.leaf


def byline(para: Para) -> Byline | None:
    """The byline that a paragraph is, an address below the names included; None if it is none."""
    if len(para.rows) > MAX_ROWS or not _signs(para):
        return None
    whole = read_byline(para)
    if whole is not None:
        return whole
    authors: list[str] = []
    bodies: list[str] = []
    for placed in para.rows:
        text = placed.row.text
        found = bylines.read(text)
        if found is not None:
            authors += found.authors
            bodies += found.affiliations
        elif ADDRESS.match(text) and not ends_sentence(text):
            bodies += _bodies(text)
        else:
            return None
    return Byline(tuple(dict.fromkeys(authors)), tuple(dict.fromkeys(bodies)))


def _signs(para: Para) -> bool:
    """Whether a line that begins with a symbol names persons: a heading may begin with one too."""
    text = para.rows[0].row.text
    if text[0] not in marks.SYMBOLS:
        return True
    words = re.split(r"[\s、，,]+", unspace(re.sub(r"[（(].*", "", text[1:])).strip())
    labelled = re.match(rf"^[{marks.SYMBOLS}]\s*{bylines.LABEL}", text)
    return labelled is not None or (bool(words) and bylines.is_person(words[0]))


def _bodies(text: str) -> list[str]:
    bare = POSTCODE.sub("", text.strip("（()） "))
    return [part for part in re.split(r"[；;、]", bare) if part]


def is_heading(paras: list[Para], index: int, habits: Habits) -> bool:
    """Whether a paragraph is a heading: short, no sentence, of another style than the text or numbered."""
    para = paras[index]
    text = para.text
    if (
        KEYWORDS.match(text)
        or len(para.rows) > 3
        or width(text) > MAX_HEADING
        or text.endswith(OPEN_ENDS)
        or not _has_words(text)
    ):
        return False
    if marks.is_note(text) or marks.strip_end(text, None)[1] or (text[-1] in TERMINAL and not _displayed(para, habits)):
        return False
    if _displayed(para, habits):
        return True
    return _plain_heading(paras, index, habits)


def _displayed(para: Para, habits: Habits) -> bool:
    """Larger, bold, or of another colour or font than the text, and not smaller."""
    style, body = para.style, habits.body
    if style.size < (1 - SIZE_SWAY) * body.size:
        return False
    larger = style.size > (1 + SIZE_SWAY) * body.size
    return larger or (style.bold and not body.bold) or style.colour != body.colour or style.font != body.font


def _plain_heading(paras: list[Para], index: int, habits: Habits) -> bool:
    """A heading in the text's own style: one short line that no paragraph would end with."""
    para = paras[index]
    if len(para.rows) != 1 or width(para.text) > PLAIN or para.first.slack < SHORT * habits.em:
        return False
    numbered = marks.LEVEL.match(para.text) or NUMBERED.match(para.text)
    whole = index == 0 or ends_sentence(paras[index - 1].text) or index - 1 == 0
    return numbered is not None or (whole and not ends_sentence(para.text))
