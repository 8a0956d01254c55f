"""Decide whether a file is taken, and what of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yinuo.platform.files.content import EVERY_KIND, PDF, Kind, kind_of
from yinuo.platform.files.errors import CannotTakeFile
from yinuo.platform.files.images import without_metadata
from yinuo.platform.files.names import extension_of, safe_name
from yinuo.platform.files.pdf import refuse_what_runs

LARGEST_FILE = 20 * 2**20  # bytes
MOST_FILES = 30  # on one subject
LARGEST_TOTAL = 200 * 2**20  # bytes, on one subject
ACCEPTED = tuple(f".{extension}" for kind in EVERY_KIND for extension in kind.extensions)


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """A file that is fit to be kept."""

    name: str
    kind: Kind
    data: bytes


def inspect(*, name: str, data: bytes) -> Inspected:
    """
    Look into a file that somebody sent, and take out of it what nobody should see.

    Raises:
        CannotTakeFile: it is empty, too large, of a kind that is not taken, not what its name says, damaged, a bomb,
            or runs when it is opened.
    """
    if not data:
        raise CannotTakeFile(_("This file is empty; choose it again."))
    if len(data) > LARGEST_FILE:
        raise CannotTakeFile(_("This file is larger than 20 MB; send a smaller one."))
    kind = kind_of(data)
    if kind is None:
        raise CannotTakeFile(
            _(
                "Files of this kind are not taken; send a picture (JPEG, PNG), a PDF, a document, text or a recording."
            )
        )
    given = extension_of(name)
    if given not in kind.extensions:
        raise CannotTakeFile(
            _(
                "The file is not what its name says: it ends in “%(given)s”, but holds %(found)s. Save it again."
            )
            % {"given": f".{given}"[:12], "found": kind.extensions[0].upper()}
        )
    if kind == PDF:
        refuse_what_runs(data)
    clean = without_metadata(data, media_type=kind.media_type) if kind.is_image else data
    return Inspected(name=safe_name(name, extension=given), kind=kind, data=clean)
