"""The parts of retrieval, each of which can be switched off to see what it gives. A leaf of this package."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts a search uses; the program uses all."""

    keyword: bool = True  # BM25 by word
    character: bool = True  # BM25 by character
    dense: bool = True  # vectors
    rerank: bool = True  # the second look at the best; without it the fused ranking stands
    form: bool = True  # the second look prefers sentences that have the form of an answer
    titles: bool = True  # a question that names an article is answered from it
    sides: bool = True  # those of a comparison are searched each on its own too
    lexicon: bool = True  # English words in Chinese
    synonyms: bool = True
    pairs: bool = True  # of characters that no word holds together
    pinyin: bool = True  # names spelt in it
    figures: bool = True  # in one normal form, 10亿 and 1 billion


ALL = Parts()
LEGS = replace(ALL, rerank=False, form=False, titles=False, sides=False)
EXPANSION = ("lexicon", "synonyms", "pairs", "pinyin", "figures")
KEYWORD = replace(LEGS, character=False, dense=False)


def rows() -> dict[str, Parts]:
    """What is compared: the legs alone and together, the whole, then the whole with each part off in turn."""
    legs = {
        "BM25 alone": replace(KEYWORD, **dict.fromkeys(EXPANSION, False)),
        "BM25, question expanded": KEYWORD,
        "characters alone": replace(LEGS, keyword=False, dense=False),
        "dense alone": replace(LEGS, keyword=False, character=False),
        "all fused": LEGS,
        "fused and re-ranked": ALL,
    }
    names = [field.name for field in fields(Parts) if field.name != "rerank"]  # without it: both fused
    return legs | {f"without {name}": replace(ALL, **{name: False}) for name in names}
