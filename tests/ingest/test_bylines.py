from __future__ import annotations

import pytest

from ingest import bylines


@pytest.mark.parametrize(
    ("text", "authors", "affiliations"),
    [
        ("□ 文 / 陈默", ("陈默",), ()),
        ("文/陈默", ("陈默",), ()),
        ("文｜林 川", ("林川",), ()),
        ("文·图 | 何 静", ("何静",), ()),
        ("图文/何静", ("何静",), ()),
        ("撰文：林海涛", ("林海涛",), ()),
        ("作者：陈默 林川 周一帆", ("陈默", "林川", "周一帆"), ()),
        ("作者/陈默、林川", ("陈默", "林川"), ()),
        ("作者/陈 默 林 川（河港大学公共管理学院）", ("陈默", "林川"), ("河港大学公共管理学院",)),
        ("本刊记者 张晓明 通讯员 李 莉", ("张晓明", "李莉"), ()),
        ("通讯员 姚 蕾", ("姚蕾",), ()),
        ("□ 尹若兰", ("尹若兰",), ()),
        ("■ 陈默 河港市水务局", ("陈默",), ("河港市水务局",)),
        ("□ 文 / 欧阳修远", ("欧阳修远",), ()),
        ("作者：约翰·史密斯", ("约翰·史密斯",), ()),
        ("作者：John Smith", (), ()),
        ("□ 本刊编辑部", ("本刊编辑部",), ()),
        ("文/水产养殖课题组", ("水产养殖课题组",), ()),
    ],
)
def test_bylines(text: str, authors: tuple[str, ...], affiliations: tuple[str, ...]) -> None:
    found = bylines.parse(text)
    if not authors:
        assert found is None or found.authors != ()
    else:
        assert found == bylines.Byline(authors, affiliations)


@pytest.mark.parametrize(
    "text",
    [
        GARDEN_LINE := "城南植物园去年换了灌溉的办法，把几百个",
        "文化站的灯亮了一夜。",
        "文明施工三年记",
        "记者：这十年里，最难的是哪一段？",
        "作者认为，电池还可以更轻。",
        "一、作者的话",
        "",
    ],
)
def test_no_bylines(text: str) -> None:
    assert bylines.parse(text) is None


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("陈默", ("陈默",)),
        ("陈 默 林 川", ("陈默", "林川")),
        ("陈默、林川", ("陈默", "林川")),
        ("本刊编辑部", ("本刊编辑部",)),
    ],
)
def test_names_alone_below_a_title(text: str, authors: tuple[str, ...]) -> None:
    found = bylines.parse_plain(text)
    assert found is not None
    assert found.authors == authors


def test_a_body_behind_names_whose_mark_was_not_read() -> None:
    assert bylines.parse_plain("陈默 河港大学") == bylines.Byline(("陈默",), ("河港大学",))
    assert bylines.parse_plain("陈默 林川 渡口研究院") == bylines.Byline(("陈默", "林川"), ("渡口研究院",))


@pytest.mark.parametrize("text", ["渡轮", "陈默 渡口", "陈默 林川 周一 吴二 郑三", "河港大学"])
def test_other_words_below_a_title(text: str) -> None:
    assert bylines.parse_plain(text) is None


@pytest.mark.parametrize("word", ["陈默", "林海涛", "欧阳修远", "阿凡·提纳", "Ada Lovelace", "诸葛青"])
def test_people(word: str) -> None:
    assert bylines.is_person(word)


@pytest.mark.parametrize("word", ["河港大学", "渡口", "陈默主任", "水务局", "陈", "欢乐谷里的", "周一帆公司", "ADA"])
def test_no_people(word: str) -> None:
    assert not bylines.is_person(word)


@pytest.mark.parametrize(
    ("text", "name"),
    [("陈默：", "陈默"), ("陈 默：", "陈默"), ("河港大学教授陈默：", "陈默"), ("渡口管理处主任林海涛：", "林海涛")],
)
def test_speakers(text: str, name: str) -> None:
    assert bylines.speaker(text) == name


@pytest.mark.parametrize("text", ["陈默", "结果如下：", "他说，有三点：", "河港大学："])
def test_no_speakers(text: str) -> None:
    assert bylines.speaker(text) is None
