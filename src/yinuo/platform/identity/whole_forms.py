"""A form that was cut off on its way is refused: what it lost, such as its files, would be missed by nobody else."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest

LONGEST_END = 200  # bytes: a boundary has at most 70


class Remembered:
    """What the body of a request is read from; knows how the body ended."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.end = b""

    def read(self, *size: int) -> bytes:
        return self._keep(self._stream.read(*size))

    def readline(self, *size: int) -> bytes:
        return self._keep(self._stream.readline(*size))

    def _keep(self, data: bytes) -> bytes:
        self.end = (self.end + data)[-LONGEST_END:]
        return data


def remember_end(request: HttpRequest) -> None:
    """Before anybody reads a form in parts: see that its end can be looked at afterwards."""
    if request.content_type == "multipart/form-data" and hasattr(request, "_stream"):
        request._stream = Remembered(request._stream)  # type: ignore[assignment]


def refuse_cut_off(request: HttpRequest) -> None:
    """
    After a form was read.

    Raises:
        BadRequest: its last line is missing. One that was not read to its end is none of these: it was too large.
    """
    stream = getattr(request, "_stream", None)
    if not isinstance(stream, Remembered) or stream.read(1):
        return
    last = f"--{(request.content_params or {}).get('boundary', '')}--".encode("latin-1", "replace")
    if not stream.end.rstrip().endswith(last):
        raise BadRequest("The form did not arrive whole.")
