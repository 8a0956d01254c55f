"""
The characters of a letter as one small TrueType font, drawn from the fonts of this machine.

Chinese fonts come as collections of half a hundred megabytes, mostly with cubic outlines, which the PDF library does
not embed. So the glyphs that one letter needs are taken out, turned into quadratic outlines, and put together anew;
what the first font lacks comes from the next one.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Identity
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, TTLibError

# Where Debian's packages put fonts with Chinese, the ones that suit a letter best first.
PLACES = tuple(
    Path("/usr/share/fonts") / name
    for name in (
        "opentype/noto/NotoSerifCJK-Regular.ttc",
        "opentype/noto/NotoSansCJK-Regular.ttc",
        "truetype/wqy/wqy-zenhei.ttc",
        "truetype/wqy/wqy-microhei.ttc",
    )
)
PACKAGE, IN_PACKAGE = "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"
# What lacks a whole alphabet is asked for single characters only.
MORE = tuple(
    Path("/usr/share/fonts/truetype") / name
    for name in ("dejavu/DejaVuSans.ttf", "droid/DroidSansFallbackFull.ttf")
)
NOT_DRAWN = {"Cc", "Cf", "Co", "Cs", "Cn"}
UNKNOWN = "〓"  # what printers put where a character is missing
SIZE = 1000  # units of an em in the font that is made
EXACTNESS = 1.0  # units by which a quadratic curve may differ from the cubic one


class CannotReadFont(Exception):
    """A file is no font that letters could be set in."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A font file, opened, with what it can draw: the glyph's name for each code point."""

    path: Path
    name: str
    font: TTFont
    glyphs: Any
    known: dict[int, str]


def sources(chosen: Path | None, text: str = "") -> tuple[Source, ...]:
    """
    The fonts that a text is drawn from, the main one first; none where the machine has no Chinese font.

    Args:
        text: others are opened only where the main one lacks a character of it.
        chosen: what ``YINUO_LETTER_FONT`` names; None for the first of the well-known places.

    Raises:
        CannotReadFont: the chosen file is no font, or has no Chinese.
    """
    if chosen is not None:
        main = opened(chosen)
        if ord("诺") not in main.known:
            raise CannotReadFont(f"{chosen} has no Chinese characters.")
    else:
        found = next((path for path in (*PLACES, *_packaged()) if path.is_file()), None)
        if found is None:
            return ()
        main = opened(found)
    return (main, *_more(main)) if lacking(text, (main,)) else (main,)


@lru_cache(maxsize=4)
def opened(path: Path) -> Source:
    """
    Open a font; of a collection the face for simplified Chinese.

    Raises:
        CannotReadFont: it is none.
    """
    try:
        font = _face(path)
        glyphs, known = font.getGlyphSet(), font.getBestCmap() or {}
        name = str(font["name"].getDebugName(4) or path.stem)
    except (OSError, TTLibError, KeyError, ValueError) as error:
        raise CannotReadFont(f"{path} is no font that can be read.") from error
    return Source(path=path, name=name, font=font, glyphs=glyphs, known=known)


def drawable(text: str) -> str:
    """The text without what has no form of its own: controls, marks of direction, selectors of variants."""
    return "".join(
        char
        for char in unicodedata.normalize("NFC", text)
        if char == "\n" or (unicodedata.category(char) not in NOT_DRAWN and not _is_selector(char))
    )


def lacking(text: str, fonts: tuple[Source, ...]) -> str:
    """The characters that cannot be drawn, each once, in the order in which they stand."""
    return "".join(dict.fromkeys(char for char in drawable(text) if not _is_known(char, fonts)))


def subset(text: str, fonts: tuple[Source, ...]) -> bytes:
    """A TrueType font with the characters of a text; the same text gives the same bytes."""
    codes = sorted({ord(char) for char in f"{text}{UNKNOWN} "} - {ord("\n")})
    glyphs: dict[str, Any] = {".notdef": TTGlyphPen(None).glyph()}
    widths, names = {".notdef": SIZE // 2}, {}
    for code in codes:
        source = next((one for one in fonts if code in one.known), None)
        if source is not None:
            names[code] = f"u{code:X}"
            glyphs[names[code]], widths[names[code]] = _drawn(source, source.known[code])
    return _built(glyphs, widths, names, fonts[0])


def _built(glyphs: dict[str, Any], widths: dict[str, int], names: dict[int, str], main: Source) -> bytes:
    scale = SIZE / main.font["head"].unitsPerEm
    high, low = round(main.font["hhea"].ascent * scale), round(main.font["hhea"].descent * scale)
    builder = FontBuilder(SIZE, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(names)
    builder.setupGlyf(glyphs)
    left = {name: getattr(glyph, "xMin", 0) for name, glyph in glyphs.items()}
    builder.setupHorizontalMetrics({name: (widths[name], left[name]) for name in glyphs})
    builder.setupHorizontalHeader(ascent=high, descent=low)
    builder.setupNameTable({"familyName": main.name, "styleName": "Regular", "psName": _plain(main.name)})
    builder.setupOS2(sTypoAscender=high, sTypoDescender=low)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    output = io.BytesIO()
    builder.save(output)
    return output.getvalue()


def _drawn(source: Source, name: str) -> tuple[Any, int]:
    scale = SIZE / source.font["head"].unitsPerEm
    recorded = DecomposingRecordingPen(source.glyphs)
    source.glyphs[name].draw(recorded)
    pen = TTGlyphPen(None)
    # Cubic outlines turn the other way round than quadratic ones.
    quadratic = Cu2QuPen(pen, EXACTNESS, reverse_direction="glyf" not in source.font)
    recorded.replay(TransformPen(quadratic, Identity.scale(scale)))
    return pen.glyph(), round(source.glyphs[name].width * scale)


def _face(path: Path) -> TTFont:
    # Mapped, not opened: processes that are forked later share no place in the file.
    with path.open("rb") as file:
        data = mmap(file.fileno(), 0, access=ACCESS_READ)
    if data[:4] != b"ttcf":
        return TTFont(data, lazy=True)
    faces = TTCollection(data, lazy=True).fonts
    named = [str(face["name"].getDebugName(4) or "") for face in faces]
    return next((face for face, name in zip(faces, named, strict=True) if name.endswith(" SC")), faces[0])


def _more(main: Source) -> Iterable[Source]:
    return tuple(opened(path) for path in (*PLACES[:2], *MORE) if path.is_file() and path != main.path)


def _packaged() -> Iterable[Path]:
    spec = find_spec(PACKAGE)
    return [Path(folder) / IN_PACKAGE for folder in (spec.submodule_search_locations or ())] if spec else []


def _is_known(char: str, fonts: tuple[Source, ...]) -> bool:
    if char.isspace():
        return True
    if fonts:
        return any(ord(char) in one.known for one in fonts)
    try:  # what the standard font of readers holds
        return bool(char.encode("gbk"))
    except UnicodeEncodeError:
        return False


def _is_selector(char: str) -> bool:
    return 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF


def _plain(name: str) -> str:
    return "".join(char for char in name if char.isascii() and char.isalnum()) or "Letter"
