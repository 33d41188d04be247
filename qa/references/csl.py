"""CSL-JSON (Citation Style Language 1.0.2, csl-data.json): what Zotero, pandoc and citeproc read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from qa.references.record import Name, Reference


def csl_json(numbered: Iterable[tuple[int, Reference]]) -> str:
    """An array of items, as one line."""
    return json.dumps([item(reference) for _, reference in numbered], ensure_ascii=False)


def item(reference: Reference) -> dict[str, Any]:
    """One item; what is not known is left out."""
    told: dict[str, Any] = {
        "author": [_name(author) for author in reference.authors],
        "title": reference.title,
        "container-title": reference.magazine,
        "issued": {"date-parts": [[reference.year]]} if reference.year else None,
        "issue": str(reference.number or ""),
        "page": reference.page_range("-"),
        "language": "zh-CN" if reference.chinese else "en",
        "note": f"摘编自{reference.digest_of}" if reference.digest_of else "",
    }
    return {"id": reference.key, "type": "article-journal"} | {key: value for key, value in told.items() if value}


def _name(author: Name) -> dict[str, str]:
    return {"family": author.family, "given": author.given} if author.family else {"literal": author.literal}
