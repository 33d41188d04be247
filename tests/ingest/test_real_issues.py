"""The two real issues, listed by hand: what each article is called, who wrote it, where it begins."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from index import passages
from ingest.reader import read
from ingest.types import Issue

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
REQUIRED = 0.95
FIGURE_FONT = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
HEAD = re.compile(r"杭州科技\s*20\d\d\s*年第\s*\d+\s*期\s*[〚〛]|[〚〛]|展望未来\s*\d+\s*杭州科技")
BARE_NUMBER = re.compile(r"^\W*\d{1,3}\W*$", re.MULTILINE)

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the real issues are not here: {CORPUS}")

ARTICLES: dict[str, list[tuple[int, str, str]]] = {
    "hangzhou-keji-2019-05.txt": [
        (1, "布局未来产业 杭州蓄势待发", ""),
        (442, "杭州未来产业地图：" + "区域高新技术企业集聚现状及优势", ""),
        (765, "国家新一代人工智能创新发展试验区落户杭州", ""),
        (951, "量子科学与技术的现状与未来", "薛其坤"),
        (1363, "“人工智能2.0”与数字经济", "潘云鹤"),
        (1823, "浙江未来社区的创新实践", "周华富"),
        (1966, "杭州生命健康产业发展的对策建议", "楼立群 沈勇 陈希杨"),
        (2668, "打造杭州区块链产业融合发展新模式", "潘李鹏 辛金国"),
        (3076, "区块链技术在专利运营中的应用探讨", "汪亮 曹锂 刘芙蓉"),
        (3444, "杭州虚拟现实产业现状及发展对策研究", ""),
        (3932, "杭州通用航空产业发展现状及规划建议", ""),
        (4348, "杭州增材制造（3D打印）产业探索", ""),
        (4646, "杭州未来产业及产业集聚区发展的建议", "胡侠 汪亮"),
        (4967, "杭州未来产业紧缺人才研究及展望", "严红霞 李红 张一持"),
        (6170, "2019云栖大会的七大亮点与十年蜕变", ""),
    ],
    "hangzhou-keji-2020-03.txt": [
        (1, "加快构筑新一代人工智能发展的“杭州高地”", ""),
        (577, "圆桌会：打造“AI无限想象之城”", "本刊编辑部"),
        (863, "2020杭州人工智能创业生态报告", ""),
        (1145, "2020杭州人工智能企业图谱", ""),
        (1395, "杭州人工智能产业发展现状", ""),
        (1701, "AI赋能、教育先行，构建人工智能生态圈", "吴飞 来疆亮"),
        (2173, "城市大脑孕育数字经济新物种", "陈向明"),
        (2772, "构建人工智能发展的良好生态", "董波"),
        (3305, "人工智能与浙江传统制造业融合发展的思考", "吴吉义"),
        (3761, "杭州人工智能可持续发展的建议与思考", "刘志毅"),
        (4172, "后疫情背景下AI+医疗发展的分析与展望", "陈曦"),
        (4536, "优化“互联网+”小微企业公共服务供给的对策研究", "施勇峰"),
        (5222, "杭州泛人工智能企业专利分析", "王宏 严晨安"),
        (5794, "国家新一代人工智能创新发展试验区建设综述", "刘斌"),
    ],
}


@cache
def issue(name: str) -> Issue:
    return read(CORPUS / name)


def test_titles_authors_and_first_lines() -> None:
    told = [(name, *article) for name, articles in ARTICLES.items() for article in articles]
    found = {
        (name, article.line_first, article.title, " ".join(article.authors))
        for name in ARTICLES
        for article in issue(name).articles
    }
    wrong = [article for article in told if article not in found]
    assert 1 - len(wrong) / len(told) >= REQUIRED, wrong


@pytest.mark.parametrize("name", ARTICLES)
def test_no_articles_are_invented(name: str) -> None:
    assert abs(len(issue(name).articles) - len(ARTICLES[name])) <= 1


@pytest.mark.parametrize(("name", "year", "number"), list(zip(ARTICLES, (2019, 2020), (5, 3), strict=True)))
def test_identity(name: str, year: int, number: int) -> None:
    assert str(issue(name).identity) == f"杭州科技 {year}年第{number}期"


@pytest.mark.parametrize("name", ARTICLES)
def test_passages_hold_no_furniture(name: str) -> None:
    made = list(passages.cut(issue(name), "x"))
    assert len(made) > 100
    texts = [(passage.kind, passage.text) for passage in made]
    assert [text for _, text in texts if HEAD.search(text) or FIGURE_FONT.search(text)] == []
    prose = [text for kind, text in texts if kind == "text"]
    assert [text for text in prose if BARE_NUMBER.search(text)] == []
