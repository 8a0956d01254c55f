"""The names that people give to files, made harmless."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 120
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_UNWANTED = re.compile(r'[<>:"|?*\x00-\x1f]')


def safe_name(name: str, *, extension: str) -> str:
    """
    The name under which a file is kept and handed out again.

    Folders, control characters, direction marks and characters that file systems refuse are taken out; the ending
    is the one that fits the content.
    """
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(
        " " if unicodedata.category(sign) == "Zs" else sign
        for sign in last
        if unicodedata.category(sign) not in _UNSEEN
    )
    stem = _UNWANTED.sub("_", unicodedata.normalize("NFC", visible)).strip(" .")
    stem = stem.rpartition(".")[0] or stem
    stem = stem.rstrip(" .")
    if not stem or _RESERVED.match(stem):
        stem = f"file_{stem}".rstrip("_")
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"


def mask_file_name(name: str) -> str:
    """What lists show of a name: its first character and its ending; people name files after themselves."""
    stem, _dot, extension = name.rpartition(".")
    return f"{stem[:1]}***.{extension}"


def extension_of(name: str) -> str:
    """The ending of a name, in lower case, without its dot; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
