"""The model that ships: two libraries load it, it is small, and it is what our lexica make of it."""

from __future__ import annotations

import numpy as np
import pytest

from index.static import concepts, model, vocabulary
from index.static.model import Model
from index.words import Words

MEGABYTES = 25
PAIRS = (
    ("The city subsidises electric buses", "全市补贴电动公交车", "渔民在湖上修补渔网"),
    ("artificial intelligence companies", "人工智能企业", "水稻种植面积"),
    ("How many hospitals are there?", "医院共有多少家", "桥梁的长度"),
    ("发改委掏钱", "发展和改革委员会出资", "羽毛球比赛"),
)


@pytest.fixture(scope="module")
def shipped() -> Model:
    return model.shipped()


def test_it_is_at_most_25_megabytes(shipped: Model) -> None:
    assert sum(path.stat().st_size for path in shipped.folder.iterdir()) <= MEGABYTES * 10**6


@pytest.mark.parametrize(("text", "near", "far"), PAIRS)
def test_sentence_transformers_loads_it(shipped: Model, text: str, near: str, far: str) -> None:
    from sentence_transformers import SentenceTransformer

    vectors = SentenceTransformer(str(shipped.folder)).encode([text, near, far], normalize_embeddings=True)
    assert float(vectors[0] @ vectors[1]) > 2 * float(vectors[0] @ vectors[2])


def test_model2vec_loads_it_and_says_the_same(shipped: Model) -> None:
    from model2vec import StaticModel
    from sentence_transformers import SentenceTransformer

    texts = [text for pair in PAIRS for text in pair]
    ours = SentenceTransformer(str(shipped.folder)).encode(texts, normalize_embeddings=True)
    np.testing.assert_allclose(StaticModel.from_pretrained(shipped.folder).encode(texts), ours, atol=2e-3)


def test_it_is_made_of_the_lexica_as_they_are(shipped: Model) -> None:
    words = Words()
    tokenizer = vocabulary.build(words)
    assert tokenizer.to_str() == shipped.tokenizer.to_str(), "train anew: python -m index.static.train"
    tokens = sorted(tokenizer.get_vocab(), key=tokenizer.token_to_id)
    signs = (0, tokenizer.token_to_id(vocabulary.SPACE))
    made = concepts.of(tokens, lambda text: [i for i in tokenizer.encode(text).ids if i not in signs], words.stopwords)
    assert made.shape == shipped.concepts.shape
    assert abs(made - shipped.concepts).max() < 1e-6, "train anew: python -m index.static.train"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("人工智能companies在2019年", ["人工智能", "compan", "ies", "2019"]),
        ("made in Hangzhou", ["hangzhou"]),
        ("carrying out reforms", ["reform", "s"]),
    ],
)
def test_text_is_cut_into_known_tokens(shipped: Model, text: str, tokens: list[str]) -> None:
    found = [token.lstrip(vocabulary.SPACE) for token in shipped.tokenizer.encode(text).tokens]
    assert [token for token in found if token in tokens] == tokens
