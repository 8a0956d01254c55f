"""Prepare, start, adopt and stop the embedded PostgreSQL."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from yinuo.kernel.errors import DomainError
from yinuo.platform.jobs.postgres.binaries import bin_folder, major_version
from yinuo.platform.jobs.postgres.leftovers import clear_leftovers, is_server, locked_by
from yinuo.platform.jobs.postgres.location import DATABASE, ROLE, Location
from yinuo.platform.jobs.postgres.private import make_private

START_TIMEOUT = 60.0  # seconds; recovery after a power cut may take a while
STOP_TIMEOUT = 30.0  # seconds
SUPERUSER = "postgres"


class CannotStartDatabase(DomainError):
    """The embedded database cannot run here; the text says what to do."""

    code = "database.cannot_start"


class CannotWriteFolder(CannotStartDatabase):
    """The data folder cannot be made or written."""

    code = "database.cannot_write_folder"


class CannotRunAsRoot(CannotStartDatabase):
    """PostgreSQL refuses root, and this machine offers no way around it."""

    code = "database.cannot_run_as_root"


class CannotReadFolder(CannotStartDatabase):
    """The data folder belongs to another major version of PostgreSQL."""

    code = "database.cannot_read_folder"


def _language(major: int) -> tuple[str, ...]:
    """Options of initdb for Chinese in UTF-8: the locale that is built in since 17, else the system's."""
    if major < 17:
        return ("--locale=C.UTF-8",)
    return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")


class Server:
    """
    One embedded server on one data folder.

    PostgreSQL refuses to run as root; there it runs in a user namespace of its own, which owns the
    same files. The modes of parent folders are never changed.
    """

    def __init__(self, location: Location, *, settings: dict[str, str] | None = None) -> None:
        self.location = location
        self._settings = settings or {}
        self._process: subprocess.Popen[bytes] | None = None

    def ensure_started(self) -> bool:
        """
        Prepare the data folder if it is new, and start the server unless it already runs.

        Returns:
            Whether this call started it: only then may the caller stop it.

        Raises:
            CannotReadFolder: the data belong to another major version.
            CannotWriteFolder: the data folder cannot be made or written.
            CannotRunAsRoot: root, and no user namespaces.
            CannotStartDatabase: it ended at once, or does not answer.
        """
        self._check_version()
        self._make_folders()
        if self.is_alive():
            self._wait_until_it_answers()
            self._ensure_role_and_database()
            return False
        if not self.is_prepared():
            self._prepare()
        self._start()
        self._ensure_role_and_database()
        return True

    def is_prepared(self) -> bool:
        return (self.location.data / "PG_VERSION").is_file()

    def is_running(self) -> bool:
        """Whether a server answers on our socket (one left by a killed supervisor counts)."""
        try:
            self._connect(SUPERUSER, "postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def is_alive(self) -> bool:
        """Whether the server's process lives, even if it still recovers; needs no connection."""
        if self._process is not None and self._process.poll() is not None:
            self._process = None
        pid = self.pid()
        return pid is not None and is_server(pid, self.location.data)

    def pid(self) -> int | None:
        """The server's process id as it wrote it, or None."""
        return locked_by(self.location.data / "postmaster.pid")

    def stop(self) -> None:
        """
        End the server in an orderly way: open transactions are rolled back, data are flushed.

        Raises:
            CannotStartDatabase: it does not end in time.
        """
        is_alive, pid = self.is_alive(), self.pid()
        if not is_alive or pid is None:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_TIMEOUT
        while time.monotonic() < deadline:
            if not self.is_alive():
                if self._process is not None:  # its pid file goes a moment before it does
                    self._process.wait(STOP_TIMEOUT)
                return
            time.sleep(0.02)
        raise CannotStartDatabase(
            f"The embedded database (process {pid}) did not stop in {STOP_TIMEOUT:.0f} s; "
            f"look at {self.location.log}."
        )

    def _check_version(self) -> None:
        if not self.is_prepared():
            return
        found = (self.location.data / "PG_VERSION").read_text().strip()
        ours = str(major_version())
        if found != ours:
            raise CannotReadFolder(
                f"The data in {self.location.data} belong to PostgreSQL {found}, and this release brings "
                f"{ours}. "
                f"Nothing was changed. Start them once with the release that made them, save them with "
                f"pg_dump, move the folder away, start again, and load the dump with psql."
            )

    def _make_folders(self) -> None:
        for folder in (self.location.home, self.location.log.parent, self.location.socket_folder):
            try:
                if folder == self.location.socket_folder:
                    make_private(folder)
                else:
                    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise CannotWriteFolder(
                    f"The folder {folder} cannot be made ({error.strerror}); "
                    "set YINUO_HOME to a folder that you may write."
                ) from None
            if not os.access(folder, os.W_OK | os.X_OK):
                raise CannotWriteFolder(
                    f"The folder {folder} cannot be written; set YINUO_HOME to a folder that you may write."
                )

    def _prepare(self) -> None:
        """Run initdb in a folder beside the final one, so that a broken run leaves nothing half-made."""
        unfinished = self.location.home / "postgres.unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        done = subprocess.run(
            self._as_ordinary_user(
                bin_folder() / "initdb",
                *("-D", unfinished, "-U", SUPERUSER, "--auth=trust", "-E", "UTF8", "--data-checksums"),
                *_language(major_version()),
            ),
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            reason = (done.stderr.strip() or done.stdout.strip()).splitlines()
            raise CannotStartDatabase(
                f"The embedded database cannot be made in {self.location.home}: "
                f"{reason[-1] if reason else 'initdb gave no reason'}"
            )
        unfinished.rename(self.location.data)

    def _start(self) -> None:
        clear_leftovers(data=self.location.data, socket_folder=self.location.socket_folder)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.location.socket_folder),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "shared_buffers": "256MB",
            "log_min_messages": "warning",
            "log_min_error_statement": "panic",  # statements may hold personal data
            "log_parameter_max_length_on_error": "0",
        } | self._settings
        command = self._as_ordinary_user(bin_folder() / "postgres", "-D", self.location.data)
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self.location.log.open("ab") as log:
            # Its own session: Ctrl-C in the terminal must not end it before its clients have ended.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.location.home,
            )
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self.is_running():
                return
            if self._process is not None and self._process.poll() is not None:
                raise CannotStartDatabase(
                    f"The embedded database ended at once (code {self._process.returncode}); "
                    f"the reason stands at the end of {self.location.log}."
                )
            time.sleep(0.02)
        raise CannotStartDatabase(
            f"The embedded database did not answer in {START_TIMEOUT:.0f} s; look at {self.location.log}."
        )

    def _ensure_role_and_database(self) -> None:
        with self._connect(SUPERUSER, "postgres") as connection:
            roles = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (ROLE,))
            if roles.fetchone() is None:
                connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
            databases = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
            if databases.fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")

    def _connect(self, role: str, database: str) -> psycopg.Connection:
        url = self.location.url_for(role=role, database=database)
        return psycopg.connect(url, autocommit=True, connect_timeout=3)

    def _as_ordinary_user(self, program: Path, *arguments: str | Path) -> list[str]:
        command = [str(program), *map(str, arguments)]
        if os.geteuid() != 0:
            return command
        unshare = shutil.which("unshare")
        prefix = [str(unshare), "-U", "--map-user=1000", "--map-group=1000"]
        if unshare is None or subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode:
            raise CannotRunAsRoot(
                "PostgreSQL does not run as root, and this machine allows no user namespaces: "
                "run as an ordinary user, or name a server with DATABASE_URL."
            )
        return prefix + command
