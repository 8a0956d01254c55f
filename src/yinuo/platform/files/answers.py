"""A file on its way to a browser: as a download, never as a page of ours."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from yinuo.platform.files.operations.hand_out_file import HandedOut


def download(file: HandedOut) -> HttpResponse:
    """The answer that hands a file out: saved under its name, run by nothing, kept by nobody on the way."""
    answer = HttpResponse(file.data, content_type=file.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
