"""The command line: quick, one sentence for each failure, exit codes as documented."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from yinuo import __version__
from yinuo.kernel.errors import DomainError
from yinuo.site.cli import failures
from yinuo.site.cli import main as commands
from yinuo.site.cli.database import CannotTrustClock
from yinuo.site.cli.main import app
from yinuo.site.cli.serve import EARLIEST, address, check_clock
from yinuo.site.config import read_config

NOW = datetime(2026, 6, 1, tzinfo=UTC)
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"


Outcome = tuple[int, str, str]


@pytest.fixture
def yinuo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Outcome]]:
    """Run one command in this process: its exit code and what it wrote to both outputs."""

    def run(*arguments: str, **environment: str) -> Outcome:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["yinuo", *arguments])
        with pytest.raises(SystemExit) as ended:
            commands()
        printed = capsys.readouterr()
        return int(str(ended.value.code)), printed.out, printed.err

    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield run
    root.handlers, root.level = handlers, level  # a command sends the log where it likes


def test_the_version(yinuo: Callable[..., Outcome]) -> None:
    assert yinuo("version") == (0, f"{__version__}\n", "")


def test_nothing_asked_is_answered_with_help(yinuo: Callable[..., Outcome]) -> None:
    code, out, _ = yinuo()
    assert code == 0
    assert "serve" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["serve", "--fast"],
        ["staff"],
        ["staff", "create"],
        ["token", "create", "x"],
        ["token", "revoke", "x"],
    ],
)
def test_wrong_use_is_one_sentence_and_64(yinuo: Callable[..., Outcome], arguments: list[str]) -> None:
    code, out, err = yinuo(*arguments)
    assert (code, out) == (64, "")
    assert re.fullmatch(r"yinuo: .+ See: yinuo --help\n", err)


@pytest.mark.parametrize("command", ["serve", "web", "live", "worker", "clock", "migrate", "demo"])
def test_a_broken_setting_stops_every_command_with_78(yinuo: Callable[..., Outcome], command: str) -> None:
    code, out, err = yinuo(command, PORT="eighty")
    assert (code, out) == (78, "")
    assert err == 'yinuo: PORT is "eighty"; set it to a port between 1 and 65535.\n'


def test_doctor_says_it_too(yinuo: Callable[..., Outcome]) -> None:
    code, out, _ = yinuo("doctor", YINUO_MODE="production", YINUO_DEBUG="1")
    assert code == 78
    assert out.startswith("WRONG")
    assert "YINUO_DEBUG" in out


def test_an_unreachable_database_is_one_sentence_and_69(yinuo: Callable[..., Outcome]) -> None:
    code, _, err = yinuo("migrate", DATABASE_URL="postgresql://yinuo:open-sesame@127.0.0.1:1/yinuo")
    assert code == 69
    assert "open-sesame" not in err
    assert err.count("\n") == 1


def test_a_mistake_of_ours_is_told_without_a_traceback_unless_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        try:
            raise ZeroDivisionError("13800138000")
        except ZeroDivisionError as error:
            return failures.fail(error)

    assert fail() == 70
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "13800138000" not in told
    assert "YINUO_DEBUG=1" in told
    monkeypatch.setenv("YINUO_DEBUG", "1")
    fail()
    assert "Traceback" in capsys.readouterr().err


def test_any_other_refusal_is_65() -> None:
    class CannotTry(DomainError):
        code = "test.cannot_try"

    assert failures.exit_code(CannotTry("no")) == 65


def test_help_and_version_load_no_django() -> None:
    script = (
        "import sys\n"
        "from yinuo.site.cli import main\n"
        "sys.argv = ['yinuo', 'version']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'django', 'psycopg', 'granian', 'procrastinate'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.DEVNULL)


def test_the_reference_names_every_command_and_exit_code() -> None:
    text = REFERENCE.read_text()
    names = {command.callback.__name__ for command in app.registered_commands if command.callback}
    for group in app.registered_groups:
        assert group.typer_instance is not None
        names |= {f"{group.name} {command.name}" for command in group.typer_instance.registered_commands}
    documented = {
        name.partition(" --")[0].strip() for name in re.findall(r"^\| `yinuo ([a-z -]+)", text, re.MULTILINE)
    }
    assert documented == names
    codes = {*failures.EXIT_CODES.values(), 0, 64, 65, 70, 77, 130}
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == codes


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (EARLIEST - timedelta(days=1), None),
        (NOW, NOW + timedelta(hours=1)),
        (datetime(1970, 1, 1, tzinfo=UTC), None),
    ],
)
def test_a_clock_far_off_is_refused(now: datetime, before: datetime | None) -> None:
    with pytest.raises(CannotTrustClock, match="NTP"):
        check_clock(now=now, before=before)


@pytest.mark.parametrize("before", [None, NOW - timedelta(days=400), NOW + timedelta(minutes=4)])
def test_a_clock_that_may_be_right_is_believed(before: datetime | None) -> None:
    check_clock(now=NOW, before=before)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"HOST": "0.0.0.0", "PORT": "9000"}, "http://127.0.0.1:9000"),  # noqa: S104
        ({"HOST": "::1"}, "http://[::1]:8000"),
        ({"YINUO_ORIGIN": "https://promises.example.com"}, "https://promises.example.com"),
    ],
)
def test_the_welcome_names_an_address_that_works(settings: dict[str, str], expected: str) -> None:
    assert address(read_config(settings)) == expected
