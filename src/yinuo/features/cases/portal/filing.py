"""The web form: say what happened, and get a number at once."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.features.cases.models import Kind
from yinuo.features.cases.operations.file_as_customer import file_as_customer
from yinuo.features.cases.portal.forms import FilingForm
from yinuo.features.cases.portal.limits import FILINGS, too_many
from yinuo.features.cases.portal.once import new_key
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import PageRequest, public_page
from yinuo.platform.rest.public import spend_of_visitor
from yinuo.platform.ui.public import add_refusal

_NUMBER = re.compile(r"[A-Z]{2}-\d{6}-\d{4,8}")


@public_page(methods=("GET", "POST"))
def form_page(request: PageRequest) -> HttpResponse:
    """Complain or ask: no account, a few fields, a receipt at once."""
    form = FilingForm(request.POST or None, request.FILES or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        standing = spend_of_visitor(request=request, rate=FILINGS, now=request.now)
        if standing.is_refused:
            form.add_error(None, too_many(standing))
            return render(request, "cases/portal_form.html", {"form": form}, status=429)
        try:
            token = file_as_customer(
                kind=Kind(form.cleaned_data["kind"]),
                text=form.cleaned_data["text"],
                customer=form.customer(),
                wishes=form.wishes(),
                checked=form.cleaned_data["attachments"],
                now=request.now,
                token=form.token(),
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("portal:follow", token=token)
    return render(request, "cases/portal_form.html", {"form": form}, status=422 if form.errors else 200)


def _initial(request: PageRequest) -> dict[str, str]:
    """A complaint, unless the address says which case it is about."""
    about = request.GET.get("about", "")
    text = (
        _("About the handling of %(number)s:") % {"number": about} + " " if _NUMBER.fullmatch(about) else ""
    )
    return {"kind": Kind.COMPLAINT, "text": text, "once": new_key()}
