"""The register of documents: what is read of one, and which mentions are of one document. All texts are invented."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from index import documents, passages, register, sentences, titles
from index.documents import Document
from index.register import Mention
from index.types import Passage
from ingest import reader
from ingest.types import PageSpan, Piece

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"


def passage(text: str, number: int = 0, article: int = 0) -> Passage:
    """A passage of an issue of 2031."""
    issue, spans, whole = "海湾科技 2031年第4期", sentences.split(text), (Piece(0, len(text), 1, 0),)
    told = (f"p{number}", "haiwan", issue, False, "某文", article, (), None, "text", text, spans, whole)
    return Passage(*told, pages=PageSpan(), source_file="haiwan.txt")


def read(*texts: str) -> list[Document]:
    """The documents of passages of one article."""
    return documents.merge(m for n, text in enumerate(texts) for m in register.extract(passage(text, n)))


def only(*texts: str) -> Document:
    (document,) = read(*texts)
    return document


CASES = [  # sentence, name, number, issuer, date, kind
    ("去年8月，海湾市人民政府办公厅印发《海湾市渔港建设三年计划（2030—2032年）》（海政办发［2030］18号），共五项任务。",
     "海湾市渔港建设三年计划（2030—2032年）", "海政办发〔2030〕18号", "海湾市人民政府办公厅", "2030-08", "plan"),
    ("2029年底，海湾就已出台《海湾市人民政府关于发展浮标产业的指导意见》（海政〔2029〕6号）。",
     "海湾市人民政府关于发展浮标产业的指导意见", "海政〔2029〕6号", "海湾市人民政府", "2029", "opinion"),
    ("近日，科技部、财政部联合印发《关于支持深海装备研发的若干措施》。",
     "关于支持深海装备研发的若干措施", None, "科技部、财政部", None, "measures"),
    ("根据2030年5月海湾海洋发展研究所发布的《海湾潮汐能报告（2030）》，装机在增长。",
     "海湾潮汐能报告（2030）", None, "海湾海洋发展研究所", "2030-05", "report"),
    ("《海湾市数据条例》由市人大常委会于2029年12月28日审议通过，次年施行。",
     "海湾市数据条例", None, "市人大常委会", "2029-12-28", "law"),
    ("2030年4月9日，《海湾市灯塔管理办法》正式发布，要求每年检修。",
     "海湾市灯塔管理办法", None, None, "2030-04-09", "measures"),
    ("2028年3月5日，会议提出设想。7月4日，国务院印发《关于推进蓝色粮仓的意见》。",
     "关于推进蓝色粮仓的意见", None, "国务院", "2028-07-04", "opinion"),
    ("《海湾市浮标规定》（海政（2030）7号）提出了标准。",
     "海湾市浮标规定", "海政〔2030〕7号", None, "2030", "measures"),
    ("海湾市发改委会同市科技局制定了《海湾市算力券管理办法（试行）》(海发改〔2030〕 112 号)。",
     "海湾市算力券管理办法（试行）", "海发改〔2030〕112号", "海湾市发改委、市科技局", "2030", "measures"),
    ("按照省政府“海洋新政”的要求和市政府办公厅《关于海藻产业的实施意见》（海政办函[2030]6号）等文件，抓好落实。",
     "关于海藻产业的实施意见", "海政办函〔2030〕6号", "市政府办公厅", "2030", "opinion"),
    ("国家标准《智慧港口术语》（GB/T 41234—2030）已经公开。",
     "智慧港口术语", "GB/T 41234—2030", None, "2030", "standard"),
    ("今年1月，市政府出台《关于低空经济的实施意见》，提出10条措施。",
     "关于低空经济的实施意见", None, "市政府", "2031-01", "opinion"),
    ("2027年以来，各方努力，出台了《海湾市渔业规划》。", "海湾市渔业规划", None, None, None, "plan"),
    ("到2035年，《海湾市国土空间总体规划》确定的目标将实现。", "海湾市国土空间总体规划", None, None, None, "plan"),
    ("为此，海湾市人才服务中心聚焦三个行业，开展问卷调查，编制《海湾市紧缺人才目录》，供企业参考。",
     "海湾市紧缺人才目录", None, "海湾市人才服务中心", None, "catalogue"),
    ("省委、省政府高度重视海洋科技，先后出台《关于建设海洋强省的意见》。",
     "关于建设海洋强省的意见", None, "省委、省政府", None, "opinion"),
    ("海湾市在2029年发布海委〔2029〕16号文件。", "海委〔2029〕16号", "海委〔2029〕16号", "海湾市", "2029", "other"),
    ("根据工业和信息化部《海洋电子产业计划》，海湾获批试点。",
     "海洋电子产业计划", None, "工业和信息化部", None, "plan"),
    ("《海湾市渔港\n建设方案》印发已有一年。", "海湾市渔港建设方案", None, None, None, "plan"),
    ("《关于印发〈海湾市港口规划〉的通知》要求各区落实。",
     "关于印发〈海湾市港口规划〉的通知", None, None, None, "plan"),
    ("2029年11月，海湾市人大常委会通过《海湾市渡船条例》，自2030年3月1日起施行。",
     "海湾市渡船条例", None, "海湾市人大常委会", "2029-11", "law"),
    ("此项制度写入《海湾市科技投入免责规定》，自2030年5月1日起施行。",
     "海湾市科技投入免责规定", None, None, "2030-05-01", "measures"),
    ("市海洋局据此起草《商船试验细则》，向航运企业征求意见。", "商船试验细则", None, "市海洋局", None, "measures"),
    ("此后区应急局出台《机器人安全十二条》，要求每班点检。", "机器人安全十二条", None, "区应急局", None, "measures"),
    ("2030年9月起施行的《电子存证规范》也明确了这一点。", "电子存证规范", None, None, "2030-09", "standard"),
    ("是2030年修订《海湾人才安居办法》时争论最多的一条。", "海湾人才安居办法", None, None, "2030", "measures"),
    ("《海湾市灯塔条例》：发布时间 2030年6月；发布机构 市人大", "海湾市灯塔条例", None, "市人大", "2030-06", "law"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "number", "issuer", "date", "kind"), CASES)
def test_a_document_is_read(
    text: str, title: str, number: str | None, issuer: str | None, date: str | None, kind: str
) -> None:
    found = only(text)
    assert (found.title, found.number, found.issuer, found.date, found.kind) == (title, number, issuer, date, kind)


@pytest.mark.parametrize(
    "text",
    [
        "他著有《海洋生态学》，文章发表于《海洋学报》。", "电影《南极计划》上映。",
        "他在《潮汐发电的方法》一文中写道。",
        "《红楼梦》是名著。", "中央电视台《新闻联播》作了报道。",
        "摘编自《海湾科技》2031年第4期《渔港发展规划》。",
        "编辑部绘制了《海湾渔港地图》。", "围绕《意见》，各区制定了细则。",
        "没有书名号的海湾市渔港规划。", "《", "》《》",
    ],
)  # fmt: skip
def test_what_is_no_document_is_none(text: str) -> None:
    assert read(text) == []


def test_names_that_differ_in_body_marks_and_brackets_are_one_document() -> None:
    found = only(
        "2029年，《海湾市人民政府关于加快发展浮标（含灯标）产业的指导意见》（海政〔2029〕6号）印发。",
        "按照《关于加快发展浮标产业的指导意见》推进。",
        "海湾市发布了《加快发展浮标产业的指导意见精神》（海政〔2029〕6号）。",
    )
    assert found.title == "海湾市人民政府关于加快发展浮标（含灯标）产业的指导意见"
    assert found.also == ("关于加快发展浮标产业的指导意见", "加快发展浮标产业的指导意见精神")
    assert (len(found.mentions), found.date, found.issuer) == (3, "2029", "海湾市人民政府")


def test_a_notice_and_the_plan_that_it_issues_are_one() -> None:
    found = only(
        "《海湾市人民政府办公厅关于印发海湾市港口规划的通知》要求落实。", "《海湾市港口规划》提出三个目标。",
        "《<海湾市港口规划>的通知》已经下发。",
    )  # fmt: skip
    assert len(found.mentions) == 3
    assert found.kind == "plan"


def test_two_versions_of_a_plan_stay_two() -> None:
    found = read("《海湾市渔港行动计划（2025-2027）》之后是《海湾市渔港行动计划（2028-2030年）》。")
    assert [document.title[-11:] for document in found] == ["（2025-2027）", "2028-2030年）"]
    assert len(read("《海湾市渔港条例》和《海湾市渔港条例（草案）》。")) == 2


def test_the_same_plan_of_two_cities_stays_two() -> None:
    assert len(read("《海湾市渔港行动计划》不同于《青鹭市渔港行动计划》。")) == 2


def test_full_and_half_width_years_are_one() -> None:
    assert len(only("《海湾市渔港计划（2025－2027年）》。", "《海湾市渔港计划(2025-2027)》。").mentions) == 2


@pytest.mark.parametrize("short", ["（以下简称《实施意见》）", "（简称“《实施意见》”）", "(下称：《实施意见》)", ""])
def test_a_short_name_is_the_document_before_it(short: str) -> None:
    found = only(f"2030年，省政府出台《关于发展海藻业的实施意见》{short}。", "建议结合《实施意见》细化。")
    assert (found.title, found.also) == ("关于发展海藻业的实施意见", ("实施意见",))


def test_a_short_name_means_another_document_in_another_article() -> None:
    texts = (
        "省政府出台《关于发展海藻业的若干意见》。",
        "市政府出台《关于发展渔港的若干意见》。",
        "《若干意见》提出奖励。",
    )
    mentions = [m for n, text in enumerate(texts) for m in register.extract(passage(text, n, article=min(n, 1)))]
    told = {document.title: len(document.mentions) for document in documents.merge(mentions)}
    assert told == {"关于发展海藻业的若干意见": 1, "关于发展渔港的若干意见": 2}


def test_what_stands_in_a_list_of_policies_is_one_of_them() -> None:
    found = read("我国出台了多条政策，如《国家浮标计划》《蓝色制造2040》等。", "在《蓝色制造2040》中有8个规划。")
    assert {document.title: len(document.mentions) for document in found} == {"国家浮标计划": 1, "蓝色制造2040": 2}


def test_documents_come_by_date_and_those_without_one_last() -> None:
    found = read("《甲市规划》很好。", "2030年3月，省政府发布《乙省规划》。", "2029年，省政府发布《丙省规划》。")
    assert [document.date for document in found] == ["2029", "2030-03", None]


def test_mentions_travel_as_json() -> None:
    mentions = list(register.extract(passage(CASES[0][0])))
    assert [Mention.from_json(json.loads(json.dumps(mention.as_json()))) for mention in mentions] == mentions


def test_places_stand_in_the_text() -> None:
    text = "前一句。2030年，省政府发布《乙省规划》（乙政〔2030〕1号）。后一句。"
    (mention,) = register.extract(passage(text))
    assert text[slice(*mention.span)] == "2030年，省政府发布《乙省规划》（乙政〔2030〕1号）。"
    assert text[slice(*mention.named)] == "《乙省规划》（乙政〔2030〕1号）"


@pytest.mark.parametrize("name", ["算法", "高效学习的方法", "孙子兵法", "疗法", "红楼梦"])
def test_a_method_is_no_law(name: str) -> None:
    assert titles.kind_of(name) is None


@pytest.mark.parametrize(
    "text", ["《" * 5000, "《市和" * 3000 + "》", "市和" * 5000 + "，出台了《甲规划》", "已经" * 9000 + "《甲规划》"]
)
def test_hostile_text_takes_no_time(text: str) -> None:
    assert len(read(text)) <= 1


def of_files(*paths: Path) -> list[Document]:
    cut = (p for path in paths for p in passages.cut(reader.read(path), path.stem))
    return documents.merge(mention for passage in cut for mention in register.extract(passage))


def test_the_digests_register() -> None:
    found = {d.title: d for d in of_files(*sorted((ROOT / "corpus").glob("*.txt")))}
    plan = found["新一代人工智能发展规划"]
    assert (plan.issuer, plan.date, plan.kind) == ("国务院", "2017-07", "plan")
    assert found["杭政〔2017〕66号"].date == "2017"
    assert found["若干意见"].issuer == "省政府办公厅"
    assert "杭州科技" not in found


def test_the_real_issues_counts() -> None:
    paths = sorted(CORPUS.glob("*.txt"))
    if not paths:
        pytest.skip(f"{CORPUS} is not here: the real issues are no part of the repository")
    found = of_files(*paths)
    counts = Counter(document.kind for document in found)
    assert len(found) == 55
    assert counts["report"] == 12
    assert sum(document.number is not None for document in found) == 4
    assert sum(document.issuer is not None for document in found) >= 33
    assert sum(document.date is not None for document in found) >= 26
