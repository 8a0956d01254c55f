"""What a form brought: whether it can be kept, before a byte of it is."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.takeovers.keeping import LARGEST
from yinuo.platform.takeovers.room import no_room


def chunks_of(given: UploadedFile[bytes] | None, *, refusal: type[DomainError]) -> Iterable[bytes]:
    """
    The file in pieces, as it came.

    Raises:
        refusal: there is none, it is too large, or the disk was full before it had arrived.
    """
    if given is None:
        raise refusal(_("Choose a file."))
    if given.size is None or given.size > LARGEST:
        raise refusal(_("This file is larger than 200 MB; divide it, or take it over on the command line."))
    if getattr(given, "no_room", False):
        raise no_room(refusal)
    return given.chunks()
