"""A folder that nobody else on this machine can enter: whoever owns a socket's folder can answer in its place."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def make_private(folder: Path) -> None:
    """
    Make ``folder``, or take the one that is there if it is ours, and close it to everybody else.

    A folder under the system's temporary one has a name that others can guess and make first.

    Raises:
        OSError: it cannot be made, is a link or no folder, or belongs to another user.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, "it is a link", str(folder))
    if found.st_uid != os.geteuid():
        raise PermissionError(errno.EPERM, "it belongs to another user", str(folder))
    if found.st_mode & 0o077:
        folder.chmod(0o700)
