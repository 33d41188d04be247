"""The words of the web app, in Chinese and English. A leaf of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.types import Status


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything that the web app says of itself, in one language; `{…}` is filled in where it is shown."""

    tagline: str
    # asking
    ask: str
    placeholder: str
    question: str
    send: str
    all_issues: str
    any_year: str
    issue: str
    year_from: str
    year_to: str
    examples: str
    templates: tuple[str, str, str]
    chat: str
    # the evidence
    evidence: str
    waiting: str
    searching: str
    trouble: str
    understood: str
    status: Mapping[Status, str]
    nearest: str
    nothing_near: str
    missing: str
    digest: str
    page: str
    pages: str
    about_page: str
    about_pages: str
    page_unknown: str
    line: str
    lines: str
    pdf_page: str
    section: str
    authors: str
    source: str
    doubt: str
    # adding
    add: str
    files: str
    password: str
    reading: str
    indexing: str
    replace: str
    add_button: str
    add_help: str
    no_files: str
    outcome: Mapping[str, str]
    counts: str
    # issues
    issues: str
    column_issue: str
    column_pages: str
    column_articles: str
    column_passages: str
    column_source: str
    column_added: str
    column_title: str
    column_authors: str
    column_section: str
    column_page: str
    contents: str
    choose: str
    empty: str
    hidden: str


ZH = Texts(
    tagline="读期刊，答问题，句句有出处",
    ask="问答",
    placeholder="问一问这几期期刊里写了什么，答案逐字引自原文。",
    question="问题",
    send="发送",
    all_issues="全部期刊",
    any_year="不限",
    issue="期刊",
    year_from="起始年份",
    year_to="截止年份",
    examples="试着问",
    templates=("《{title}》讲了什么？", "《{title}》主要讲了什么？", "《{title}》的主要内容是什么？"),
    chat="对话",
    evidence="出处",
    waiting="提问以后，这里逐条列出答案的出处。",
    searching="正在查找……",
    trouble="出错了，这个问题没能处理完；详情见启动 hangke 的终端。",
    understood="（理解为：{asked}）",
    status={Status.ANSWERED: "已回答", Status.PARTIAL: "部分回答", Status.NOT_FOUND: "这几期里没有"},
    nearest="最接近的段落",
    nothing_near="没有相近的段落。",
    missing="没有查到：{missing}",
    digest="摘编",
    page="第{first}页",
    pages="第{first}–{last}页",
    about_page="约第{first}页（推算）",
    about_pages="约第{first}–{last}页（推算）",
    page_unknown="页码未知",
    line="第{first}行",
    lines="第{first}–{last}行",
    pdf_page="PDF第{first}页",
    section="栏目",
    authors="作者",
    source="来源文件",
    doubt="原文识别存疑",
    add="添加",
    files="选择期刊文件（PDF或.txt，可多选）",
    password="加密PDF的密码",
    reading="正在读取页面",
    indexing="正在建立索引",
    replace="替换已有的同一期",
    add_button="添加到期刊库",
    add_help="每个文件是一期。添加以后即可提问；同一个文件再添加一次不会有变化。",
    no_files="请先选择文件。",
    outcome={"added": "已添加", "unchanged": "没有变化", "replaced": "已替换", "failed": "未能添加"},
    counts="{pages}页 · {articles}篇文章 · {passages}个段落",
    issues="期刊",
    column_issue="期",
    column_pages="页数",
    column_articles="文章",
    column_passages="段落",
    column_source="来源文件",
    column_added="添加时间",
    column_title="标题",
    column_authors="作者",
    column_section="栏目",
    column_page="页码",
    contents="目录",
    choose="选择一期",
    empty="期刊库还是空的，请到“添加”页加入期刊。",
    hidden="原刊已在库，不再检索",
)

EN = Texts(
    tagline="Reads the issues, answers with the words of the source",
    ask="Ask",
    placeholder="Ask what these issues say. Answers are quoted word for word.",
    question="Question",
    send="Send",
    all_issues="All issues",
    any_year="Any",
    issue="Issue",
    year_from="From year",
    year_to="To year",
    examples="Try asking",
    templates=("What does 《{title}》 say?", "What is said in 《{title}》, in short?", "What is 《{title}》 about?"),
    chat="Conversation",
    evidence="Sources",
    waiting="The sources of an answer are listed here, one by one.",
    searching="Searching…",
    trouble="Something broke while answering; the terminal that runs hangke tells more.",
    understood="(understood as: {asked})",
    status={
        Status.ANSWERED: "Answered",
        Status.PARTIAL: "Partly answered",
        Status.NOT_FOUND: "Not in these issues",
    },
    nearest="Nearest passages",
    nothing_near="No passage comes near.",
    missing="Not found: {missing}",
    digest="digest",
    page="p. {first}",
    pages="pp. {first}–{last}",
    about_page="about p. {first} (estimated)",
    about_pages="about pp. {first}–{last} (estimated)",
    page_unknown="page unknown",
    line="line {first}",
    lines="lines {first}–{last}",
    pdf_page="PDF page {first}",
    section="Section",
    authors="Authors",
    source="Source file",
    doubt="source read with doubt",
    add="Add",
    files="Choose issue files (PDF or .txt, several at once)",
    password="Password of a locked PDF",
    reading="reading pages",
    indexing="indexing",
    replace="Replace an issue that is already there",
    add_button="Add to the library",
    add_help="One file is one issue. Ask as soon as it is in; adding the same file again changes nothing.",
    no_files="Choose a file first.",
    outcome={"added": "Added", "unchanged": "Unchanged", "replaced": "Replaced", "failed": "Failed"},
    counts="{pages} pages · {articles} articles · {passages} passages",
    issues="Issues",
    column_issue="Issue",
    column_pages="Pages",
    column_articles="Articles",
    column_passages="Passages",
    column_source="Source file",
    column_added="Added",
    column_title="Title",
    column_authors="Authors",
    column_section="Section",
    column_page="Page",
    contents="Contents",
    choose="Choose an issue",
    empty="The library is empty. Put issues in under “Add”.",
    hidden="the issue itself is here: not searched",
)

ZH_NAME, EN_NAME = "中文", "English"
LANGUAGES: Mapping[str, Texts] = {ZH_NAME: ZH, EN_NAME: EN}


def preferred(accept_language: str | None) -> str:
    """The language to begin with: English where the browser asks first for another language than Chinese."""
    first = (accept_language or "zh").split(",")[0].strip().lower()
    return ZH_NAME if first.startswith(("zh", "*")) else EN_NAME
