"""Blocks: which lines make one, and which sentence runs on through what."""

from __future__ import annotations

import pytest
from torn import FERRY, GARDEN, LIBRARY, drafts, first, kinds, leaves, of_kind, page, read, wrap

from ingest.types import Kind

COLUMN = wrap(LIBRARY)


def cut_in_two(*between: str, columns: int = 20, after: int = 3, new_leaf: bool = False) -> str:
    """A page of text with something painted amid an open sentence of its second paragraph."""
    broken = wrap(FERRY, columns)
    head, tail = broken[:after], broken[after:]
    above = page(wrap(LIBRARY, columns), head, *between)
    below = page(tail, wrap(GARDEN, columns))
    return leaves(above, below) if new_leaf else above + "\n" + below


def paragraphs(text: str) -> list[str]:
    (article,) = read(text).articles
    return of_kind(article, Kind.TEXT)


def test_paragraphs_come_back_whole() -> None:
    assert paragraphs(page(wrap(GARDEN), wrap(LIBRARY), wrap(FERRY))) == [GARDEN, LIBRARY, FERRY]


def test_a_sentence_runs_on_over_a_page_break() -> None:
    assert paragraphs(cut_in_two(new_leaf=True)) == [LIBRARY, FERRY, GARDEN]


@pytest.mark.parametrize(
    "between",
    [
        ["图1 白石渡口的新船"],
        ["图2 两种船的噪声（分贝）", "80", "60", "40", "20"],
        ["船工在检查电池 林川 摄"],
    ],
    ids=["caption", "chart", "photograph"],
)
@pytest.mark.parametrize("new_leaf", [False, True])
def test_a_sentence_runs_on_through_what_belongs_to_a_picture(between: list[str], new_leaf: bool) -> None:
    text = cut_in_two(*between, new_leaf=new_leaf)
    assert paragraphs(text) == [LIBRARY, FERRY, GARDEN]
    captions = "".join(of_kind(read(text).articles[0], Kind.CAPTION))
    assert all(line.replace(" ", "") in captions.replace(" ", "") for line in between)


def test_a_sentence_runs_on_through_a_running_head() -> None:
    broken = wrap(FERRY)
    heads = [f"{number} 河港月刊 2024年第3期" for number in (12, 13, 14)]
    text = leaves(
        page(heads[0], wrap(LIBRARY), broken[:3]),
        page(heads[1], broken[3:], wrap(GARDEN)),
        page(heads[2], wrap(LIBRARY)),
    )
    assert paragraphs(text) == [LIBRARY, FERRY, GARDEN, LIBRARY]


def test_a_sentence_runs_on_through_a_late_title_and_its_byline() -> None:
    broken = wrap(FERRY)
    issue = read(leaves(page(wrap(LIBRARY), broken[:3], "渡口的安静", "撰文：陈默"), page(broken[3:], wrap(GARDEN))))
    (article,) = issue.articles
    assert (article.title, article.authors) == ("渡口的安静", ("陈默",))
    assert of_kind(article, Kind.TEXT) == [LIBRARY, FERRY, GARDEN]


def test_a_sentence_runs_on_through_a_note_on_the_author() -> None:
    note = "作者系河港市轮渡公司工程师，长期从事船用电池的研究。"
    text = cut_in_two(*wrap(note, 14), new_leaf=True)
    assert paragraphs(text) == [LIBRARY, FERRY, GARDEN]
    assert of_kind(read(text).articles[0], Kind.NOTE) == [note]


def test_a_wider_lead_in_stands_apart_from_the_open_sentence() -> None:
    lead = (
        "编者按：渡口的船换了电池，图书馆的车会找书，植物园的水会自己算账。本刊记者走访三处，记下机器进门以后人的活法。"
        "三处的人说的话不一样，说到后来却都是同一个意思：省下来的工夫，该花在机器做不了的事上。"
    )
    text = cut_in_two(*wrap(lead, 33))
    assert paragraphs(text) == [LIBRARY, FERRY, GARDEN]
    assert of_kind(read(text).articles[0], Kind.NOTE) == [lead]


def test_a_wider_lead_in_needs_no_name() -> None:
    lead = "渡口的船换了电池，图书馆的车会找书，植物园的水会自己算账。三处的人说的话不一样，说到后来却都是同一个意思："
    lead += "省下来的工夫，该花在机器做不了的事上，这一点没有人不同意，也没有人能够一下子说得清楚。"
    text = cut_in_two(*wrap(lead, 33, 0))
    assert paragraphs(text) == [LIBRARY, FERRY, GARDEN]
    assert of_kind(read(text).articles[0], Kind.NOTE) == [lead]


def test_sentences_inside_a_figure_stay_there_to_the_end_of_the_page() -> None:
    inside = ["船到岸，", "先停水声，", "电流入舱。", "灯由红变绿，", "人再上船。"]
    text = cut_in_two("图1 靠岸的五步", *inside, new_leaf=True)
    assert paragraphs(text) == [LIBRARY, FERRY, GARDEN]


def test_lines_set_narrow_round_a_picture_are_prose() -> None:
    wide = wrap(GARDEN)
    narrow = wrap(GARDEN[sum(map(len, wide[:2])) :], 12, 0)
    assert paragraphs(page(wrap(LIBRARY), wide[:2], narrow, wrap(FERRY))) == [LIBRARY, GARDEN, FERRY]


def test_headings_between_paragraphs() -> None:
    made = drafts(page("一、水", wrap(GARDEN), "（二）书架", wrap(LIBRARY), "船为什么安静？", wrap(FERRY)))
    assert kinds(made) == ["heading", "text"] * 3
    assert [draft.text for draft in made if draft.kind is Kind.HEADING] == ["一、水", "（二）书架", "船为什么安静？"]


def test_a_heading_of_two_lines() -> None:
    made = drafts(page(wrap(GARDEN), "从前三天的活一个小时做完以后馆员", "在忙什么", wrap(LIBRARY)))
    assert first(made, Kind.HEADING).text == "从前三天的活一个小时做完以后馆员在忙什么"


def test_two_headings_of_two_levels_stay_two() -> None:
    made = drafts(page(wrap(GARDEN), "二、图书馆", "（一）会找书的车", wrap(LIBRARY)))
    assert [draft.text for draft in made if draft.kind is Kind.HEADING] == ["二、图书馆", "（一）会找书的车"]


def test_a_short_last_line_is_no_heading() -> None:
    assert paragraphs(page(wrap(GARDEN + "如今没人补浇。"), wrap(LIBRARY))) == [GARDEN + "如今没人补浇。", LIBRARY]


@pytest.mark.parametrize("end", ["■", "◆", "（责任编辑：孙 萍）", "责编/孙萍", "（完）"])
@pytest.mark.parametrize("glued", [True, False])
def test_end_marks(end: str, glued: bool) -> None:
    last = wrap(FERRY)
    closing = [*last[:-1], last[-1] + end] if glued else [*last, end]
    text = page("渡口的安静", "撰文：陈默", closing, "会找书的车", "撰文：林川", wrap(LIBRARY))
    one, two = read(text).articles
    assert [one.title, two.title] == ["渡口的安静", "会找书的车"]
    assert of_kind(one, Kind.TEXT) == [FERRY]


def test_an_editors_note_on_a_line_of_its_own() -> None:
    note = wrap("渡口的船换了电池，图书馆的车会找书，植物园的水会自己算账。", 14, 0)
    made = drafts(leaves(page("编者按", note), page(wrap(GARDEN))))
    assert kinds(made) == ["note", "text"]
    assert made[0].text == "编者按" + "".join(note)


def test_references_stay_one_note() -> None:
    made = drafts(
        page(
            wrap(GARDEN),
            "参考文献",
            "[1]陈默.渡轮[M].河港出版社，2019.",
            "[2]Moreau P.Quiet boats on the river.",
            "[3]林川.书架[J].2020.",
        )
    )
    assert kinds(made) == ["text", "note"]


def test_names_by_category() -> None:
    rows = ["造船", "白石船厂 南湾船厂 青螺船厂", "蓝屿船厂 北渚船厂 河口船厂", "电池", "启明电池 澜芯电池 方舟电池"]
    made = drafts(page(wrap(GARDEN), rows))
    assert kinds(made) == ["text", "list"]
    assert [line.text for line in made[1].lines] == rows


def test_an_english_abstract_is_a_paragraph_of_its_own() -> None:
    english = [
        "English abstract: The ferry at Baishi",
        "has run on batteries since last year,",
        "and the city counts 16 trips a day,",
        "2 ships and 48 quiet neighbours on the",
        "river bank.",
    ]
    text = page(wrap(LIBRARY), wrap(FERRY), english, wrap("摘自渡口管理处的年报，由编者转述成文，文字不是原文。"))
    assert paragraphs(text) == [
        LIBRARY,
        FERRY,
        " ".join(english),
        "摘自渡口管理处的年报，由编者转述成文，文字不是原文。",
    ]
    assert of_kind(read(text).articles[0], Kind.CAPTION) == []


def test_a_word_hyphenated_at_a_line_end_is_joined() -> None:
    text = page(
        ["用了一种叫做相变材料（phase change mate-", "rial）的凝胶，箱子便能冷上十二个小时，不必再加冰。"], wrap(GARDEN)
    )
    assert "（phase change material）的凝胶" in "".join(paragraphs(text))


def test_lines_that_are_whole_paragraphs() -> None:
    assert paragraphs("\n".join([GARDEN, LIBRARY, FERRY])) == [GARDEN, LIBRARY, FERRY]


def test_private_glyphs_and_bullets_leave_no_trace() -> None:
    assert paragraphs(page("\ue001" + wrap(GARDEN)[0], wrap(GARDEN)[1:], wrap(LIBRARY))) == [GARDEN, LIBRARY]


def test_column_of_letter_spaced_lines_closes_up() -> None:
    spaced = [" ".join(line) if index == 1 else line for index, line in enumerate(COLUMN)]
    assert paragraphs(page(spaced, wrap(GARDEN))) == [LIBRARY, GARDEN]
