"""The pages of the rules that choose owners: what is in force, a draft, and what it would have chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.features.cases.models import Kind, Level, Source
from yinuo.features.cases.operations.owner_rules import (
    begin_draft,
    discard_owner_rules,
    draft_owner_rules,
    may_change_owner_rules,
    put_owner_rules_in_force,
)
from yinuo.features.cases.owning.editions import edition_in_force, standing_draft
from yinuo.features.cases.owning.previewing import compare
from yinuo.features.cases.owning.terms import LONGEST_NAME, OwnerRule, Where, read_rules, write_rules
from yinuo.features.cases.taxonomy import classification
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import SYSTEM, Role, StaffRequest, nodes, skills_known, staff_page
from yinuo.platform.ui.public import add_refusal

READERS = (Role.SUPERVISOR, Role.COMPLAINT_ANALYST, Role.EXECUTIVE, Role.AUDITOR)
REFUSED = 409
_CONDITION_LABELS = {
    "kind": gettext_lazy("Kind"),
    "level": gettext_lazy("Level"),
    "source": gettext_lazy("Channel"),
    "category": gettext_lazy("Business category"),
    "tier": gettext_lazy("Tier"),
    "branch": gettext_lazy("Unit that received it"),
}


class RuleForm(forms.Form):
    """One rule; the same fields as ``OwnerRule``, its conditions side by side."""

    name = forms.CharField(label=gettext_lazy("Name of the rule"), max_length=LONGEST_NAME)
    where = forms.ChoiceField(label=gettext_lazy("Chooses among"), choices=Where.choices)
    unit = forms.ChoiceField(
        label=gettext_lazy("The unit that is asked"),
        required=False,
        help_text=gettext_lazy("Only where it chooses within one unit."),
    )
    skills = forms.MultipleChoiceField(
        label=gettext_lazy("Skills, all of them"), required=False, widget=forms.CheckboxSelectMultiple
    )
    most = forms.IntegerField(
        label=gettext_lazy("Most open cases"),
        required=False,
        min_value=0,
        max_value=9_999,
        help_text=gettext_lazy("Whoever has so many gets no more by this rule; empty for no limit."),
    )
    kind = forms.MultipleChoiceField(
        label=_CONDITION_LABELS["kind"],
        required=False,
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    level = forms.MultipleChoiceField(
        label=_CONDITION_LABELS["level"],
        required=False,
        choices=Level.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    source = forms.MultipleChoiceField(
        label=_CONDITION_LABELS["source"],
        required=False,
        choices=Source.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    category = forms.MultipleChoiceField(
        label=_CONDITION_LABELS["category"],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=gettext_lazy("As decided, or else as the text suggests; each one with all below it."),
    )
    tier = forms.CharField(
        label=_CONDITION_LABELS["tier"],
        required=False,
        max_length=200,
        help_text=gettext_lazy("Several with commas between them."),
    )
    branch = forms.MultipleChoiceField(
        label=_CONDITION_LABELS["branch"],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
        help_text=gettext_lazy("Each one with all below it."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        units = [(node.path, f"{'　' * node.depth}{node.name}") for node in nodes(actor=SYSTEM)]
        entries = [one for one in classification.entries(classification.CATEGORY) if one.depth <= 3]
        self._choose_from("unit", [("", "—"), *units])
        self._choose_from("branch", units)
        self._choose_from("skills", list(skills_known().items()))
        self._choose_from("category", [(one.code, f"{'　' * (one.depth - 1)}{one.name}") for one in entries])

    def _choose_from(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def rule(self) -> dict[str, Any]:
        """The rule as JSON holds it."""
        given = self.cleaned_data
        tiers = [part.strip() for part in given["tier"].replace("，", ",").split(",") if part.strip()]
        conditions = {name: given[name] for name in ("kind", "level", "source", "category", "branch")}
        return {
            "name": given["name"],
            "where": given["where"],
            "unit": given["unit"],
            "skills": given["skills"],
            "most": given["most"] or 0,
            "conditions": {name: values for name, values in {**conditions, "tier": tiers}.items() if values},
        }


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """A rule in words; ``place`` counts from 1."""

    place: int
    name: str
    where: str
    asks: str
    conditions: tuple[tuple[str, str], ...]


@staff_page(*READERS)
def rules_page(request: StaffRequest) -> HttpResponse:
    """The order in which owners are chosen, and the draft beside it with what it would have chosen."""
    return _show(request)


@staff_page(Role.SUPERVISOR, methods=("POST",))
def change_rules(request: StaffRequest, kind: str) -> HttpResponse:
    """Begin, change, give up or put in force the draft."""
    if kind not in _ACTS:
        raise Http404
    try:
        messages.success(request, _ACTS[kind](request))
    except DomainError as refusal:
        return _show(request, problem=str(refusal))
    return redirect("cases:rules")


@staff_page(Role.SUPERVISOR, methods=("GET", "POST"))
def rule_page(request: StaffRequest) -> HttpResponse:
    """One rule of the draft; without a place, a new one at its end."""
    draft = standing_draft()
    rules = list(draft.rules) if draft else write_rules(edition_in_force().rules)
    place = _number(request.GET.get("place", "")) or len(rules) + 1
    old = rules[place - 1] if 1 <= place <= len(rules) else None
    form = RuleForm(request.POST or None, initial=_initial(old) if old else {"where": Where.INSTITUTION})
    if request.method == "POST" and form.is_valid():
        rules[place - 1 : place] = [form.rule()]
        try:
            draft_owner_rules(
                rules=rules,
                revision=_number(request.POST.get("revision", "")),
                actor=request.actor,
                now=request.now,
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved as a draft; nothing has changed yet."))
            return redirect("cases:rules")
    context = {"form": form, "is_new": old is None, "revision": draft.revision if draft else 0}
    return render(request, "cases/rule.html", context, status=422 if form.errors else 200)


def _show(request: StaffRequest, *, problem: str = "") -> HttpResponse:
    edition = edition_in_force()
    draft = standing_draft()
    drafted = read_rules(draft.rules) if draft else ()
    compared = compare(draft=drafted, actor=request.actor, now=request.now) if draft else ()
    units = {node.path: node.name for node in nodes(actor=SYSTEM)}
    skills = skills_known()
    context = {
        "edition": edition,
        "rules": _rows(edition.rules, units, skills),
        "draft": draft,
        "drafted": _rows(drafted, units, skills),
        "compared": compared,
        "differing": sum(row.differs for row in compared),
        "may_change": may_change_owner_rules(request.actor),
        "problem": problem,
    }
    return render(request, "cases/rules.html", context, status=REFUSED if problem else 200)


def _rows(rules: Sequence[OwnerRule], units: Mapping[str, str], skills: Mapping[str, str]) -> list[RuleRow]:
    return [_row(place, rule, units, skills) for place, rule in enumerate(rules, start=1)]


def _row(place: int, rule: OwnerRule, units: Mapping[str, str], skills: Mapping[str, str]) -> RuleRow:
    asks = [skills.get(code, code) for code in rule.skills]
    if rule.most:
        asks.append(_("fewer than %(most)s open cases") % {"most": rule.most})
    words: dict[str, Mapping[str, Any]] = {
        "kind": dict(Kind.choices),
        "level": dict(Level.choices),
        "source": dict(Source.choices),
        "branch": units,
    }
    said = []
    for name, values in rule.conditions.items():
        known = words.get(name, {})
        read = [
            classification.name_of(one) if name == "category" else str(known.get(one, one)) for one in values
        ]
        said.append((str(_CONDITION_LABELS[name]), " · ".join(read)))
    where = units.get(rule.unit, rule.unit) if rule.where == Where.UNIT else str(Where(rule.where).label)
    return RuleRow(place=place, name=_(rule.name), where=where, asks=" · ".join(asks), conditions=tuple(said))


def _begin(request: StaffRequest) -> str:
    begin_draft(actor=request.actor, now=request.now)
    return _("A draft was begun with the rules in force.")


def _discard(request: StaffRequest) -> str:
    discard_owner_rules(actor=request.actor, now=request.now)
    return _("The draft was given up.")


def _put(request: StaffRequest) -> str:
    put_owner_rules_in_force(
        revision=_number(request.POST.get("revision", "")), actor=request.actor, now=request.now
    )
    return _("In force: new cases get their owners by these rules.")


def _up(request: StaffRequest) -> str:
    def move(rules: list[dict[str, Any]], place: int) -> None:
        if place > 1:
            rules[place - 2 : place] = [rules[place - 1], rules[place - 2]]

    return _edit(request, move)


def _remove(request: StaffRequest) -> str:
    def drop(rules: list[dict[str, Any]], place: int) -> None:
        del rules[place - 1]

    return _edit(request, drop)


def _edit(request: StaffRequest, change: Any) -> str:
    draft = standing_draft()
    place = _number(request.POST.get("place", ""))
    rules = list(draft.rules) if draft else []
    if 1 <= place <= len(rules):
        change(rules, place)
    draft_owner_rules(
        rules=rules,
        revision=_number(request.POST.get("revision", "")),
        actor=request.actor,
        now=request.now,
    )
    return _("Saved as a draft; nothing has changed yet.")


_ACTS = {"draft": _begin, "discard": _discard, "put": _put, "up": _up, "remove": _remove}


def _initial(rule: Mapping[str, Any]) -> dict[str, Any]:
    conditions = {**rule["conditions"]}
    tiers = ", ".join(conditions.pop("tier", ()))
    return {**rule, **conditions, "tier": tiers, "most": rule["most"] or None}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
