"""axe-core on every tab: nothing serious, nothing critical."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from printed import PRINTED_QUESTION
from visits import Visit

Open = Callable[..., Visit]
LOOKS = [
    (locale, scheme, width) for locale in ("zh-CN", "en-GB") for scheme in ("light", "dark") for width in (1280, 390)
]


@pytest.mark.parametrize(("locale", "scheme", "width"), LOOKS)
def test_nothing_serious_stands_in_anyones_way(visit: Open, locale: str, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core comes with the extra `dev`")
    seen = visit(locale, color_scheme=scheme, reduced_motion="reduce")
    tabs = seen.page.get_by_role("tab").all_inner_texts()
    seen.page.set_viewport_size({"width": width, "height": 844})
    seen.ask(PRINTED_QUESTION).locator(".hk-leaf img").wait_for()
    seen.page.locator("#hk-references .hk-printed").wait_for()
    found = {}
    for name in tabs:
        seen.tab(name)
        found[name] = serious(axe.Axe().run(seen.page).response)
    assert [(name, each) for name, each in found.items() if each] == []
    assert len(found) > 4  # all of them, those in the menu of a narrow screen too


def serious(told: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    return [
        (each["id"], [node["target"] for node in each["nodes"]])
        for each in told["violations"]
        if each["impact"] in ("serious", "critical")
    ]
