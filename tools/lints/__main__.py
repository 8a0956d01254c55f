"""Run the house lints over the tree, or over the files that are named."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tools.lints import LINTS
from tools.lints.base import Finding, read

ROOT = Path(__file__).parents[2]


def sources() -> Iterator[PurePosixPath]:
    """The house's own Python files, templates and scripts; migrations are generated and stay as they are."""
    for folder in ("src", "tools", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*")):
            relative = PurePosixPath(path.relative_to(ROOT).as_posix())
            is_template = "templates" in relative.parts and path.suffix in {".html", ".txt", ".svg"}
            is_script = "static" in relative.parts and path.suffix == ".js"
            if (path.suffix == ".py" and "migrations" not in relative.parts) or is_template or is_script:
                yield relative


def findings() -> list[Finding]:
    """What the lints find in the whole tree."""
    files = [read(ROOT, path) for path in sources()]
    return sorted(found for file in files for lint in LINTS for found in lint.findings(file))


def main() -> int:
    found = findings()
    for finding in found:
        print(finding)
    return 1 if any(not finding.warning for finding in found) else 0


if __name__ == "__main__":
    sys.exit(main())
