"""``make check`` runs everything whatever fails, says how each ended, and fails when one did."""

from __future__ import annotations

import os
import sys

import pytest

from tools import check
from tools.check import Check


def program(name: str, source: str) -> Check:
    return Check(name, f"what {name} holds", (sys.executable, "-c", source))


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = (
        program("bad", "import sys; print('line 3 is wrong'); sys.exit(1)"),
        program("good", "print('nothing to say')"),
        program(
            "home", "import os; assert 'DATABASE_URL' not in os.environ; print(os.environ['YINUO_HOME'])"
        ),
    )
    monkeypatch.setattr(check, "CHECKS", chosen)


@pytest.mark.usefixtures("checks")
def test_all_run_though_one_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main() == 1
    said = capsys.readouterr().out
    assert "FAILED bad" in said
    assert "line 3 is wrong" in said
    assert "ok     good" in said
    assert "nothing to say" not in said
    assert "1 of 3 failed" in said


@pytest.mark.usefixtures("checks")
def test_one_can_be_run_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["good"]) == 0
    assert "bad" not in capsys.readouterr().out


@pytest.mark.usefixtures("checks")
def test_an_unknown_check_is_refused_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["lint"]) == 64
    assert "choose from: bad, good, home" in capsys.readouterr().out


@pytest.mark.usefixtures("checks")
def test_no_check_touches_anybodys_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@elsewhere/theirs")
    assert check.main(["home"]) == 0


def test_a_check_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "LONGEST", 0.2)
    outcome = check.run(program("slow", "import time; time.sleep(60)"), dict(os.environ))
    assert outcome.failed
    assert "was ended" in outcome.output
