"""What a backup says about itself: its files by hash, its release, and how far its evidence log went."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from yinuo.site.backup.errors import CannotReadBackup, CannotRestore

FORMAT = 1
NAME = "manifest.json"
DATABASE = "database.dump"
_CHUNK = 2**20


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """
    One backup.

    Attributes:
        made_at: the moment of its snapshot (aware).
        version: the release that made it; ``migrations`` are its changes to the tables, ``app.name``.
        postgresql: the server's major version.
        files: size and SHA-256 of every file.
        log_size, log_root, log_note: the evidence log's last checkpoint; ``log_waiting`` entries came after it.
        keys: the name of the file with the wrapped keys that was written with it, which lies elsewhere.
        holds: how many rows of what people ask about.
    """

    name: str
    made_at: datetime
    version: str
    postgresql: int
    migrations: tuple[str, ...]
    files: dict[str, tuple[int, str]]
    log_size: int
    log_root: bytes
    log_note: str
    log_waiting: int
    keys: str
    holds: dict[str, int]

    def write(self, folder: Path) -> None:
        """Write it into the backup's folder."""
        content = asdict(self) | {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(),
            "log_root": base64.b64encode(self.log_root).decode(),
        }
        (folder / NAME).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """
    Read the manifest of a backup.

    Raises:
        CannotReadBackup: there is none that can be read.
        CannotRestore: a later release wrote it in a form that this one does not know.
    """
    try:
        content = json.loads((folder / NAME).read_text())
    except OSError as error:
        raise CannotReadBackup(
            f"{folder} is no backup ({NAME}: {error.strerror}); name the folder that yinuo backup made."
        ) from None
    except ValueError:
        raise CannotRestore(f"{folder / NAME} is damaged; use another backup.") from None
    try:
        if content.pop("format") != FORMAT:
            raise CannotRestore("A later release made this backup; restore it with that release.")
        return Manifest(
            **content
            | {
                "made_at": datetime.fromisoformat(content["made_at"]),
                "migrations": tuple(content["migrations"]),
                "files": {
                    name: (int(size), str(digest)) for name, (size, digest) in content["files"].items()
                },
                "log_root": base64.b64decode(content["log_root"], validate=True),
            }
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CannotRestore(f"{folder / NAME} is damaged; use another backup.") from None


def newest_backup(folder: Path) -> Manifest | None:
    """The newest backup of a folder that can be read as one, or None."""
    for path in sorted(folder.glob("yinuo-*Z"), reverse=True):
        try:
            return read_manifest(path)
        except (CannotReadBackup, CannotRestore):
            continue
    return None


def fingerprint(path: Path, *, step: Callable[[int], None] | None = None) -> tuple[int, str]:
    """Size and SHA-256 of a file; ``step`` is told how many bytes were read."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if step:
                step(len(chunk))
    return size, digest.hexdigest()


def check_files(manifest: Manifest, folder: Path, *, step: Callable[[int], None]) -> None:
    """
    Compare every file with the manifest.

    Raises:
        CannotRestore: one is missing or altered; nothing was touched yet.
    """
    for name, expected in manifest.files.items():
        path = folder / name
        if Path(name).name != name or not path.is_file():
            raise CannotRestore(f"{path} is missing; use another backup.")
        if fingerprint(path, step=step) != expected:
            raise CannotRestore(f"{path} is not as it was written; use another backup.")
