"""Which folders of files belong to a backup, beside the database; rooms that keep files are registered here."""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from yinuo.site.backup.errors import CannotRestore


@dataclass(frozen=True, kw_only=True)
class BackupFolder:
    """
    A folder of files that the database's rows refer to.

    Files must be written before the row that names them and never changed: the copy that is taken after the
    database's snapshot then holds at least what the snapshot names.
    """

    name: str
    path: Path

    @property
    def archive(self) -> str:
        return f"{self.name}.tar"

    @property
    def unfinished(self) -> Path:
        return self.path.with_name(f"{self.path.name}.restoring")


_providers: dict[str, Callable[[], Path]] = {}


def register_folder(name: str, path: Callable[[], Path]) -> None:
    """Let every backup take a folder along; ``path`` is asked when a backup or a restore begins."""
    _providers[name] = path


def registered_folders() -> list[BackupFolder]:
    """The folders to take along, in the order of their names."""
    return [BackupFolder(name=name, path=path()) for name, path in sorted(_providers.items())]


def pack(folder: BackupFolder, *, into: Path) -> int:
    """Write all files of ``folder`` into one archive; returns how many."""
    files = list(_files(folder.path))
    with tarfile.open(into, "x") as archive:
        for file in files:
            archive.add(file, arcname=file.relative_to(folder.path), recursive=False)
    return len(files)


def unpack(archive: Path, *, folder: BackupFolder) -> None:
    """
    Lay out the archive beside the folder, to be moved into its place once everything else is ready.

    Raises:
        CannotRestore: the archive is damaged, or names files outside of it.
    """
    shutil.rmtree(folder.unfinished, ignore_errors=True)
    folder.unfinished.mkdir(mode=0o700, parents=True)
    try:
        with tarfile.open(archive, "r:") as opened:
            for member in opened:
                _lay_out(opened, member, folder.unfinished)
    except (tarfile.TarError, FileExistsError):
        raise CannotRestore(
            f"{archive} is no archive of files that can be unpacked; use another backup."
        ) from None


def _lay_out(archive: tarfile.TarFile, member: tarfile.TarInfo, root: Path) -> None:
    """
    Write one file of an archive, if it is what ``pack`` writes: a plain file, somewhere below.

    ``TarFile.extractall`` knows how to refuse the rest only from Python 3.11.4 on; Debian 12 brings an older one.
    """
    place = Path(member.name)
    content = archive.extractfile(member) if member.isreg() else None
    if content is None or place.is_absolute() or ".." in place.parts:
        raise tarfile.ReadError(member.name)
    target = root / place
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with target.open("xb") as written:
        target.chmod(0o600)
        shutil.copyfileobj(content, written)


def move_into_place(folder: BackupFolder) -> None:
    """The unpacked folder takes the place of the one that is there."""
    replaced = folder.path.with_name(f"{folder.path.name}.replaced")
    shutil.rmtree(replaced, ignore_errors=True)
    if folder.path.exists():
        folder.path.rename(replaced)
    folder.unfinished.rename(folder.path)
    shutil.rmtree(replaced, ignore_errors=True)


def _files(root: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(parent) / name
            if path.is_file() and not path.is_symlink():
                yield path
