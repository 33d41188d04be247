from __future__ import annotations

import pytest
from torn import FERRY, GARDEN, LIBRARY, leaves, of_kind, page, read, wrap

from ingest.types import Kind


def ended(text: str) -> list[str]:
    lines = wrap(text)
    return [*lines[:-1], lines[-1] + "■"]


def test_articles_begin_at_the_title_above_a_byline() -> None:
    issue = read(
        page("渡口的安静", "□ 文 / 陈默", ended(FERRY), "会找书的车", "□ 文 / 林 川（河口图书馆）", ended(LIBRARY))
    )
    assert [(a.title, a.authors, a.affiliations) for a in issue.articles] == [
        ("渡口的安静", ("陈默",), ()),
        ("会找书的车", ("林川",), ("河口图书馆",)),
    ]
    assert [(a.line_first, a.line_last) for a in issue.articles] == [(1, 15), (17, 31)]


def test_a_title_painted_after_the_opening_page() -> None:
    broken = wrap(FERRY)
    issue = read(
        leaves(
            page("会找书的车", "撰文：林川", ended(LIBRARY)),
            page(wrap(GARDEN), broken[:3], "渡口的安静", "撰文：陈默"),
            page(broken[3:], ended(LIBRARY)),
        )
    )
    assert [(a.title, a.authors) for a in issue.articles] == [("会找书的车", ("林川",)), ("渡口的安静", ("陈默",))]
    assert of_kind(issue.articles[1], Kind.TEXT) == [GARDEN, FERRY, LIBRARY]


def test_a_title_in_several_lines() -> None:
    text = "渡口的安静\n——白石渡口换船记\n\n撰文：陈默\n\n" + page(ended(FERRY), wrap(LIBRARY))
    assert read(text).articles[0].title == "渡口的安静——白石渡口换船记"


def test_a_letter_spaced_title() -> None:
    assert read(page("渡 口 的 安 静", "撰文：陈 默", ended(FERRY))).articles[0].title == "渡口的安静"


def test_no_byline() -> None:
    issue = read(
        leaves(page("渡口的安静", ended(FERRY)), page("会找书的车", ended(LIBRARY)), page("植物园的水", ended(GARDEN)))
    )
    assert [(a.title, a.authors) for a in issue.articles] == [
        ("渡口的安静", ()),
        ("会找书的车", ()),
        ("植物园的水", ()),
    ]


def test_the_talk_of_a_speaker() -> None:
    issue = read(
        leaves(page("渡口的安静", ended(FERRY)), page("河港大学教授林海涛：", "书架边上的机器", ended(LIBRARY)))
    )
    assert [(a.title, a.authors) for a in issue.articles] == [("渡口的安静", ()), ("书架边上的机器", ("林海涛",))]


def test_questions_and_answers_are_one_article() -> None:
    talk = [
        "记者：您为什么把船换成电池的？",
        wrap("林海涛：" + FERRY),
        "记者：下一步打算做什么？",
        wrap("林海涛：" + GARDEN),
    ]
    (article,) = read(page("林海涛：把船换成电池", "□ 文 / 陈默", *talk)).articles
    assert (article.title, article.authors) == ("林海涛：把船换成电池", ("陈默",))
    assert "林海涛：" + FERRY in of_kind(article, Kind.TEXT)


@pytest.mark.parametrize("titled", [True, False])
def test_a_plain_article_of_no_magazine_is_one_article(titled: bool) -> None:
    text = page(["渡口的安静"] if titled else [], wrap(FERRY), "一、水", wrap(GARDEN), "二、书", wrap(LIBRARY))
    (article,) = read(text, "渡口手记.txt").articles
    assert article.title == ("渡口的安静" if titled else "渡口手记")
    assert of_kind(article, Kind.TEXT) == [FERRY, GARDEN, LIBRARY]
    assert of_kind(article, Kind.HEADING) == ["一、水", "二、书"]


def test_articles_share_no_line_and_leave_out_none() -> None:
    text = page("渡口的安静", "撰文：陈默", ended(FERRY), "会找书的车", "撰文：林川", ended(LIBRARY))
    spans = [range(a.line_first, a.line_last + 1) for a in read(text).articles]
    numbers = [number for span in spans for number in span]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) >= {number for number, line in enumerate(text.split("\n"), 1) if line}


def test_where_the_authors_work_may_stand_in_a_closing_note() -> None:
    (article,) = read(page("渡口的安静", "撰文：陈默", wrap(FERRY), "（作者单位：河港市轮渡公司）")).articles
    assert article.affiliations == ("河港市轮渡公司",)
