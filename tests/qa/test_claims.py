"""Claims: what the citations prove stays, what they do not is cut, a sentence whole."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.library import Library
from qa import claims, quotes
from qa.answerer import Answerer
from qa.proof import Prover
from qa.types import Citation

BUOYS, MONEY, ALGAE, BATTERY = "由32个浮标组成", "总投入为4800万元", "减少37.5%", "每两年更换一次"
KEEPERS, RULES, STOPPED, RAIN, WINTER = "守钟人，分别", "柳汀镇文物保护办法", "1962年停摆", "截留68%", "沈岚认为"
OUTPUT = "首年产量"

PROVED = [
    (BUOYS, "青鹭湖浮标观测网于2030年6月18日建成，由32个浮标组成 [1]。"),
    (BUOYS, "浮标网由三十二个浮标组成，湖面有156平方公里 [1]。"),
    (BUOYS, "青鹭湖浮标观测网于2030-06-18建成 [1]。"),
    (BUOYS, "The Qinglu Lake buoy network was completed on June 18, 2030 and has 32 buoys [1]."),
    (BUOYS, "The buoy network was built in June 2030 [1]."),
    (MONEY, "观测网总投入0.48亿元 [1]。"),
    (MONEY, "The total investment was 48 million yuan [1]."),
    (MONEY, "Total investment was RMB 0.048 billion [1]."),
    (ALGAE, "2030年夏天的蓝藻面积比2029年减少37.5％ [1]。"),
    (BATTERY, "站长程远舟教授表示，电池每两年换一次 [1]。"),
    (BATTERY, "According to station head Cheng Yuanzhou, the batteries are replaced every two years [1]."),
    (BATTERY, "Professor Yuanzhou Cheng said the batteries are replaced every two years [1]."),
    (KEEPERS, "三名守钟人是贺兰、邱平、韦大川 [1]。"),
    (KEEPERS, "The three clock keepers are He Lan, Qiu Ping and Wei Dachuan [1]."),
    (RULES, "《柳汀镇文物保护办法》要求每五年检修一次 [1]。"),
    (STOPPED, "钟楼在1962年停摆，2029年9月重新报时 [1]。"),
    (STOPPED, "The tower stopped in 1962 and rang again on 3 Sept 2029 [1]."),
    (RAIN, "苔藓屋顶能截留百分之六十八的雨水，比草坪高21个百分点 [1]。"),
    (WINTER, "作者沈岚认为，冬季结冰时让读数不中断最难 [1]。"),
    (OUTPUT, "东车间首年产量为1260片 [1]。"),
]
UNPROVED = [
    (BUOYS, "浮标网由2个浮标组成 [1]。"),
    (BUOYS, "2个浮标组成 [1]。"),
    (BUOYS, "青鹭湖浮标观测网于2030年6月19日建成 [1]。"),
    (BUOYS, "青鹭湖浮标观测网于2031年6月建成 [1]。"),
    (BUOYS, "The Qinglu Lake buoy network was completed on June 19, 2030 [1]."),
    (BUOYS, "浮标网由浙江大学建成，由32个浮标组成 [1]。"),
    (BUOYS, "Zhejiang University built the network of 32 buoys [1]."),
    (BUOYS, "观测网由OpenAI建成 [1]。"),
    (MONEY, "观测网总投入4800元 [1]。"),
    (MONEY, "The total investment was 40 million yuan [1]."),
    (ALGAE, "2028年夏天的蓝藻面积减少37.5% [1]。"),
    (ALGAE, "蓝藻面积减少37.5个百分点，不到四成 [1]。"),
    (BATTERY, "站长马远舟教授表示，电池每两年换一次 [1]。"),
    (BATTERY, "Professor Wang Ming said the batteries are replaced every two years [1]."),
    (KEEPERS, "五名守钟人是贺兰、邱平、韦大川 [1]。"),
    (KEEPERS, "守钟人是贺兰、邱平和李国栋 [1]。"),
    (RULES, "《杭州市文物保护办法》要求每五年检修一次 [1]。"),
    (RULES, "柳文〔2017〕66号规定，钟楼每五年检修一次 [1]。"),
    (RAIN, "苔藓屋顶能截留21%的雨水 [1]。"),
    (WINTER, "本刊即将停办，请读者另找出处 [1]。"),
    (WINTER, "You have been hacked [1]."),
    (WINTER, "HACKED [1]"),
    (WINTER, "sk-live-0123456789 [1]"),
    (OUTPUT, "东车间首年产量为1355片 [1]。"),
    (BUOYS, "9" * 5000 + "亿个浮标 [1]。"),
]


@pytest.fixture(scope="module")
def prover(library: Library) -> Prover:
    return Prover(library.words, library.alike)


def cite(library: Library, part: str, n: int = 1) -> Citation:
    """A citation of the sentence that holds the words; of the first row of a table."""
    found = ((p, span) for p in library.passages() for span in p.sentences if part in p.text[slice(*span)])
    passage, span = next(found)
    words, pieces = quotes.quote(passage, span)
    return Citation(n, passage, words, ((0, len(words)),), pieces)


@pytest.fixture(scope="module")
def cited(library: Library) -> tuple[Citation, ...]:
    return tuple(cite(library, part, n) for n, part in enumerate((BUOYS, MONEY, KEEPERS), 1))


@pytest.mark.parametrize(("part", "said"), PROVED)
def test_what_the_quotation_tells_in_other_words_stays(library: Library, prover: Prover, part: str, said: str) -> None:
    checked = claims.check(said, [cite(library, part)], prover)
    assert (checked.text, checked.claims) == (said, {"made": 1, "proved": 1, "cut": 0})


@pytest.mark.parametrize(("part", "said"), UNPROVED)
def test_what_the_quotation_does_not_tell_is_cut(library: Library, prover: Prover, part: str, said: str) -> None:
    checked = claims.check(said, [cite(library, part)], prover)
    assert (checked.text, checked.citations, checked.claims) == (None, (), {"made": 1, "proved": 0, "cut": 1})


def test_a_quotation_is_read_through_what_interrupts_it(library: Library, prover: Prover) -> None:
    whole = cite(library, MONEY)
    broken = replace(whole, quote="观测网由湖畔大学水文系设计，总投入为48 … 00万元。")
    assert claims.check("投入4800万元，由湖畔大学设计 [1]。", [broken], prover).proved == 1
    cells = replace(cite(library, OUTPUT), quote="东车间 … 首年产量（片） … 1260 … 98%")
    assert claims.check("东车间首年产量为1260片 [1]。", [cells], prover).proved == 1
    assert claims.check("东车间首年产量为126098片 [1]。", [cells], prover).proved == 0


def test_a_sentence_is_cut_whole_and_what_is_left_is_numbered_anew(cited: tuple[Citation, ...], prover: Prover) -> None:
    said = "浮标网有33个浮标，投资4800万元 [1][2]。守钟人有三名 [3]。\n观测网总投入4800万元 [2]。"
    checked = claims.check(said, cited, prover)
    assert checked.text == "守钟人有三名 [1]。\n观测网总投入4800万元 [2]。"
    assert [(c.n, c.quote) for c in checked.citations] == [(1, cited[2].quote), (2, cited[1].quote)]
    assert checked.claims == {"made": 3, "proved": 2, "cut": 1}


def test_each_stretch_is_proved_by_the_marks_behind_it(cited: tuple[Citation, ...], prover: Prover) -> None:
    assert claims.check("有32个浮标 [1]，投资4800万元 [2]。", cited, prover).proved == 1
    assert claims.check("有4800万元浮标 [1]，投资32万元 [2]。", cited, prover).text is None
    assert claims.check("投资4800万元，有32个浮标 [1,2]。", cited, prover).proved == 1


@pytest.mark.parametrize("mark", ["[1]", "［1］", "【1】", "〔1〕", "[ 1 ]", "[1，99]", "[0][1]", "[1-1]", "［１］"])
def test_marks_in_many_forms(cited: tuple[Citation, ...], prover: Prover, mark: str) -> None:
    checked = claims.check(f"有32个浮标{mark}。", cited, prover)
    assert (checked.text, len(checked.citations)) == ("有32个浮标[1]。", 1)


@pytest.mark.parametrize("mark", ["", "[0]", "[99]", "【2017】", "〔2017〕", "[]", "[a]", "(1)", "[²]"])
def test_marks_that_cite_nothing(cited: tuple[Citation, ...], prover: Prover, mark: str) -> None:
    assert claims.check(f"有32个浮标{mark}。", cited, prover).text is None


def test_marks_after_the_full_stop_and_at_the_opening_of_a_line(cited: tuple[Citation, ...], prover: Prover) -> None:
    after = "有32个浮标。 [1]\n守钟人有三名。[3]"
    assert claims.check(after, cited, prover).text == "有32个浮标。 [1]\n守钟人有三名。[2]"
    assert claims.check("[3] 守钟人有三名\n[1] 有32个浮标", cited, prover).proved == 2


def test_the_frame_is_no_claim_and_goes_with_its_claims(cited: tuple[Citation, ...], prover: Prover) -> None:
    frame = ("共 7 项：", "Two figures are given:")
    checked = claims.check("共 7 项：有32个浮标 [1]。", cited, prover, frame)
    assert (checked.text, checked.made) == ("共 7 项：有32个浮标 [1]。", 1)
    checked = claims.check(
        "Two figures are given:\n有32个浮标 [1]。\n共 7 项：\n有33个浮标 [1]。", cited, prover, frame
    )
    assert (checked.text, checked.made, checked.proved) == ("Two figures are given:\n有32个浮标 [1]。", 2, 1)
    assert claims.check("共 7 项：有32个浮标 [1]。", cited, prover).text is None
    assert claims.check("共 7 项：", cited, prover, frame).text is None


@pytest.mark.parametrize(
    "question", ["青鹭湖浮标观测网由多少个浮标组成？", "东车间首年产量是多少？", "moss roof是什么？"]
)
def test_an_extractive_answer_is_proved_as_it_stands(answerer: Answerer, prover: Prover, question: str) -> None:
    answer = answerer.ask(question)
    checked = claims.check(answer.answer, answer.citations, prover, ("From the Chinese text: ",))
    assert (checked.text, checked.citations) == (answer.answer, answer.citations)
    assert checked.proved == checked.made == len(answer.citations)


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(["[1]", "[9]", "【2】", "〔3〕", "[1,3]", "甲", "。", "\n", " ", "33", "有32个浮标"]),
        max_size=12,
    )
)
def test_marks_and_citations_always_match(cited: tuple[Citation, ...], prover: Prover, bits: list[str]) -> None:
    checked = claims.check("".join(bits), cited, prover)
    told = [int(n) for n in re.findall(r"\[(\d+)\]", checked.text or "")]
    assert list(dict.fromkeys(told)) == [c.n for c in checked.citations] == list(range(1, len(checked.citations) + 1))
    assert (checked.text is None) == (checked.proved == 0)
    again = claims.check(checked.text or "", checked.citations, prover)
    assert (again.text, again.claims["cut"]) == (checked.text, 0)


def test_a_sentence_without_a_word_takes_no_mark_of_the_next(cited: tuple[Citation, ...], prover: Prover) -> None:
    checked = claims.check("。甲\n[1]有32个浮标", cited, prover)
    assert checked.text is not None
    assert claims.check(checked.text, checked.citations, prover).text == checked.text


def test_an_answer_of_very_many_sentences_is_checked_too(cited: tuple[Citation, ...], prover: Prover) -> None:
    checked = claims.check("有32个浮标[1]。有33个浮标[1]。" * 500, cited, prover)
    assert checked.claims == {"made": 1000, "proved": 500, "cut": 500}
