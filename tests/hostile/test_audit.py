"""What `make audit` says of what pip-audit prints."""

from __future__ import annotations

import json

import audit
import pytest

SOUND = {"name": "a", "version": "1", "vulns": []}
FLAWED = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"], "aliases": []}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([SOUND, SKIPPED], 0, ["1 packages audited, 0 known flaws, 1 packages not found there"]),
        (
            [SOUND, FLAWED],
            1,
            ["b 2: PYSEC-1; mended in 3", "2 packages audited, 1 known flaws, 0 packages not found there"],
        ),
        ([SKIPPED], 1, [audit.UNREACHED]),
        ([], 1, [audit.UNREACHED]),
    ],
)
def test_a_flaw_or_nothing_looked_up_is_a_failure(packages: list[object], status: int, said: list[str]) -> None:
    assert audit.told(json.dumps({"dependencies": packages, "fixes": []})) == (status, said)


def test_an_audit_that_could_not_finish_is_no_pass() -> None:
    assert audit.told("") == (1, [audit.UNREACHED])


def test_every_package_that_is_pinned_is_pinned_to_one_version() -> None:
    lines = [line for line in audit.PINNED.read_text("utf-8").splitlines() if not line.startswith("#")]
    names = [line.partition("==")[0].lower() for line in lines if "==" in line]
    assert len(names) == len(set(names)) == len(lines)
