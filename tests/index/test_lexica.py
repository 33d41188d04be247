"""The lexica that ship: their form, their size, and how much of everyday English they render."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from index.query import ENGLISH, SYNONYMS, stems
from index.words import Words, fold, lexicon

COMMONEST = 3000  # English words of wordfreq's list
COVERED = 0.95
ENTRIES, SETS = 8000, 1500
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def entries() -> dict[str, list[str]]:
    return {english: chinese.split(" ") for english, chinese in (line.split("\t") for line in lexicon(ENGLISH))}


def test_every_line_is_english_a_tab_and_chinese(entries: dict[str, list[str]]) -> None:
    assert [e for e in entries if e != fold(e).strip() or HAN.search(e)] == []
    assert [e for e, renderings in entries.items() if not all(renderings)] == []
    assert sum(not HAN.search("".join(renderings)) for renderings in entries.values()) < 0.01 * len(entries)


def test_no_entry_stands_twice(entries: dict[str, list[str]]) -> None:
    assert len(lexicon(ENGLISH)) == len(entries) >= ENTRIES
    assert [e for e, renderings in entries.items() if len(set(renderings)) < len(renderings)] == []


def test_there_are_enough_sets_of_synonyms_each_of_different_words() -> None:
    sets = [line.split() for line in lexicon(SYNONYMS)]
    assert len(sets) >= SETS
    assert [s for s in sets if len(s) < 2 or len({fold(word) for word in s}) < len(s)] == []
    assert [s for s, count in Counter(map(frozenset, sets)).items() if count > 1] == []


def test_the_commonest_english_words_are_rendered(entries: dict[str, list[str]]) -> None:
    wordfreq = pytest.importorskip("wordfreq", reason="its list of words comes with the extra `dev`")
    stop = Words().stopwords
    common = [word for word in wordfreq.top_n_list("en", 2 * COMMONEST) if re.fullmatch("[a-z]{2,}", word)][:COMMONEST]
    wanted = [word for word in common if word not in stop]
    missing = [word for word in wanted if not any(stem in entries for stem in stems(word))]
    assert len(missing) <= (1 - COVERED) * len(wanted), missing
