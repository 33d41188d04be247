"""The model that ships: a folder that sentence-transformers (StaticEmbedding) and model2vec can load too.

`tokenizer.json`, `model.safetensors` (float16, tokens x dimensions), and `concepts.npz` for refits on a library.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.static.vocabulary import SPACE
from index.words import fold

TOKENIZER, MATRIX, CONCEPTS, CONFIG, MODULES = (
    "tokenizer.json", "model.safetensors", "concepts.npz", "config.json", "modules.json",
)  # fmt: skip
TENSOR = "embeddings"  # as model2vec names it; sentence-transformers knows that too
KIND = "sentence_transformers.models.StaticEmbedding"


class Model:
    """A folder with the model in it; each part is read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def version(self) -> str:
        """Tells one training from another."""
        return str(json.loads((self.folder / CONFIG).read_text("utf-8"))["version"])

    @cached_property
    def tokenizer(self) -> Any:
        """Cuts text into tokens."""
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self.folder / TOKENIZER))

    @cached_property
    def concepts(self) -> Any:
        """Tokens by concepts (sparse, float32)."""
        from scipy.sparse import load_npz

        return load_npz(self.folder / CONCEPTS)

    @cached_property
    def matrix(self) -> NDArray[np.float16]:
        """Tokens by dimensions, as trained."""
        from safetensors.numpy import load_file

        return np.asarray(load_file(self.folder / MATRIX)[TENSOR])

    def bags(self, texts: Sequence[str]) -> list[list[int]]:
        """Of each text the numbers of its tokens; the mark before words is none."""
        found = self.tokenizer.encode_batch([_clean(text) for text in texts], add_special_tokens=False)
        return [self._bag(encoding) for encoding in found]

    def bag(self, text: str) -> list[int]:
        """Of one text; `encode_batch` would hand it to a pool of threads, which takes longer than the text."""
        return self._bag(self.tokenizer.encode(_clean(text), add_special_tokens=False))

    def _bag(self, encoding: Any) -> list[int]:
        return [token for token in encoding.ids if token != self._space]

    @cached_property
    def _space(self) -> int:
        return int(self.tokenizer.token_to_id(SPACE))


def _clean(text: str) -> str:
    """Folded, and without half a surrogate pair, which a question may hold and no tokenizer takes."""
    return fold(text).encode(errors="replace").decode()


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model in the package."""
    return Model(Path(str(resources.files("index") / "static" / "model")))


def write(folder: Path, tokenizer: Any, matrix: NDArray[np.float32], concepts: Any, version: str) -> None:
    """Write all parts; what both libraries need to load it stands beside."""
    from safetensors.numpy import save_file
    from scipy.sparse import save_npz

    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / TOKENIZER), pretty=False)
    save_file({TENSOR: np.ascontiguousarray(matrix, np.float16)}, folder / MATRIX)
    (folder / MATRIX).chmod(0o644)  # the library writes it for its owner only
    save_npz(folder / CONCEPTS, concepts.astype(np.float32))
    config = {"model_type": "model2vec", "architectures": ["StaticModel"], "hidden_dim": matrix.shape[1]}
    config |= {"normalize": True, "seq_length": 1000000, "version": version}
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", "utf-8")
    modules = [{"idx": 0, "name": "0", "path": ".", "type": KIND}]
    modules.append({"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"})
    (folder / MODULES).write_text(json.dumps(modules, indent=1) + "\n", "utf-8")
