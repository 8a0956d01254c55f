"""The customer asks the superior unit to look at a decision again."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yinuo.features.cases import rules
from yinuo.features.cases.locking import CaseNotFound
from yinuo.features.cases.operations.request_review import may_review, request_review, review_until
from yinuo.features.cases.portal.limits import ADDITIONS, too_many
from yinuo.features.cases.queries.case import tracked_case
from yinuo.features.cases.queries.reviews import review_of, reviewing_unit
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import PageRequest, public_page
from yinuo.platform.rest.public import spend_of_visitor
from yinuo.platform.ui.public import add_refusal

REFUSED = 409
INVALID = 422
FLOODED = 429


class ReviewForm(forms.Form):
    """Why the decision is not accepted."""

    reason = forms.CharField(
        label=_("Why do you not accept the decision?"),
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please say why; a few words are enough.")},
    )


@public_page(methods=("GET", "POST"))
def review_page(request: PageRequest, token: str) -> HttpResponse:
    """Who decides, by when, until when it may be asked for; then ask."""
    case = tracked_case(token=token, now=request.now)
    if case is None:
        raise Http404
    form = ReviewForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        standing = spend_of_visitor(request=request, rate=ADDITIONS, now=request.now)
        if standing.is_refused:
            form.add_error(None, too_many(standing))
            status = FLOODED
        elif not form.is_valid():
            status = INVALID
        else:
            try:
                begun = request_review(token=token, reason=form.cleaned_data["reason"], now=request.now)
            except CaseNotFound as refusal:
                raise Http404 from refusal
            except DomainError as refusal:
                add_refusal(form, refusal)
                status = REFUSED
            else:
                messages.success(
                    request, gettext("Your review was asked for. This is its page; keep its address.")
                )
                return redirect("portal:follow", token=begun.tracking_token)
    context = {
        "case": case,
        "token": token,
        "form": form,
        "may_review": may_review(case_id=case.id, now=request.now),
        "until": review_until(resolved_at=case.resolved_at) if case.resolved_at else None,
        "unit": reviewing_unit(case_id=case.id),
        "review": review_of(case_id=case.id, now=request.now),
    }
    return render(request, "cases/portal_review.html", context, status=status)
