"""Follow-ups: completed as a person would, and what stands on its own left as it is. Texts and cities are invented."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.library import Library
from ingest.errors import QuestionError
from qa import history
from qa.answerer import Answerer
from qa.dialogue import complete
from qa.types import Turn

HERE = Path(__file__).parent
DEV = HERE.parents[1].parent / "shared" / "evals" / "dev.jsonl"
TRAINING = HERE.parents[1] / "index" / "training"
RECORDS = [json.loads(line) for line in (HERE / "followups.jsonl").read_text("utf-8").splitlines()]
FOLLOWUPS = [record for record in RECORDS if "has" in record]
WHOLE = [record for record in RECORDS if record.get("same")]
Complete = Callable[..., str]


@pytest.fixture(scope="module")
def completed(library: Library) -> Complete:
    """Completes a question after some turns, texts or objects."""

    def run(question: str, *turns: str | dict[str, Any]) -> str:
        told = [Turn(turn) if isinstance(turn, str) else Turn.from_json(turn) for turn in turns]
        return complete(question, told, library)

    return run


def fits(record: dict[str, Any], found: str) -> bool:
    return all(part in found for part in record["has"]) and not any(part in found for part in record["lacks"])


def test_follow_ups_are_completed_as_a_person_would(completed: Complete) -> None:
    told = {r["question"]: completed(r["question"], *r["history"]) for r in FOLLOWUPS}
    missed = [r["question"] for r in FOLLOWUPS if not fits(r, completed(r["question"], *r["history"]))]
    assert len(FOLLOWUPS) >= 180
    assert len(missed) <= 0.03 * len(FOLLOWUPS), {question: told[question] for question in missed}


@pytest.mark.parametrize("record", WHOLE, ids=lambda record: record["question"])
def test_what_stands_on_its_own_is_left(completed: Complete, record: dict[str, Any]) -> None:
    assert completed(record["question"], *record["history"]) == record["question"]


@pytest.mark.parametrize(
    ("question", "turns", "found"),
    [
        ("那萧山呢?", ["2018年杭州有多少家企业？"], "2018年萧山有多少家企业？"),
        ("那余杭呢", ["2018年杭州有多少家企业？", "那萧山呢?"], "2018年余杭有多少家企业？"),
        ("2030年呢？", ["青鹭市2029年建了几座灯塔？"], "青鹭市2030年建了几座灯塔？"),
        ("它的面积呢", ["青鹭湖浮标观测网是谁设计的？"], "青鹭湖浮标观测网的面积是多少？"),
        ("他还说了什么", ["费新雨怎么解释潮差？"], "费新雨还说了什么"),
        ("为什么？", ["钟楼适合改用电机吗？"], "钟楼适合改用电机吗？为什么？"),
        ("还有哪些？", ["青鹭市有哪些渔港？"], "青鹭市还有哪些渔港？"),
        ("And in 2018?", ["How many ferries did Haiwan have in 2017?"], "How many ferries did Haiwan have in 2018?"),
        ("What about Ningbo?", ["2018年杭州有多少家企业？"], "2018年宁波有多少家企业？"),
        ("那宁波呢？", ["How many firms did Hangzhou have?"], "How many firms did 宁波 have?"),
    ],
)
def test_word_for_word(completed: Complete, question: str, turns: list[str], found: str) -> None:
    assert completed(question, *turns) == found


def test_without_a_dialogue_nothing_changes(completed: Complete) -> None:
    for record in FOLLOWUPS:
        assert completed(record["question"]) == record["question"]


def test_who_is_asked_for_is_named_by_the_answer(library: Library, answerer: Answerer, completed: Complete) -> None:
    answer = answerer.ask("云杉谷纸电池作坊的创始人是谁？")
    assert "乔松年" in completed("他以前做什么？", answer.as_json())
    assert completed("作者还写了什么？", answer.as_json()).startswith(answer.citations[0].passage.authors[0])
    second = answerer.ask("他原来做什么？", history=[Turn.of(answer)])
    assert (second.question, second.asked) == ("他原来做什么？", "乔松年原来做什么？")
    assert "质检" in second.answer


def unchanged(questions: list[str], library: Library, seed: int) -> list[str]:
    """The questions that are changed with those before them, in random order, as the dialogue."""
    random.Random(seed).shuffle(questions)
    turns = [Turn(question, asked=question) for question in questions]
    told = [(q, complete(q, turns[max(0, at - 3) : at], library)) for at, q in enumerate(questions)]
    return [found for question, found in told if found != question]


def test_no_question_of_our_own_texts_is_changed(library: Library) -> None:
    texts = [line for path in sorted(TRAINING.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    questions = [question["q"] for text in texts for question in json.loads(text)["questions"]][::4]
    assert len(questions) > 300
    assert len(unchanged(questions, library, 1)) <= 0.01 * len(questions)


def test_no_development_question_is_changed(library: Library) -> None:
    if not DEV.exists():
        pytest.skip(f"{DEV} is not here: the development questions are no part of the repository")
    questions = [json.loads(line)["question"] for line in DEV.read_text("utf-8").splitlines() if line.strip()]
    assert unchanged(questions, library, 2) == []


@pytest.mark.parametrize(
    "text", ["它" * 3000, "那" * 3000 + "呢", "市和" * 2000 + "呢", "it " * 3000, "《" * 3000 + "呢？"]
)
def test_a_hostile_question_takes_no_time(completed: Complete, text: str) -> None:
    assert completed(text, "2018年杭州有多少家企业？", text)


# -- the file of a dialogue

TURNS = [Turn("青鹭市有几座灯塔？", "共有三座。"), Turn("哪座最高？")]
FORMS = {
    "a list": '[{"question": "青鹭市有几座灯塔？", "answer": "共有三座。"}, {"question": "哪座最高？"}]',
    "lines": '{"question": "青鹭市有几座灯塔？", "answer": "共有三座。"}\n\n{"question": "哪座最高？"}\n',
    "a chat": '[{"role": "system", "content": "?"}, {"role": "user", "content": "青鹭市有几座灯塔？"},'
    ' {"role": "assistant", "content": "共有三座。"}, {"role": "user", "content": "哪座最高？"}]',
}


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_of_a_dialogue(tmp_path: Path, form: str) -> None:
    path = tmp_path / "dialogue.json"
    path.write_text(FORMS[form], "utf-8")
    assert history.read(str(path)) == TURNS


def test_answers_as_they_are_printed_are_a_dialogue(tmp_path: Path, answerer: Answerer) -> None:
    answers = [answerer.ask("潮汐钟楼有多高？"), answerer.ask("谁主持苔藓屋顶试验？")]
    path = tmp_path / "dialogue.jsonl"
    path.write_text("\n".join(json.dumps(answer.as_json(), ensure_ascii=False) for answer in answers), "utf-8")
    assert history.read(str(path)) == [Turn.of(answer) for answer in answers]


@pytest.mark.parametrize(
    "text", ["no json", '{"question": 3}', "[1]", '{"answer": "x"}', '{"question": "x", "citations": 5}', "[" * 9000,
             '{"question": "x", "citations": [3]}', '{"role": "user"}'],
)  # fmt: skip
def test_a_bad_dialogue_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "dialogue.json"
    path.write_text(text, "utf-8")
    with pytest.raises(QuestionError, match=r"dialogue\.json.*; give a JSON list") as caught:
        history.read(str(path))
    assert "\n" not in str(caught.value)


def test_a_missing_dialogue_is_told() -> None:
    with pytest.raises(QuestionError, match="check the file"):
        history.read("/no/such/dialogue.json")
