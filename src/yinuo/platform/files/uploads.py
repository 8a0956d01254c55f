"""Uploads never touch the disk in clear: they are held in memory, up to what one request may send."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from yinuo.platform.files.inspection import LARGEST_FILE

LARGEST_REQUEST = 64 * 2**20  # bytes, all files of one form together


class MemoryUpload(FileUploadHandler):
    """
    Keeps each file of a form in memory.

    Of a file that is too large one byte more than allowed is kept, so that it is refused by its size, in a sentence;
    a request that is far too large is cut off.
    """

    received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._file = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> None:
        self.received += len(raw_data)
        if self.received > LARGEST_REQUEST:
            raise StopUpload(connection_reset=True)
        room = LARGEST_FILE + 1 - self._file.tell()
        if room > 0:
            self._file.write(raw_data[:room])

    def file_complete(self, _file_size: int) -> InMemoryUploadedFile:
        kept = self._file.tell()
        self._file.seek(0)
        return InMemoryUploadedFile(
            self._file,
            self.field_name,
            self.file_name,
            self.content_type,
            kept,
            self.charset,
            self.content_type_extra,
        )
