"""English for the terms of a quotation."""

from __future__ import annotations

import pytest

from index.library import Library
from qa import glosses
from qa.answerer import Answerer


def test_terms_the_lexicon_knows_are_told_in_english(library: Library) -> None:
    found = glosses.gloss("人工智能与生物医药产业的专利", library.words)
    assert found["人工智能"].casefold() in ("artificial intelligence", "ai")
    assert "的" not in found


@pytest.mark.parametrize("text", ["", "的", "3.14", "，。"])
def test_what_holds_no_term_has_no_gloss(library: Library, text: str) -> None:
    assert glosses.gloss(text, library.words) == {}


def test_the_longest_terms_come_first_and_few_of_them(library: Library) -> None:
    text = "人工智能、生物医药、大学、专利、企业、城市、政府、科学、技术、产业园区"
    found = list(glosses.gloss(text, library.words))
    assert len(found) == glosses.MOST
    assert [len(term) for term in found] == sorted(map(len, found), reverse=True)
    assert all(len(english.split()) <= glosses.LONGEST for english in glosses.gloss(text, library.words).values())


def test_an_english_answer_closes_with_terms_that_it_quotes(answerer: Answerer) -> None:
    told = answerer.ask("What is moss roof in 石榴坪?")
    assert told.language == "en"
    assert told.citations
    quoted = "".join(citation.quote for citation in told.citations)
    _, _, terms = told.answer.partition("(Terms: ")
    assert terms
    assert all(pair.partition(" = ")[0] in quoted for pair in terms.rstrip(")").split("; "))
