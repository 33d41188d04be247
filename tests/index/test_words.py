"""Words: one form for what two writers type alike, cut by a dictionary that the user can extend."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import Words, fold, frequencies, pairs

ALIKE = [
    ("ＡＩ芯片", "ai芯片"),
    ("ＡI芯片", "AI芯片"),
    ("人工智慧與雲計算", "人工智慧与云计算"),
    ("數據中心", "数据中心"),
    ("臺灣", "台湾"),
    ("３７．５％", "37.5%"),
    ("①", "1"),
    ("ﬁnance", "FINANCE"),
    ("㎡", "m2"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_two_ways_of_writing_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_two_ways_of_writing_give_the_same_tokens(words: Words, one: str, other: str) -> None:
    assert words.tokens(one) == words.tokens(other)


@given(st.text(alphabet="海湾科技观测網數據ＡＢab１2 ，。", max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_punctuation_and_function_words_are_left_out(words: Words) -> None:
    assert words.cut("的，了。——！") == []
    assert "的" not in words.cut("浮标的读数")


@pytest.mark.parametrize("text", ["", " \n\t", "，。！？", "😀🎉", "\x00"])
def test_a_text_without_words_gives_none(words: Words, text: str) -> None:
    assert words.tokens(text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [("增长37.5%以上", "37.5%"), ("共1,350间", "1,350"), ("NB-IoT网络", "nb-iot"), ("R&D投入", "r&d")],
)
def test_numbers_and_names_with_marks_inside_stay_whole(words: Words, text: str, word: str) -> None:
    assert word in words.cut(text)


def test_long_words_are_found_by_their_parts(words: Words) -> None:
    found = words.cut("中华人民共和国")
    assert "中华人民共和国" in found
    assert {"中华", "人民", "共和国"} <= set(found)


def test_pairs_are_marked_and_cross_the_borders_of_words() -> None:
    assert pairs("浮标网ab读数") == ["_浮标", "_标网", "_读数"]
    assert pairs("数") == []


def test_pairs_find_a_word_that_the_dictionary_does_not_know(words: Words) -> None:
    text, asked = set(words.tokens("镇上开办了鲲鹭舸航线")), set(words.tokens("鲲鹭舸在哪里"))
    assert {"_鲲鹭", "_鹭舸"} <= text & asked


def test_the_users_terms_change_the_cutting_and_the_name(words: Words, tmp_path: Path) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_text("# ours\n\n潮汐钟楼 5000 n\n青鹭湖浮標\n", "utf-8")
    own = Words(terms)
    assert "潮汐钟楼" in own.cut("修复潮汐钟楼的人")
    assert "潮汐钟楼" not in words.cut("修复潮汐钟楼的人")
    assert "青鹭湖浮标" in own.cut("青鹭湖浮标每天上报"), "an entry in traditional characters is folded"
    assert own.name != words.name
    assert Words(tmp_path / "none.txt").name == words.name


@pytest.mark.parametrize("entries", ["潮 3 n\n潮汐钟楼 2 n\n潮汐 5 n\n", "潮汐钟楼 2 n\n潮汐 5\n潮汐 6 n\n楼 0 n"])
def test_a_dictionary_is_read_as_jieba_reads_it(entries: str) -> None:
    read = jieba.Tokenizer.gen_pfdict(BytesIO(entries.encode()))
    assert frequencies(BytesIO(entries.encode())) == read
    assert read[0]["潮汐钟"] == 0


def test_the_dictionary_is_kept_in_no_folder_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    terms = tmp_path / "terms.txt"
    terms.write_text("潮汐钟 5000 n\n", "utf-8")  # of its own, so that it is read anew
    assert Words(terms).cut("潮汐") == ["潮汐"]
    assert not list((tmp_path / "temp").iterdir())


def test_libraries_share_a_dictionary() -> None:
    assert Words()._jieba is Words()._jieba


def test_the_name_of_the_dictionary_needs_no_jieba(words: Words) -> None:
    assert Words().name == words.name
    assert words.name.startswith("jieba")
