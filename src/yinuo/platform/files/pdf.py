"""PDF files that do something when they are opened, which a letter or a receipt never does."""

from __future__ import annotations

import re
import zlib

from django.utils.translation import gettext as _

from yinuo.platform.files.errors import CannotTakeFile

LARGEST_UNPACKED = 20 * 2**20  # bytes of objects that are looked through
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_OBJECTS = re.compile(rb"/Type\s*/ObjStm")
_HEAD = 400  # bytes before a stream that may say what it holds
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
# The names of actions, whole: a name ends where a delimiter or a blank stands.
_RUNS = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia)(?=[\s()<>\[\]{}/%]|$)")


def refuse_what_runs(data: bytes) -> None:
    """
    Look through a PDF, between its streams and in those that hold packed objects.

    Raises:
        CannotTakeFile: it holds a script, or starts a program.
    """
    if any(_RUNS.search(_written_out(part)) for part in _objects(data)):
        raise CannotTakeFile(
            _("This PDF runs a program when it is opened; print it as a new PDF and send that.")
        )


def _objects(data: bytes) -> list[bytes]:
    """What is structure and not content: pictures and pages are packed, and any bytes may stand in them."""
    parts, end, room = [], 0, LARGEST_UNPACKED
    for stream in _STREAM.finditer(data):
        between = data[end : stream.start()]
        parts.append(between)
        end = stream.end()
        if _OBJECTS.search(_written_out(between[-_HEAD:])):
            unpacked = _unpacked(stream[1], room)
            room -= len(unpacked)
            parts.append(unpacked)
    return [*parts, data[end:]]


def _unpacked(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, max(1, most))
    except zlib.error:
        return packed


def _written_out(part: bytes) -> bytes:
    """Names without their ``#61`` spellings."""
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), part)
