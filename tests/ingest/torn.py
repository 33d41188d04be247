"""Small invented texts, torn from a page as a PDF gives them: a visual line each, blank lines between."""

from __future__ import annotations

from ingest.drafts import Draft
from ingest.reader import read_text
from ingest.text import rules
from ingest.text.lines import split
from ingest.types import Article, Issue, Kind, Line

HANGING = "，。、；：？！”）》"

GARDEN = (
    "城南植物园去年换了灌溉的办法，把几百个探头埋进土里，由程序算出每天该浇多少水。换了办法以后，园里的用水量"
    "少了三成，枯死的苗木也少了一半。园丁们起初不信，拿着水管跟在后面补浇，后来才慢慢放下心来。"
)
LIBRARY = (
    "河口区的图书馆买了两台会找书的小车，夜里闭馆以后沿着书架来回走，用天线读出每本书的标签。放错地方的书第二天"
    "早上就有一张清单，馆员照着清单归位，一个小时便能做完从前三天的活。读者最先发现的变化，是想借的书真的在架上。"
)
FERRY = (
    "白石渡口的轮渡去年改用电池，船头的烟囱拆掉以后，码头上的人头一回听见水声。电池夜里在岸边充满，白天跑十六个"
    "来回，遇上大风也还有余量。船工们说，最不习惯的是安静，靠岸时总要喊一嗓子，岸上的人才知道船到了。"
)


def wrap(text: str, columns: int = 20, indent: int = 2) -> list[str]:
    """Break a paragraph into lines; the indent of the first is lost, as extraction loses it."""
    lines, at, room = [], 0, columns - indent
    while at < len(text):
        end = at + room
        if text[end : end + 1] and text[end] in HANGING:
            end += 1
        lines.append(text[at:end])
        at, room = end, columns
    return lines


def page(*parts: str | list[str]) -> str:
    """Lines with a blank line between each two."""
    lines = [line for part in parts for line in ([part] if isinstance(part, str) else part)]
    return "\n\n".join(lines) + "\n"


def leaves(*pages: str) -> str:
    """Pages parted as several extractors do: the first line of a page begins with a space."""
    return "".join((" " if number else "") + text for number, text in enumerate(pages))


def read(text: str, name: str = "样张.txt") -> Issue:
    return read_text(text, name)


def lines(*texts: str) -> list[Line]:
    return [Line(number, number - 1, text, 0) for number, text in enumerate(texts, 1)]


def drafts(text: str, mark: str | None = "■") -> list[Draft]:
    return rules.draft(split(text), mark)


def kinds(made: list[Draft]) -> list[str]:
    return [draft.kind.value for draft in made]


def of_kind(article: Article, kind: Kind) -> list[str]:
    return [block.text for block in article.blocks if block.kind is kind]


def first(made: list[Draft], kind: Kind) -> Draft:
    return next(draft for draft in made if draft.kind is kind)
