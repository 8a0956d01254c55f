"""``yinuo doctor``: what is wrong with this installation, and what to do."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

from yinuo.kernel.errors import DomainError
from yinuo.platform.jobs.postgres.server import Server
from yinuo.site.cli.database import LARGEST_SKEW, Database, look_at_database
from yinuo.site.cli.failures import exit_code
from yinuo.site.cli.health import is_healthy
from yinuo.site.cli.preparation import pending_changes, running_database
from yinuo.site.config import BadConfiguration, Config, read_config

UNAVAILABLE, NO_PERMISSION, CONFIGURATION = 69, 77, 78
TIGHT, FULL = 2 * 2**30, 200 * 2**20  # bytes of free disk space
NOTICEABLE_SKEW = 2.0  # seconds
ENDS_SOON = timedelta(days=30)  # before a certificate's end
STALE_BACKUP = timedelta(hours=26)  # a daily one, and some patience


class Verdict(Enum):
    OK = "ok"
    WARNING = "warning"
    WRONG = "WRONG"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at; ``code`` is the exit code where it is wrong."""

    verdict: Verdict
    subject: str
    text: str
    code: int = 0


def doctor() -> int:
    """Look at everything, print a line for each, and return the exit code of the first thing that is wrong."""
    worst = 0
    for finding in examine():
        print(f"{finding.verdict.value:8} {finding.subject:14} {finding.text}", flush=True)  # noqa: T201
        worst = worst or finding.code
    return worst


def examine() -> Iterator[Finding]:
    """All findings, each as soon as it is known; what depends on something wrong is left out."""
    try:
        config = read_config()
    except BadConfiguration as error:
        yield _wrong("configuration", str(error), CONFIGURATION)
        return
    yield _ok("configuration", f"{config.mode.value} mode, data folder {config.home}")
    yield _disk(config.home)
    yield from _key_files(config)
    yield from _certificate(config, now=datetime.now(UTC))
    yield from _backups(config, now=datetime.now(UTC))
    if config.database_url is None and not Server(config.embedded).is_prepared():
        yield _ok("database", "the embedded one is made at the first start")
        return
    try:
        with running_database(config):
            yield from _database(config)
    except DomainError as error:
        yield _wrong("database", str(error), exit_code(error))


def _disk(home: Path) -> Finding:
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        return _wrong("data folder", f"{there} cannot be written; set YINUO_HOME to one that can.", 73)
    free = shutil.disk_usage(there).free
    text = f"{free / 2**30:.1f} GiB free in {there}"
    if free < FULL:
        return _wrong("disk", f"{text}; make room before the database stops.", UNAVAILABLE)
    return _warning("disk", f"{text}; make room soon.") if free < TIGHT else _ok("disk", text)


def _key_files(config: Config) -> Iterator[Finding]:
    """Keys in the data folder, and the key of the certificate."""
    own = [config.tls_key] if config.tls_key is not None else []
    for path in [*sorted((config.home / "keys").glob("*")), *own]:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            yield _wrong(
                "keys", f"{path} can be read by others (mode {mode:o}); run: chmod 600 {path}", NO_PERMISSION
            )
        else:
            yield _ok("keys", f"{path.name} can be read by its owner only")


def _certificate(config: Config, *, now: datetime) -> Iterator[Finding]:
    if config.tls_certificate is None:
        return
    from cryptography import x509

    path = config.tls_certificate
    try:
        ends_at = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        yield _wrong("certificate", f"{path} is no certificate in PEM form; name one that is.", CONFIGURATION)
        return
    text = f"{path} is good until {ends_at:%Y-%m-%d}"
    if ends_at <= now:
        yield _wrong(
            "certificate", f"{path} ended on {ends_at:%Y-%m-%d}; put a new one there.", CONFIGURATION
        )
    elif ends_at <= now + ENDS_SOON:
        yield _warning("certificate", f"{text}; put a new one there before, then restart web and live.")
    else:
        yield _ok("certificate", text)


def _backups(config: Config, *, now: datetime) -> Iterator[Finding]:
    if config.backups is None:
        return
    from yinuo.site.backup.manifest import newest_backup

    newest = newest_backup(config.backups)
    if newest is None:
        yield _warning("backup", f"there is none in {config.backups}; run: yinuo backup")
        return
    age = now - newest.made_at
    text = f"the newest is {newest.name}, {age.total_seconds() / 3600:.0f} hours old"
    yield (
        _ok("backup", text)
        if age <= STALE_BACKUP
        else _warning("backup", f"{text}; does the daily yinuo backup still run?")
    )


def _database(config: Config) -> Iterator[Finding]:
    found = look_at_database(config.effective_database_url)
    yield _server(found, config)
    yield _skew(found)
    from yinuo.site.cli.processes import load_django

    load_django("doctor")
    pending = pending_changes()
    if pending:
        yield _wrong("tables", f"{pending} changes are pending; run: yinuo migrate", CONFIGURATION)
        return
    yield _ok("tables", "up to date")
    yield _letter_font()
    yield _vault_keys()
    yield from _evidence()
    yield from _processes(config)


def _server(found: Database, config: Config) -> Finding:
    text = f"PostgreSQL {found.version} as role {found.role}"
    if not found.is_local and not found.is_encrypted:
        text += ", without TLS; add ?sslmode=verify-full to DATABASE_URL."
        return _warning("database", text) if config.is_demo else _wrong("database", text, CONFIGURATION)
    if found.is_superuser:
        return _warning("database", f"{text}, a superuser; give the application a role of its own.")
    return _ok("database", text + (", over TLS" if found.is_encrypted else ""))


def _skew(found: Database) -> Finding:
    text = f"ours and the database's differ by {abs(found.skew):.1f} s"
    if abs(found.skew) > LARGEST_SKEW:
        return _wrong("clock", f"{text}; set both by NTP.", 75)
    return (
        _warning("clock", f"{text}; check NTP.") if abs(found.skew) > NOTICEABLE_SKEW else _ok("clock", text)
    )


def _letter_font() -> Finding:
    from yinuo.features.cases.public import letter_font

    found = letter_font()
    if found.problem:
        return _wrong(
            "letters", f"{found.problem} Set YINUO_LETTER_FONT to a .ttf, .otf or .ttc.", CONFIGURATION
        )
    if not found.name:
        return _warning(
            "letters",
            "no Chinese font is embedded, readers bring their own; install fonts-noto-cjk or set YINUO_LETTER_FONT.",
        )
    return _ok("letters", f"set in {found.name}, embedded from {found.path}")


def _vault_keys() -> Finding:
    from yinuo.platform.vault.public import key_health

    found = key_health()
    if not found.is_well:
        return _wrong("keys", found.text, CONFIGURATION)
    return _ok("keys", found.text)


def _evidence() -> Iterator[Finding]:
    from yinuo.platform.audit.public import missing_guards, waiting_state, witness_states

    missing = missing_guards()
    if missing:
        yield _wrong(
            "evidence",
            f"the triggers that keep it are off or gone: {', '.join(missing)}; find out who did that, verify the log, "
            "and switch them on with ALTER TABLE ... ENABLE TRIGGER (session_replication_role: ALTER ROLE, DATABASE or "
            "SYSTEM ... RESET session_replication_role).",
            NO_PERMISSION,
        )
    state = waiting_state(now=datetime.now(UTC))
    if state.is_late and state.oldest_waiting is not None:
        yield _warning(
            "evidence",
            f"{state.waiting} entries wait for their number, the oldest for "
            f"{state.oldest_waiting.total_seconds():.0f} s; is yinuo clock running, and is the signing key there?",
        )
    elif not missing:
        yield _ok("evidence", f"{state.size} entries sealed")
    for witness in witness_states():
        if witness.failing == "witness.inconsistent":
            yield _wrong("witness", f"{witness.name} saw another log; run: yinuo audit verify", 65)
        elif witness.failing:
            yield _warning("witness", f"{witness.name} does not accept checkpoints ({witness.failing}).")
        else:
            yield _ok("witness", f"{witness.name} has seen {witness.size or 0} entries")


def _processes(config: Config) -> Iterator[Finding]:
    from yinuo.platform.jobs.public import process_state
    from yinuo.site.health import describe

    if not is_healthy(config):
        yield _warning(
            "web", "does not answer on this machine; start it with yinuo serve, or look elsewhere."
        )
        return
    yield _ok("web", f"answers on port {config.port}")
    now = datetime.now(UTC)
    state = process_state(now=now)
    for subject, verdict in describe(state, now=now).items():
        if verdict == "ok":
            yield _ok(subject, "all is well")
        elif subject == "queue":
            yield _warning(
                "queue", f"{state.due} jobs wait, the oldest for more than five minutes; add workers."
            )
        else:
            yield _warning(subject, f"none was seen lately; is yinuo {subject} running?")
    if state.failed:
        yield _warning("queue", f"{state.failed} jobs were given up; the log says why.")


def _ok(subject: str, text: str) -> Finding:
    return Finding(verdict=Verdict.OK, subject=subject, text=text)


def _warning(subject: str, text: str) -> Finding:
    return Finding(verdict=Verdict.WARNING, subject=subject, text=text)


def _wrong(subject: str, text: str, code: int) -> Finding:
    return Finding(verdict=Verdict.WRONG, subject=subject, text=text, code=code)
