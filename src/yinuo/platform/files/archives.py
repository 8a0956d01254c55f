"""Documents that are archives inside: what they would unpack to is known before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from yinuo.platform.files.errors import CannotTakeFile

MOST_MEMBERS = 2_000
LARGEST_UNPACKED = 200 * 2**20  # bytes
HIGHEST_RATIO = 120  # unpacked to packed: text reaches 20, a bomb 1,000
_LOCKED = 0x1  # the bit that says that a member is encrypted
_INSIDE = {"zip", "7z", "rar", "gz", "exe", "dll", "js", "vbs", "bat", "cmd", "ps1", "scr"}


def document_kind(data: bytes) -> str | None:
    """
    The folder by which an office document is known (``word``, ``xl``), or None for any other archive.

    Raises:
        CannotTakeFile: it is damaged, would unpack to far more than it is, or hides what it should not.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise CannotTakeFile(_("This document is damaged; save it again and send it once more.")) from None
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names:
        return None
    if any(member.flag_bits & _LOCKED for member in members):
        raise CannotTakeFile(
            _("This document is locked with a password; save it without one and send it again.")
        )
    _refuse_bombs(members, len(data))
    if any(_is_hostile(name) for name in names):
        raise CannotTakeFile(
            _("This document holds macros or other files inside; send it without them, for instance as PDF.")
        )
    return next(
        (folder for folder in ("word", "xl") if any(name.startswith(f"{folder}/") for name in names)), None
    )


def _refuse_bombs(members: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > min(LARGEST_UNPACKED, HIGHEST_RATIO * packed):
        raise CannotTakeFile(
            _("This document would unpack to far more than it seems to be; send it as PDF instead.")
        )


def _is_hostile(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return (
        path.is_absolute()
        or ".." in path.parts
        or path.name.lower() == "vbaproject.bin"
        or path.suffix[1:].lower() in _INSIDE
    )
