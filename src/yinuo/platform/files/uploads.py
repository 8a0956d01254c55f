"""Uploads never touch the disk in clear: small ones are held in memory, large ones are sealed as they arrive."""

from __future__ import annotations

import errno
import io
import tempfile
from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from uuid_utils.compat import uuid7

from yinuo.platform.files.inspection import LARGEST_FILE
from yinuo.platform.vault.public import Place, new_content_key, open_content, seal_content

LARGEST_REQUEST = 64 * 2**20  # bytes, all files of one form together
_LENGTH = 4  # bytes before each sealed piece
_large: dict[str, int] = {}


def register_large_upload(route: str, *, most: int) -> None:
    """Let the form of ``route`` bring one file of up to ``most`` bytes; for ``AppConfig.ready``."""
    _large[route] = most


class LargeUpload(UploadedFile):  # type: ignore[type-arg]
    """
    A file that lies sealed in the temporary folder, under a key that only this object knows.

    Attributes:
        no_room: the disk was full before all of it had arrived; what is there is not to be used.
    """

    no_room = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._spool: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the request
        super().__init__(self._spool, *args, **kwargs)
        self._key, self._place = new_content_key(), Place(table="upload", column="piece", row=uuid7())

    def keep(self, data: bytes) -> None:
        """Seal one more piece."""
        sealed = seal_content(key=self._key, place=self._place, owner=UUID(int=0), data=data)
        self._spool.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:  # noqa: ARG002 - as they came
        """The pieces in clear, in the order in which they came."""
        self._spool.seek(0)
        while length := self._spool.read(_LENGTH):
            sealed = self._spool.read(int.from_bytes(length, "big"))
            yield open_content(key=self._key, place=self._place, owner=UUID(int=0), sealed=sealed)


class CarefulUpload(FileUploadHandler):
    """
    Keeps each file of a form in memory, or sealed on the disk where the form may bring a large one.

    Of a file that is too large one byte more than allowed is kept, so that it is refused by its size, in a sentence;
    a request that is far too large is cut off.
    """

    received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        most = _most_of(self.request)
        self._most = most or LARGEST_FILE
        self._kept = 0
        self._memory = io.BytesIO()
        self._large = LargeUpload(self.file_name, self.content_type) if most else None

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> None:
        self.received += len(raw_data)
        if self.received > max(LARGEST_REQUEST, self._most + LARGEST_FILE):
            raise StopUpload(connection_reset=True)
        data = raw_data[: self._most + 1 - self._kept]
        self._kept += len(data)
        if self._large is None:
            self._memory.write(data)
        elif data and not self._large.no_room:
            try:
                self._large.keep(data)
            except OSError as error:
                if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                    raise
                self._large.no_room = True

    def file_complete(self, _file_size: int) -> UploadedFile[Any]:
        if self._large is not None:
            self._large.size = self._kept
            return self._large
        self._memory.seek(0)
        return InMemoryUploadedFile(
            self._memory,
            self.field_name,
            self.file_name,
            self.content_type,
            self._kept,
            self.charset,
            self.content_type_extra,
        )


def _most_of(request: Any) -> int | None:
    """What the form of this request may bring; nothing large from somebody who is not signed in."""
    match = request.resolver_match
    most = _large.get(match.view_name) if match is not None else None
    return most if most is not None and request.user.is_authenticated else None
