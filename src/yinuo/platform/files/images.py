"""Pictures: measured before they are opened, and written anew without what the camera added."""

from __future__ import annotations

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from yinuo.platform.files.errors import CannotTakeFile

MOST_PIXELS = 50_000_000
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_OPTIONS: dict[str, dict[str, int | bool]] = {
    "JPEG": {"quality": 90},
    "PNG": {"compress_level": 4},
    "WEBP": {"quality": 90},
}


def without_metadata(data: bytes, *, media_type: str) -> bytes:
    """
    The same picture, upright, without place, device, time, thumbnail, comments or anything behind its end.

    Raises:
        CannotTakeFile: it is damaged, or has more than 50 million pixels.
    """
    name = _FORMATS[media_type]
    too_large = CannotTakeFile(_("This picture has too many pixels; make it smaller and send it again."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[name]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise too_large
                upright = ImageOps.exif_transpose(picture)
                clean = upright.convert(_mode(upright.mode, name))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise too_large from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise CannotTakeFile(_("This picture is damaged; save it again and send it once more.")) from None
    out = io.BytesIO()
    bare = Image.frombytes(clean.mode, clean.size, clean.tobytes())  # pixels alone
    bare.save(out, name, **_OPTIONS[name])
    return out.getvalue()


def _mode(mode: str, name: str) -> str:
    """The colours that the format can hold: transparency stays where there is some."""
    if name == "JPEG":
        return "L" if mode in {"1", "L"} else "RGB"
    return "RGBA" if mode in {"RGBA", "LA", "PA", "P"} else "RGB"
