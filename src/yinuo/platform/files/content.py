"""What a file is, by its first bytes: its name and what the browser says of it count for nothing."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from yinuo.platform.files.archives import document_kind


@dataclass(frozen=True, kw_only=True)
class Kind:
    """
    A kind of file that is taken.

    Attributes:
        extensions: the endings that fit; the first one is given where the name has another form of it.
    """

    media_type: str
    extensions: tuple[str, ...]
    is_image: bool = False


JPEG = Kind(media_type="image/jpeg", extensions=("jpg", "jpeg"), is_image=True)
PNG = Kind(media_type="image/png", extensions=("png",), is_image=True)
WEBP = Kind(media_type="image/webp", extensions=("webp",), is_image=True)
PDF = Kind(media_type="application/pdf", extensions=("pdf",))
_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = Kind(media_type=f"{_OOXML}.wordprocessingml.document", extensions=("docx",))
XLSX = Kind(media_type=f"{_OOXML}.spreadsheetml.sheet", extensions=("xlsx",))
TEXT = Kind(media_type="text/plain", extensions=("txt", "csv", "log"))
MP3 = Kind(media_type="audio/mpeg", extensions=("mp3",))
WAV = Kind(media_type="audio/wav", extensions=("wav",))
M4A = Kind(media_type="audio/mp4", extensions=("m4a",))
MP4 = Kind(media_type="video/mp4", extensions=("mp4",))
EVERY_KIND = (JPEG, PNG, WEBP, PDF, DOCX, XLSX, TEXT, MP3, WAV, M4A, MP4)
_DOCUMENTS = {"word": DOCX, "xl": XLSX}


def kind_of(data: bytes) -> Kind | None:
    """The kind of file that ``data`` is, or None where it is none that is taken."""
    if data[:4] == b"RIFF" and data[8:12] in {b"WEBP", b"WAVE"}:
        return WEBP if data[8:12] == b"WEBP" else WAV
    if data[4:8] == b"ftyp":
        return M4A if data[8:11] == b"M4A" else MP4 if data[8:12] not in {b"heic", b"heix", b"mif1"} else None
    for start, kind in ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF), (b"ID3", MP3)):
        if data.startswith(start):
            return kind
    if data[:1] == b"\xff" and data[1:2] in {b"\xfb", b"\xf3", b"\xf2"}:
        return MP3
    if data.startswith(b"PK\x03\x04"):
        return _DOCUMENTS.get(document_kind(data) or "")
    return TEXT if is_text(data) else None


def is_text(data: bytes) -> bool:
    """Whether the bytes are readable text, in UTF-8 or GB18030, without control characters."""
    if any(byte < 32 and byte not in b"\t\r\n\f" for byte in data):
        return False
    return _decodes(data, "utf-8") or _decodes(data, "gb18030")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        codecs.decode(data, encoding)
    except UnicodeDecodeError:
        return False
    return True
