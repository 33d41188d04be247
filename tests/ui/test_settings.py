"""Where the library is kept, as options and environment say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import QuestionError
from ui.settings import Settings


def read(env: dict[str, str], **options: str) -> tuple[str, str, str, str]:
    settings = Settings.read(home="/h", env=env, **options)
    return settings.store, settings.milvus_uri, settings.milvus_token, settings.milvus_library


def test_a_library_is_in_files_unless_it_is_told() -> None:
    assert read({}) == ("embedded", str(Path("/h/milvus.db")), "", "hangke")


def test_options_come_before_the_environment_which_alone_has_the_token() -> None:
    env = {
        "HANGKE_STORE": "milvus", "HANGKE_MILVUS_URI": "http://a:19530", "HANGKE_MILVUS_TOKEN": " root:x\n",
        "HANGKE_MILVUS_LIBRARY": "keji",
    }  # fmt: skip
    assert read(env) == ("milvus", "http://a:19530", "root:x", "keji")
    assert read(env, store="embedded", milvus_uri="b.db") == ("embedded", "b.db", "root:x", "keji")
    assert "root:x" not in repr(Settings.read(env=env))


@pytest.mark.parametrize(
    ("name", "value"),
    [("HANGKE_STORE", "mysql"), ("HANGKE_MILVUS_LIBRARY", "a-b"), ("HANGKE_MILVUS_LIBRARY", "1a"),
     ("HANGKE_MILVUS_LIBRARY", "刊")],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_line(name: str, value: str) -> None:
    with pytest.raises(QuestionError, match=f"{name}={value}") as caught:
        read({name: value})
    assert "\n" not in str(caught.value)
