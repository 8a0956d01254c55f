"""The page on which a policy is applied again to open promises: preview, a second person, progress, undo."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.promises.operations.ask_reapplication import ask_for_reapplication
from yinuo.core.promises.previews import MOST, preview_version
from yinuo.core.promises.reapplications import reapplications
from yinuo.core.promises.roles import POLICY_EDITORS
from yinuo.core.promises.staff.policies import REFUSED, policy_or_404, said_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals.public import approvals_on
from yinuo.platform.identity.public import StaffRequest, staff_page
from yinuo.platform.ui.public import add_refusal


class ReapplyForm(forms.Form):
    """Why, and what is undone by it, if anything."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), min_length=4, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    undoes = forms.UUIDField(required=False, widget=forms.HiddenInput())


@staff_page(*POLICY_EDITORS, methods=("GET", "POST"))
def reapply_page(request: StaffRequest, code: str) -> HttpResponse:
    """What the version in force would do to open promises; from here a second person is asked."""
    policy = policy_or_404(request, code)
    form = ReapplyForm(request.POST or None, initial={"undoes": request.GET.get("undoes", "")})
    if request.method == "POST" and form.is_valid():
        undoes: UUID | None = form.cleaned_data["undoes"]
        try:
            ask_for_reapplication(
                policy=code,
                reason=form.cleaned_data["reason"],
                undoes=undoes,
                actor=request.actor,
                now=request.now,
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("A second person was asked; it begins once they agree."))
            return redirect("promises:reapply_policy", code)
    done = reapplications(policy=code)
    version = policy.valid
    undoing = next((one for one in done if str(one.id) == str(form["undoes"].value())), None)
    context = {
        "policy": policy,
        "form": form,
        "version": version,
        "said": said_of(version.terms) if version else "",
        "undoing": undoing,
        "preview": preview_version(
            version_id=version.id, now=request.now, most=MOST, reach=request.actor.reach
        )
        if version and undoing is None
        else None,
        "done": done,
        "running": next((one for one in done if one.finished_at is None), None),
        "asked": [
            one
            for one in approvals_on(subject=f"policy:{code}", actor=request.actor)
            if one.state == "WAITING"
        ],
    }
    return render(request, "promises/reapply_policy.html", context, status=REFUSED if form.errors else 200)
