"""A Milvus Lite file with the library of two issues, and small windows."""

from __future__ import annotations

import pytest

pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed: pip install 'hangke[milvus]'")
