"""What nobody means well by: words, values and files, each with a name that says what is tried."""

from __future__ import annotations

import io
import zipfile
import zlib

from tests.platform.files import samples

SCRIPT = "<script>alert(1)</script>"
# A text that holds this is found wherever it leaks to; no other text of a test does.
SEED = "紫檀木箱七四一"
WORDS = {
    "script": SCRIPT,
    "picture that runs": '<img src=x onerror="alert(1)">',
    "template": "{{ 7*7 }} {% include 'x' %} ${7*7} #{7*7}",
    "query": "'; DROP TABLE cases_case; --",
    "right to left": "退款\u202e\u2066钱\u2069还我",
    "unseen": "退\u200b款\ufeff\u00ad吧\U000e0041",
    "emoji": "👨‍👩‍👧‍👦🏳️‍🌈退款",
    "stacked": "退" + "\u0301" * 60,
    "one long word": "A" * 3_000,
    "lines": "退款\r\nSet-Cookie: a=b\r\n\r\n<html>",
    "escape": "退款\x1b[31m\x07\x7f",
    "format": "%s%n%x {0.__class__} \\u0000 \\x00",
    "formula": '=HYPERLINK("http://x","a")',
    "lone surrogate in bytes": "退款\ufffd",
    "private": "退\ue000\U0010ffff款",
    "nul": "退\x00款",
}
NUMBERS = ("-1", "0", "1e309", "NaN", "9" * 400, "9" * 5_000, "٣", "１２", "0x10", "1_000", " 7 ", "²")
MAILS = {
    "another alphabet": "аdmin@bаnk.example",  # Cyrillic а twice
    "full width": "ａ＠ｂ．ｃｏｍ",
    "header": "a@b.example\r\nBcc: all@b.example",
    "two": "a@b.example,c@d.example",
    "blank": "a b@c.example",
    "script": f'"{SCRIPT}"@b.example',
    "long": "a" * 190 + "@b.example",
    "arrow": "<a@b.example>",
    "unseen": "a\u200b@b.example",
    "right to left": "a\u202e@b.example",
}


def zipped(*members: tuple[str, bytes], flags: int = 0) -> bytes:
    """An archive that says of itself that it is a Word document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
        for name, body in members:
            archive.writestr(name, body)
    made = bytearray(out.getvalue())
    if flags:
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = made.find(mark)
            while at >= 0:
                made[at + place] |= flags
                at = made.find(mark, at + 4)
    return bytes(made)


def pdf(inside: bytes) -> bytes:
    """A small PDF with something in its catalogue."""
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog" + inside + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


PACKED = b"\n".join(
    [
        b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream",
        zlib.compress(b"6 0 <</S/JavaScript/JS(app.alert(1))>>"),
        b"endstream endobj",
    ]
)
REFUSED_FILES: dict[str, tuple[str, bytes]] = {
    "0 bytes": ("a.txt", b""),
    "program": ("a.jpg", b"MZ\x90\x00" + bytes(60)),
    "program as picture": ("photo.jpg.exe", samples.jpeg()),
    "picture as program": ("photo.exe", samples.jpeg()),
    "page as picture": ("photo.jpg", SCRIPT.encode()),
    "drawing with script": ("a.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode()),
    "drawing as text of another name": ("a.png", f"<svg>{SCRIPT}</svg>".encode()),
    "PDF that is a page as well": ("a.html", samples.PDF + SCRIPT.encode()),
    "picture that is an archive as well": ("a.docx", samples.jpeg(behind=samples.plain_archive())),
    "archive": ("a.zip", samples.plain_archive()),
    "archive bomb": ("a.docx", zipped(("word/bomb", bytes(60 * 2**20)))),
    "ten thousand members": ("a.docx", zipped(*((f"word/{n}", b"") for n in range(10_000)))),
    "encrypted archive": ("a.docx", zipped(("word/a", b"x"), flags=1)),
    "members above the archive": ("a.docx", zipped(("../../etc/cron.d/a", b"x"))),
    "archive in an archive": ("a.docx", zipped(("word/b.zip", samples.plain_archive()))),
    "picture bomb": ("a.png", samples.flood()),
    "half a picture": ("a.jpg", samples.jpeg()[:200]),
    "control characters": ("a.txt", b"a\x1b[2J\x00"),
    "PDF with script": ("a.pdf", pdf(b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")),
    "PDF with hidden name of script": ("a.pdf", pdf(b"/OpenAction<</S/J#61vaScript/JS(1)>>")),
    "PDF that starts a program": ("a.pdf", pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>")),
    "PDF with packed script": ("a.pdf", pdf(b"") + PACKED),
}
TAKEN_FILES: dict[str, tuple[str, bytes]] = {
    "picture with a page behind": ("a.jpg", samples.jpeg(behind=SCRIPT.encode())),
    "name that climbs": ("../../../etc/passwd.txt", b"300\n"),
    "PDF with pictures in which anything stands": ("a.pdf", pdf(b"") + b"4 0 obj<<>>stream\n/JS endstream"),
    "name that is read backwards": ("a\u202etxt.exe.txt", b"300\n"),
    "name of script": (f"{SCRIPT}.txt", b"300\n"),
    "long name": ("长" * 300 + ".txt", b"300\n"),
    "page as text": ("a.txt", SCRIPT.encode()),
}
