"""Write a file that is made once and never changed: a key, for example."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def write_once(path: Path, content: str) -> None:
    """
    Make ``path`` with ``content``, readable by its owner alone, unless it exists; it is never half-made.

    Two processes may try at once: the first one's content stays.

    Raises:
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{secrets.token_hex(4)}")
    unfinished.touch(mode=0o600)
    try:
        unfinished.write_text(content)
        with suppress(FileExistsError):
            os.link(unfinished, path)
    finally:
        unfinished.unlink()
