"""`make audit`: known flaws in the packages that the tests run with. What was not looked up is not passed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PINNED = Path(__file__).parents[2] / "constraints.txt"
OPTIONS = ("--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off", "--timeout", "10")
UNREACHED = "hangke: nothing was audited: the database of advisories (pypi.org) cannot be reached from here"


def main() -> int:
    """Print each flaw, and how many packages were looked up; 1 where there is a flaw, or nothing could be."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(PINNED), *OPTIONS]
    status, lines = told(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    print("\n".join(lines))
    return status


def told(out: str) -> tuple[int, list[str]]:
    """The exit status, and what to say of the JSON that pip-audit prints; of none where it could not finish."""
    packages: list[dict[str, Any]] = json.loads(out)["dependencies"] if out.startswith("{") else []
    checked = [package for package in packages if "vulns" in package]
    if not checked:
        return 1, [UNREACHED]
    flaws = [
        f"{package['name']} {package['version']}: {flaw['id']}; mended in {', '.join(flaw['fix_versions'])}"
        for package in checked
        for flaw in package["vulns"]
    ]
    skipped = len(packages) - len(checked)
    counted = f"{len(checked)} packages audited, {len(flaws)} known flaws, {skipped} packages not found there"
    return int(bool(flaws)), [*flaws, counted]


if __name__ == "__main__":
    sys.exit(main())
