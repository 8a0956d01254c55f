"""The content of a given file: kept in parts, each sealed, so that neither keeping nor reading needs it whole."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO
from uuid import UUID

from uuid_utils.compat import uuid7

from yinuo.platform.jobs.public import execute_binary
from yinuo.platform.takeovers.models import Part
from yinuo.platform.vault.public import Place, open_content, seal_content

PART = 2**20  # bytes
_INSERT = "INSERT INTO takeovers_part (id, file, number, content) VALUES (%b, %b, %b, %b)"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What was kept: its length, its hash, and its first bytes, which say what kind of file it is."""

    size: int
    digest: bytes
    head: bytes


class Content:
    """
    A file that is kept, opened part by part as it is read.

    Attributes:
        size: bytes.
        position: how many bytes the latest reader has been given; what progress is told by.
    """

    def __init__(self, *, file: UUID, key: str, size: int, digest: bytes) -> None:
        self.size, self.position, self.digest = size, 0, digest.hex()
        self._file, self._key = file, key

    def open(self) -> BinaryIO:
        """A fresh reader from the first byte on."""
        self.position = 0
        return io.BufferedReader(_Reader(self), PART)

    def part(self, number: int) -> bytes:
        """
        One part in clear; empty after the last one.

        Raises:
            CannotOpen: it was altered, moved, or its key is gone.
        """
        row = Part.objects.filter(file=self._file, number=number).first()
        if row is None:
            return b""
        return open_content(key=self._key, place=_place(row.pk), owner=self._file, sealed=bytes(row.content))


class _Reader(io.RawIOBase):
    def __init__(self, content: Content) -> None:
        self._content, self._number, self._rest = content, 0, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = self._content.part(self._number)
            self._number += 1
        given = self._rest[: len(buffer)]
        buffer[: len(given)] = given
        self._rest = self._rest[len(given) :]
        self._content.position += len(given)
        return len(given)


def keep_parts(*, file: UUID, key: str, chunks: Iterable[bytes]) -> Kept:
    """Seal and store what arrives, as part of the open transaction; no more than a part of it is in memory."""
    whole, size, head = sha256(), 0, b""
    for number, data in enumerate(_in_parts(chunks)):
        whole.update(data)
        size, head = size + len(data), head or data[:16]
        pk = uuid7()
        sealed = seal_content(key=key, place=_place(pk), owner=file, data=data)
        # In binary form: the driver remembers the last hundred statements, and parts written out would be in them.
        execute_binary(_INSERT, [pk, file, number, sealed])
    return Kept(size=size, digest=whole.digest(), head=head)


def forget_parts(file: UUID) -> None:
    """Remove the content of a file; with its key gone, no copy of it opens either."""
    Part.objects.filter(file=file).delete()


def _in_parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= PART:
            yield bytes(waiting[:PART])
            del waiting[:PART]
    if waiting:
        yield bytes(waiting)


def _place(part: UUID) -> Place:
    return Place(table=Part._meta.db_table, column="content", row=part)
