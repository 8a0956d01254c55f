"""Files for tests, honest and otherwise, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

EXIF_CAMERA = 0x010F
EXIF_ORIENTATION = 0x0112
EXIF_GPS = 0x8825
CAMERA = "SecretCamera"


def jpeg(*, width: int = 40, height: int = 20, behind: bytes = b"") -> bytes:
    """A photograph that says which camera took it, where, and which way up; ``behind`` is hidden after its end."""
    picture = Image.new("RGB", (width, height), "red")
    exif = Image.Exif()
    exif[EXIF_CAMERA] = CAMERA
    exif[EXIF_ORIENTATION] = 6
    exif.get_ifd(EXIF_GPS)[2] = (31.0, 14.0, 0.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"hidden words")
    return out.getvalue() + behind


def png(*, width: int = 4, height: int = 4) -> bytes:
    """A picture with transparency."""
    out = io.BytesIO()
    Image.new("RGBA", (width, height), (0, 0, 255, 128)).save(out, "PNG")
    return out.getvalue()


def flood(*, side: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that claims to be ``side`` pixels wide and high."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


def document(**extra: bytes) -> bytes:
    """A small Word document; ``extra`` members are put in with ``__`` for ``/`` in their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
        for name, body in extra.items():
            archive.writestr(name.replace("__", "/"), body)
    return out.getvalue()


def archive_with(name: str, body: bytes = b"x") -> bytes:
    """A Word document with one more member."""
    out = io.BytesIO(document())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


def plain_archive() -> bytes:
    """An archive that is no document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
VIRUS = "一份带毒的说明"
