"""Files for staff who see what they belong to."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yinuo.kernel.errors import DomainError
from yinuo.platform.files.answers import download
from yinuo.platform.files.operations.hand_out_file import hand_out_file
from yinuo.platform.identity.public import StaffRequest, staff_page


@staff_page()
def file_page(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Download one file."""
    try:
        file = hand_out_file(file_id=file_id, actor=request.actor, now=request.now)
    except DomainError as refusal:
        return render(request, "files/closed.html", {"problem": str(refusal)}, status=409)
    if file is None:
        raise Http404
    return download(file)
