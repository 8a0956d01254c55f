"""Pages of the policies: the list, one with its versions, a draft and what it would change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.promises import queries
from yinuo.core.promises.errors import CannotReadTerms
from yinuo.core.promises.operations.draft_policy import draft_policy_version
from yinuo.core.promises.operations.publish_policy import ask_for_policy
from yinuo.core.promises.policy_views import PolicyView
from yinuo.core.promises.previews import MOST, preview_version
from yinuo.core.promises.roles import POLICY_EDITORS
from yinuo.core.promises.terms import ClockKind, PauseReason, Terms, Unit
from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals.public import approvals_on
from yinuo.platform.identity.public import Role, StaffRequest, names_of, staff_page
from yinuo.platform.ui.public import add_refusal

READERS = (
    Role.SUPERVISOR,
    Role.COMPLAINT_ANALYST,
    Role.EXECUTIVE,
    Role.AUDITOR,
    Role.SYSTEM_ADMINISTRATOR,
)
REFUSED = 422


class PolicyForm(forms.Form):
    """What a policy says; the same fields as its terms."""

    amount = forms.IntegerField(label=gettext_lazy("Amount"))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=Unit.choices)
    clock = forms.ChoiceField(label=gettext_lazy("Clock"), choices=ClockKind.choices)
    calendar = forms.CharField(
        label=gettext_lazy("Calendar"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Its code, such as cn.bank; empty for a natural clock."),
    )
    conditions = forms.CharField(
        label=gettext_lazy("Conditions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One field for each line with its values, such as level: MAJOR, SERIOUS."),
    )
    priority = forms.IntegerField(label=gettext_lazy("Priority"), initial=0)
    at_risk_percent = forms.IntegerField(label=gettext_lazy("At risk from (percent of the time)"))
    alarms = forms.CharField(
        label=gettext_lazy("Reminders"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One for each line: 80%, -2h, due or +1d, then who is told, such as OWNER."),
    )
    pause_reasons = forms.MultipleChoiceField(
        label=gettext_lazy("May be paused for"),
        required=False,
        choices=PauseReason.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    extension_limit = forms.IntegerField(label=gettext_lazy("May be extended by"), initial=0)
    settle_late = forms.BooleanField(label=gettext_lazy("Can still be settled late"), required=False)
    reminder_calendar = forms.CharField(
        label=gettext_lazy("Calendar of reminders"), required=False, max_length=40
    )

    def terms(self) -> dict[str, Any]:
        """As ``read_terms`` reads them."""
        given = dict(self.cleaned_data)
        given["conditions"] = {
            name.strip(): [one.strip() for one in values.split(",") if one.strip()]
            for name, _colon, values in (line.partition(":") for line in _lines(given["conditions"]))
        }
        given["alarms"] = [
            {"at": words[0], "tell": words[1:]}
            for words in (line.replace(",", " ").split() for line in _lines(given["alarms"]))
        ]
        return given


class NewPolicyForm(PolicyForm):
    """A policy that does not exist yet: its names, and what it says."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("Small letters and dots, such as card.delivery.vip; it stays for ever."),
    )
    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    duty = forms.CharField(
        label=gettext_lazy("What is owed"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "The duty for which it competes with other policies, such as card.delivery; empty for one of its own."
        ),
    )
    basis = forms.CharField(label=gettext_lazy("Basis"), required=False, max_length=160)
    field_order = ("code", "name_zh", "name_en", "duty", "basis")

    def terms(self) -> dict[str, Any]:
        own = ("code", "name_zh", "name_en", "duty", "basis")
        return {name: value for name, value in super().terms().items() if name not in own}


class AskForm(forms.Form):
    """When a draft is to take effect, and why."""

    valid_from = forms.DateTimeField(
        label=gettext_lazy("Takes effect"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), min_length=4, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


@staff_page(*READERS)
def list_page(request: StaffRequest) -> HttpResponse:
    """Every policy with what it says now."""
    rows = [
        {"policy": one, "said": said_of(one.valid.terms) if one.valid else ""}
        for one in queries.policies(now=request.now)
    ]
    context = {"rows": rows, "may_edit": request.actor.has(*POLICY_EDITORS)}
    return render(request, "promises/policies.html", context)


@staff_page(*READERS)
def policy_page(request: StaffRequest, code: str) -> HttpResponse:
    """One policy with its versions."""
    policy = policy_or_404(request, code)
    names = names_of(one for v in policy.versions for one in (v.drafted_by, v.published_by) if one)
    versions = [
        {
            "version": one,
            "said": said_of(one.terms),
            "conditions": _conditions_in_words(one.terms),
            "drafted_by": names.get(one.drafted_by) if one.drafted_by else "",
            "published_by": names.get(one.published_by) if one.published_by else "",
        }
        for one in policy.versions
    ]
    context = {"policy": policy, "versions": versions, "may_edit": request.actor.has(*POLICY_EDITORS)}
    return render(request, "promises/policy.html", context)


def _conditions_in_words(terms: Terms) -> list[tuple[str, str]]:
    """For which cases a version is meant: each field by its name, with its values."""
    names = {
        "kind": _("Kind"),
        "level": _("Level"),
        "channel": _("Channel"),
        "product": _("Product"),
        "tier": _("Tier"),
        "source": _("Source"),
        "branch": _("Branch"),
    }
    return [(names[field], "、".join(values)) for field, values in terms.conditions.items()]


@staff_page(*POLICY_EDITORS, methods=("GET", "POST"))
def new_page(request: StaffRequest) -> HttpResponse:
    """Draft a policy that does not exist yet."""
    initial = {"at_risk_percent": 80, "settle_late": True, "alarms": "80% OWNER\ndue OWNER SUPERVISOR"}
    form = NewPolicyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if queries.policy_of(code=given["code"], now=request.now) is not None:
                raise CannotReadTerms("code", _("there is a policy with this code; edit that one."))
            drafted = draft_policy_version(
                policy=given["code"],
                terms=form.terms(),
                duty=given["duty"],
                name_zh=given["name_zh"],
                name_en=given["name_en"],
                basis=given["basis"],
                actor=request.actor,
                now=request.now,
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved as a draft; nothing has changed yet."))
            return redirect("promises:draft_policy", drafted.policy)
    status = REFUSED if form.errors else 200
    return render(request, "promises/edit_policy.html", {"form": form}, status=status)


@staff_page(*POLICY_EDITORS, methods=("GET", "POST"))
def edit_page(request: StaffRequest, code: str) -> HttpResponse:
    """Edit a policy as a draft."""
    policy = policy_or_404(request, code)
    base = policy.draft or policy.valid or policy.versions[0]
    form = PolicyForm(request.POST or None, initial=initial_of(base.terms))
    if request.method == "POST" and form.is_valid():
        try:
            draft_policy_version(policy=code, terms=form.terms(), actor=request.actor, now=request.now)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved as a draft; nothing has changed yet."))
            return redirect("promises:draft_policy", code)
    status = REFUSED if form.errors else 200
    return render(request, "promises/edit_policy.html", {"form": form, "policy": policy}, status=status)


@staff_page(*POLICY_EDITORS, methods=("GET", "POST"))
def draft_page(request: StaffRequest, code: str) -> HttpResponse:
    """What the draft would do to open promises; from here a second person is asked."""
    policy = policy_or_404(request, code)
    if policy.draft is None:
        raise Http404
    begin = localtime(request.now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    form = AskForm(request.POST or None, initial={"valid_from": begin.strftime("%Y-%m-%dT%H:%M")})
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_policy(
                version_id=policy.draft.id, **form.cleaned_data, actor=request.actor, now=request.now
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request, _("A second person was asked; the policy takes effect once they agree.")
            )
            return redirect("promises:policy", code)
    context = {
        "policy": policy,
        "form": form,
        "said": said_of(policy.draft.terms),
        "before": said_of(policy.valid.terms) if policy.valid else "",
        "preview": preview_version(
            version_id=policy.draft.id, now=request.now, most=MOST, reach=request.actor.reach
        ),
        "asked": [
            one
            for one in approvals_on(subject=f"policy:{code}", actor=request.actor)
            if one.state == "WAITING"
        ],
    }
    return render(request, "promises/draft_policy.html", context, status=REFUSED if form.errors else 200)


def said_of(terms: Terms) -> str:
    """The time that a policy gives, in words."""
    clock = ClockKind(terms.clock).label
    where = f" · {terms.calendar}" if terms.calendar else ""
    return f"{terms.amount} {Unit(terms.unit).label} · {clock}{where}"


def initial_of(terms: Terms) -> dict[str, Any]:
    """Terms as the form shows them."""
    return {
        **{name: getattr(terms, name) for name in PolicyForm.base_fields},
        "conditions": "\n".join(f"{name}: {', '.join(values)}" for name, values in terms.conditions.items()),
        "alarms": "\n".join(" ".join([alarm.key, *alarm.tell]) for alarm in terms.alarms),
        "pause_reasons": list(terms.pause_reasons),
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def policy_or_404(request: StaffRequest, code: str) -> PolicyView:
    """The policy with this code."""
    found = queries.policy_of(code=code, now=request.now)
    if found is None:
        raise Http404
    return found
