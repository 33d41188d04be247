"""Three issues of invented magazines, as text torn from a PDF, with their exact truth.

Run `python tests/golden/make.py` to write a, b and c (.txt and .json) anew from their sources (.src). The
seeds are fixed: the same sources give the same files. Source language, a directive or paragraph a line:

    @issue NAME|NUMBER|PAGE   name of the magazine, number of the issue, first page
    @art w=24 in=2            new article: column width in Chinese characters, first-line indent that is lost
    @sec 专题                 section that the running heads name from here on
    @title L1|L2              title painted here, a visual line each; @lateTitle: painted by {{x title}}
    @by RAW ## NAME NAME      byline as printed, authors; @lateBy: painted by {{x by}}
    @h / @h2 / @h3 TEXT       heading; @ni: heading of a short news item
    @block KEY KIND [w=n] [tight] : text|text
                              an interruption (caption, label, note) painted by {{x KEY}} or @x KEY
    @table KEY CAPTION # r1c1;r1c2 / r2c1;r2c2        flattened column by column
    @list KEY CAPTION # CATEGORY=NAME、NAME / ...
    @leadw N, @lead TEXT      a lead-in N characters wide
    @abs / @key / @ref TEXT   abstract, key words, a reference
    @item DATE|TEXT           item of a chronicle
    @pb STYLE                 page break between paragraphs; {{pb STYLE}} inside one, at the end of that line
                              STYLE: sp, ff, 3b; + hb (head at the foot, before), ht (at the top, after), fo (folio)
    @endmark ◆                mark glued to the paragraph before
    @resp TEXT                （责任编辑：…） on a line of its own
    ~ in a Latin word         a place where it may be hyphenated

Line numbers count from 1 and include blank lines; only "\n" ends a line, a form feed does not.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

from typesetter import Typesetter

HERE = Path(__file__).parent
KEYS = ("a", "b", "c")
MARK = re.compile(r"\{\{(.*?)\}\}")
PARTS = {"h", "h2", "h3", "ni"}
ABOUT = (
    "Lines are split at \\n only (a form feed does not end a line), 1-based, blank lines counted. "
    "paragraphs: 编者按 included, end mark excluded, 摘要/关键词/参考文献/责任编辑 in their own keys. "
    'page_first: true page; page_evidence "count" = no numbered head or folio on its own pages, only by counting '
    "page breaks. first_line..last_line of neighbours do not overlap; furniture between is in neither."
)

Truth = dict[str, Any]


class Issue:
    """Reads a source; `text` is the torn text, `truth` what stands in it."""

    def __init__(self, key: str, source: str) -> None:
        self.key, self.rng = key, random.Random(key)
        self.prefix = " " if key != "b" else ""
        self.out: list[str] = []
        self.printed: list[tuple[int, int]] = []  # line, page
        self.articles: list[Truth] = []
        self.heads: dict[int, int | None] = {}
        self.furniture: list[str] = []
        self.asides: dict[str, list[Any]] = {name: [] for name in ("caption", "label", "note", "table", "list")}
        self.rows = source.strip("\n").split("\n")
        found = (re.match(r"@(block|table|list) (\S+) (.*)", row) for row in self.rows)
        self.blocks = {match[2]: (match[1], match[3]) for match in found if match}
        for at, row in enumerate(self.rows):
            if row.strip():
                self._step(at, row)
        for article in self.articles:
            self._close(article)

    @property
    def text(self) -> str:
        return "\n".join(self.out) + "\n"

    @property
    def truth(self) -> Truth:
        return {
            "issue": f"{self.name} {self.number}",
            "articles": self.articles,
            "furniture": self.furniture,
            "captions": self.asides["caption"],
            "tables": self.asides["table"],
            "pages": {str(line): page for line, page in self.heads.items()},
            "labels": self.asides["label"],
            "notes": self.asides["note"],
            "lists": self.asides["list"],
            "_about": ABOUT,
        }

    @property
    def article(self) -> Truth:
        return self.articles[-1]

    def _close(self, article: Truth) -> None:
        lines = article.pop("_lines")
        article.pop("_title")
        article["first_line"], article["last_line"] = min(lines), max(lines)
        pages = {page for line, page in self.printed if lines and min(lines) <= line <= max(lines)}
        told = pages & {page for page in self.heads.values() if page}
        article["page_evidence"] = "head" if told else "count"

    # -- painting

    def _emit(self, text: str, tight: bool = False, content: bool = True) -> int:
        if not self.prefix and self.out and self.out[-1] != "" and not tight:
            self.out.append("")
        self.out.append(self.prefix + text)
        self.prefix = ""
        number = len(self.out)
        self.printed.append((number, self.page))
        if content and self.articles:
            self.article["_lines"].append(number)
        return number

    def _headline(self, folio: bool) -> None:
        page = self.page
        if self.key == "a":
            even, odd = f"{page} JIANGCHENG INNOVATION 2021.08", f"· 江城创新 · 2021.08 {self.section} {page}"
            text = odd if page % 2 else even
        elif self.key == "b":
            text = f"第1期 {self.section}" if page % 2 else "蜀都科技论坛 2022年"
        else:
            text = f"海湾产业观察 ｜ 2023年第4期 ｜ {self.section} ｜ {page:02d}"
        self._furniture(text, page if self.key != "b" else None)
        if folio:
            self._furniture(f"· {page} ·", page)

    def _furniture(self, text: str, page: int | None) -> None:
        self.heads[self._emit(text, content=False)] = page
        self.furniture.append(text)

    def _page_break(self, style: list[str]) -> None:
        if "hb" in style:
            self._headline("fo" in style)
        if "3b" in style:
            self.out += [""] * 3
        else:
            self.prefix = "\f" if "ff" in style else " "
        self.page += 1
        if "ht" in style:
            self._headline("fo" in style)

    def _paint(self, name: str) -> None:
        if name == "title":
            for index, text in enumerate(self.article["_title"]):
                self._emit(text, tight=index > 0)
        elif name == "by":
            self._emit(self.article["byline"])
        else:
            kind, body = self.blocks[name]
            {"block": self._paint_block, "table": self._paint_table, "list": self._paint_list}[kind](body)

    def _paint_block(self, body: str) -> None:
        head, texts = body.split(" : ", 1)
        kind, *options = head.split()
        parts = [part.strip() for part in texts.split("|")]
        columns = next((int(option[2:]) for option in options if option.startswith("w=")), None)
        painted = [text for text, _ in Typesetter(parts[0], columns, 2, self.rng).run()] if columns else parts
        for index, text in enumerate(painted):
            self._emit(text, tight="tight" in options and index > 0)
        if kind == "label":
            self.asides["caption"] += [part for part in parts if re.match(r"图\d", part)]
            self.asides["label"] += [part for part in parts if not re.match(r"图\d", part)]
        else:
            self.asides[kind].append(" ".join(parts) if kind == "caption" else parts[0])

    def _paint_table(self, body: str) -> None:
        caption, cells_ = (part.strip() for part in body.split("#"))
        rows = [[cell.strip() for cell in row.split(";")] for row in cells_.split(" / ")]
        self._emit(caption)
        for column in zip(*rows, strict=True):
            for cell in column:
                self._emit(cell)
        self.asides["table"].append({"caption": caption, "rows": rows})

    def _paint_list(self, body: str) -> None:
        caption, entries = (part.strip() for part in body.split("#"))
        self._emit(caption)
        groups = []
        for entry in entries.split(" / "):
            category, names = entry.strip().split("=")
            groups.append({"category": category, "names": names.split("、")})
            self._emit(category)
            for index in range(0, len(groups[-1]["names"]), 2):
                self._emit(" ".join(groups[-1]["names"][index : index + 2]), tight=index > 0)
        self.asides["list"].append({"caption": caption, "groups": groups})

    def _flow(self, raw: str, indent: int = 0, mark: str = "", columns: int | None = None) -> str:
        """Set a paragraph, obeying its {{...}} at the ends of the lines in which they stand."""
        plain, todo, at = "", [], 0
        for match in MARK.finditer(raw):
            plain += raw[at : match.start()]
            todo.append((len(plain), match[1]))
            at = match.end()
        plain += raw[at:]
        for text, end in Typesetter(plain + mark, columns or self.columns, indent, self.rng).run():
            self._emit(text)
            while todo and todo[0][0] <= end:
                self._obey(todo.pop(0)[1])
        assert not todo, todo
        return plain.replace("~", "")

    def _obey(self, order: str) -> None:
        if order.startswith("pb"):
            self._page_break(order[3:].split())
        else:
            self._paint(order[2:])

    # -- directives

    def _step(self, at: int, row: str) -> None:
        if not row.startswith("@"):
            self._paragraph(at, row)
            return
        command, _, rest = row[1:].partition(" ")
        if command == "pb":
            self._break_before(at, rest)
        elif command in PARTS:
            self._heading(rest, news=command == "ni")
        elif command not in ("endmark", "block", "table", "list"):
            getattr(self, f"_at_{command.lower()}")(rest)

    def _paragraph(self, at: int, row: str) -> None:
        following = self.rows[at + 1] if at + 1 < len(self.rows) else ""
        mark = following.split()[1] if following.startswith("@endmark") else ""
        text = self._flow(row, self.indent, mark)
        self.article["paragraphs"].append(text)
        if self.article.get("items"):
            self.article["items"][-1]["paragraphs"].append(text)

    def _break_before(self, at: int, style: str) -> None:
        """A head at the top of the new page belongs to the next article."""
        coming = [row[5:] for row in self.rows[at + 1 : at + 3] if row.startswith("@sec ")]
        if "ht" in style and coming:
            self.section = coming[0]
        self._page_break(style.split())

    def _heading(self, raw: str, news: bool) -> None:
        text = self._flow(raw)
        self.article["headings"].append(text)
        if news:
            self.article.setdefault("items", []).append({"heading": text, "paragraphs": []})

    def _at_issue(self, rest: str) -> None:
        self.name, self.number, page = rest.split("|")
        self.page = int(page)

    def _at_sec(self, rest: str) -> None:
        self.section = rest

    def _at_art(self, rest: str) -> None:
        options = dict(option.split("=") for option in rest.split())
        self.columns, self.indent = int(options["w"]), int(options["in"])
        article: Truth = {"title": "", "authors": [], "first_line": 0, "last_line": 0, "page_first": self.page}
        article |= {"byline": "", "column_width": self.columns, "lost_indent": self.indent}
        self.articles.append(article | {"headings": [], "paragraphs": [], "_lines": []})

    def _at_latetitle(self, rest: str) -> None:
        title = rest.replace("|", "")
        spaced = re.fullmatch(r"(\S )+\S", title)
        self.article["_title"] = rest.split("|")
        self.article["title"] = title.replace(" ", "") if spaced else title

    def _at_title(self, rest: str) -> None:
        self._at_latetitle(rest)
        self._paint("title")

    def _at_lateby(self, rest: str) -> None:
        printed, _, names = rest.partition("##")
        self.article["byline"], self.article["authors"] = printed.strip(), names.split()

    def _at_by(self, rest: str) -> None:
        self._at_lateby(rest)
        self._paint("by")

    def _at_leadw(self, rest: str) -> None:
        self.lead_columns = int(rest)

    def _at_lead(self, rest: str) -> None:
        self.article["lead"] = self._flow(rest, 2, columns=self.lead_columns)
        self.article["paragraphs"].append(self.article["lead"])

    def _at_abs(self, rest: str) -> None:
        self.article["abstract"] = self._flow(rest, 2)

    def _at_key(self, rest: str) -> None:
        self.article["keywords"] = self._flow(rest, 2)

    def _at_ref(self, rest: str) -> None:
        self.article.setdefault("references", []).append(self._flow(rest))

    def _at_item(self, rest: str) -> None:
        date, text = rest.split("|")
        if date not in self.article["headings"]:
            self._emit(date)
            self.article["headings"].append(date)
        text = self._flow(text)
        self.article["paragraphs"].append(text)
        self.article.setdefault("chronicle", []).append({"date": date, "text": text})

    def _at_resp(self, rest: str) -> None:
        self._emit(rest)
        self.article["editor"] = rest

    def _at_x(self, rest: str) -> None:
        self._paint(rest)


def make(key: str) -> Issue:
    return Issue(key, (HERE / f"{key}.src").read_text(encoding="utf-8"))


def main() -> None:
    for key in KEYS:
        issue = make(key)
        truth = json.dumps(issue.truth, ensure_ascii=False, indent=1)
        (HERE / f"{key}.txt").write_text(issue.text, encoding="utf-8", newline="\n")
        (HERE / f"{key}.json").write_text(truth, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
