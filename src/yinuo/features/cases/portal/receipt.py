"""The customer's receipt: to read, to print, to keep as a file, and to check without us."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yinuo.features.cases.locking import CaseNotFound
from yinuo.features.cases.operations.give_receipt import Receipt, give_receipt_to_customer
from yinuo.platform.audit.public import CannotProve, CannotSign
from yinuo.platform.identity.public import PageRequest, public_page


@public_page()
def receipt_page(request: PageRequest, token: str) -> HttpResponse:
    """The receipt in words, with the stamp; prints on one sheet."""
    try:
        receipt = _receipt(request, token)
    except (CannotProve, CannotSign):
        return _later(request, token)
    return render(request, "cases/portal_receipt.html", {"receipt": receipt, "token": token})


@public_page()
def receipt_file(request: PageRequest, token: str) -> HttpResponse:
    """The receipt as one file that proves itself."""
    try:
        receipt = _receipt(request, token)
    except (CannotProve, CannotSign):
        return _later(request, token)
    return HttpResponse(
        json.dumps(receipt.document, ensure_ascii=False, indent=1),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="receipt-{receipt.number}.json"'},
    )


def _receipt(request: PageRequest, token: str) -> Receipt:
    try:
        return give_receipt_to_customer(token=token, now=request.now)
    except CaseNotFound as refusal:
        raise Http404 from refusal


def _later(request: PageRequest, token: str) -> HttpResponse:
    """Somebody numbers the log just now, or its key is away: the page asks again by itself."""
    page = render(request, "cases/portal_receipt.html", {"receipt": None, "token": token}, status=503)
    page.headers["Retry-After"] = "2"
    page.headers["Refresh"] = "2"
    return page
