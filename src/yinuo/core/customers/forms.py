"""What staff fill in about customers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yinuo.core.customers import rules
from yinuo.core.customers.details import LONGEST, CustomerDetails
from yinuo.core.customers.models import Consent, Customer, Detail, Segment, State, Vulnerability
from yinuo.core.customers.operations.change_customer import Profile
from yinuo.platform.identity.public import Actor, nodes, staff_list
from yinuo.platform.vault.public import LONGEST_REFERENCE, hold_causes

INDENT = "\u2003"  # a wide blank shows depth where a select shows text alone
NOBODY = ""


def unit_choices(actor: Actor) -> list[tuple[str, str]]:
    """The units within reach, as a tree, by path."""
    return [(unit.path, f"{INDENT * unit.depth}{unit.name}") for unit in nodes(actor=actor)]


class ProfileForm(forms.Form):
    """Everything beside the sealed values."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Customer.Kind)
    segment = forms.ChoiceField(label=_("Segment"), choices=[("", "—"), *Segment.choices], required=False)
    tier = forms.CharField(label=_("Tier"), max_length=24, required=False)
    path = forms.ChoiceField(label=_("Home branch"))
    manager = forms.ChoiceField(label=_("Relationship manager"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", "—"), ("zh-hans", "中文"), ("en", "English")], required=False
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=40,
        required=False,
        help_text=_("Such as Asia/Shanghai; empty for ours."),
    )
    vulnerabilities = forms.MultipleChoiceField(
        label=_("Particular care"),
        choices=Vulnerability,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Colleagues see it before they call; no diagnosis belongs here."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["path"].choices = unit_choices(actor)  # type: ignore[attr-defined]
        people = staff_list(actor=actor, size=500).rows
        self.fields["manager"].choices = [  # type: ignore[attr-defined]
            (NOBODY, _("nobody yet")),
            *((str(row.id), f"{row.name} · {row.node_name}") for row in people),
        ]

    def profile(self) -> Profile:
        """What was filled in; only after ``is_valid``."""
        given = self.cleaned_data
        return Profile(
            kind=given["kind"],
            segment=given["segment"],
            tier=given["tier"].strip(),
            path=given["path"],
            manager_id=UUID(given["manager"]) if given["manager"] else None,
            no_manager=not given["manager"],
            language=given["language"],
            time_zone=given["time_zone"].strip(),
            vulnerabilities=given["vulnerabilities"],
        )


class NewCustomerForm(ProfileForm):
    """A new record: who it is, and everything beside."""

    name = forms.CharField(label=_("Name"), max_length=80)
    number = forms.CharField(label=_("Customer number"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.CharField(
        label=_("E-mail"), max_length=200, required=False, widget=forms.TextInput(attrs={"type": "email"})
    )
    identity = forms.CharField(label=_("Identity number"), max_length=40, required=False)
    account = forms.CharField(label=_("Account"), max_length=40, required=False)
    address = forms.CharField(label=_("Address"), max_length=LONGEST, required=False)
    state = forms.ChoiceField(
        label=_("Relation"),
        choices=[choice for choice in State.choices if choice[0] in {"PROSPECT", "ACTIVE"}],
    )

    def details(self) -> CustomerDetails:
        """Who it is; only after ``is_valid``."""
        given = self.cleaned_data
        parts = ("name", "number", "phone", "email", "identity", "account", "address")
        return CustomerDetails(**{part: given[part] for part in parts})


class DetailForm(forms.Form):
    """One sealed value."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Detail.Kind)
    value = forms.CharField(
        label=_("Value"), max_length=LONGEST, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class ConsentForm(forms.Form):
    """A word of the customer."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Consent.Purpose)
    channel = forms.ChoiceField(label=_("Channel"), choices=Consent.Channel)
    given = forms.ChoiceField(label=_("Said"), choices=[("yes", _("agrees")), ("no", _("does not agree"))])
    proof = forms.ChoiceField(label=_("Proof"), choices=Consent.Proof)
    reference = forms.CharField(
        label=_("Filed under"), max_length=40, required=False, help_text=_("A number; no personal data.")
    )


class RelationForm(forms.Form):
    """One step of the relation."""

    after = forms.ChoiceField(
        label=_("Becomes"), choices=[choice for choice in State.choices if choice[0] != State.PROSPECT]
    )
    effective_date = forms.DateField(label=_("On"), widget=forms.DateInput(attrs={"type": "date"}))
    cause = forms.ChoiceField(label=_("Why it ended"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [("", "—"), *rules.closing_causes().items()]  # type: ignore[attr-defined]


class EraseForm(forms.Form):
    """Why a customer's data should go."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A second supervisor reads it and decides."),
    )


class HoldForm(forms.Form):
    """A legal hold."""

    cause = forms.ChoiceField(label=_("Cause"), choices=hold_causes)
    reference = forms.CharField(
        label=_("Number of the proceedings"), max_length=LONGEST_REFERENCE, required=False
    )
