"""The stand-alone verifier, for everybody to download."""

from __future__ import annotations

from django.http import HttpResponse

from yinuo.platform.audit.public import verifier_source
from yinuo.platform.identity.public import PageRequest, public_page


@public_page(personal=False)
def verifier(_request: PageRequest) -> HttpResponse:
    """One Python file that checks receipts and exports without us."""
    return HttpResponse(
        verifier_source(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="verify.py"'},
    )
