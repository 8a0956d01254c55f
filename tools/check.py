"""
Everything that is checked without running the product: ``make check``.

Each check is a command. All of them run, two at a time, whatever the others say; the end names the ones
that failed. ``python -m tools.check lints types`` runs only those.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST = 300  # seconds; a check that takes longer hangs
_BIN = Path(sys.executable).parent
_PYTHON = (sys.executable, "-m")


@dataclass(frozen=True)
class Check:
    """A check's name, what it holds, and its command."""

    name: str
    holds: str
    command: tuple[str, ...]


CHECKS = (
    Check("types", "mypy, strict", (*_PYTHON, "mypy", "--no-error-summary")),
    Check("style", "ruff", (*_PYTHON, "ruff", "check", "-q", "--output-format=concise", ".")),
    Check(
        "format",
        "ruff format (make format mends it)",
        (*_PYTHON, "ruff", "format", "--check", "--output-format=concise", "."),
    ),
    Check("doors", "import-linter: floors and doors", (str(_BIN / "lint-imports"), "--no-logo")),
    Check("lints", "the house lints", (*_PYTHON, "tools.lints")),
    Check("templates", "every template compiles, with its links", (*_PYTHON, "tools.templates")),
    Check("markup", "djlint", (*_PYTHON, "djlint", "--lint", "--quiet", "src")),
    Check("migrations", "none is missing", (*_PYTHON, "tools.migrations")),
    Check(
        "catalogue", "every text in Chinese (make catalogue collects)", (*_PYTHON, "tools.catalogue", "check")
    ),
)


@dataclass(frozen=True)
class Outcome:
    """How one check ended."""

    check: Check
    failed: bool
    output: str
    seconds: float


def run(check: Check, environment: dict[str, str]) -> Outcome:
    """Run one check to its end, or to its time limit."""
    begun = time.monotonic()
    try:
        done = subprocess.run(
            check.command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        failed, output = done.returncode != 0, done.stdout + done.stderr
    except subprocess.TimeoutExpired:
        failed, output = True, f"took longer than {LONGEST} s and was ended"
    return Outcome(check, failed, output.strip(), time.monotonic() - begun)


def main(names: Sequence[str] = ()) -> int:
    """Run the checks that are named, or all; 0 when all hold, 1 when one fails, 64 for an unknown name."""
    known = {check.name: check for check in CHECKS}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"There is no check {', '.join(unknown)}; choose from: {', '.join(known)}.")
        return 64
    chosen = [known[name] for name in names] or list(CHECKS)
    begun = time.monotonic()
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="yinuo-check-") as home, ThreadPoolExecutor(2) as pool:
        # Settings are read, no database is: a data folder of its own keeps yours untouched.
        environment = {**os.environ, "YINUO_HOME": home, "YINUO_MODE": "demo", "PYTHONWARNINGS": "ignore"}
        environment["DJANGO_SETTINGS_MODULE"] = "yinuo.site.settings"
        environment.pop("DATABASE_URL", None)
        for future in as_completed([pool.submit(run, check, environment) for check in chosen]):
            outcome = future.result()
            outcomes.append(outcome)
            _tell(outcome)
    failed = [outcome.check.name for outcome in outcomes if outcome.failed]
    total = f"{time.monotonic() - begun:.0f} s"
    print(
        f"\n{len(failed)} of {len(chosen)} failed in {total}: {', '.join(failed)}"
        if failed
        else f"\nAll held in {total}."
    )
    return 1 if failed else 0


def _tell(outcome: Outcome) -> None:
    mark = "FAILED" if outcome.failed else "ok"
    print(f"{mark:<7}{outcome.check.name:<11}{outcome.seconds:5.1f} s  {outcome.check.holds}", flush=True)
    # Warnings of the lints are told even when nothing failed.
    if outcome.failed or outcome.check.name == "lints":
        for line in outcome.output.splitlines():
            print(f"       {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
