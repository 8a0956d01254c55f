"""What somebody fills in to open a case: the words of both forms, and the one of staff for a caller."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases import rules
from yinuo.features.cases.models import Kind, Level, Source


class WordsForm(forms.Form):
    """The parts that both forms share."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind)
    text = forms.CharField(
        label=_("What happened?"),
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please describe what happened; a few words are enough.")},
    )
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.CharField(
        label=_("E-mail"), max_length=200, required=False, widget=forms.TextInput(attrs={"type": "email"})
    )

    def customer(self) -> CustomerDetails:
        """Who they say they are; only after ``is_valid``."""
        given = self.cleaned_data
        return CustomerDetails(name=given["name"], phone=given["phone"], email=given["email"])


class TakenDownForm(WordsForm):
    """For staff who take down a call or a visit."""

    source = forms.ChoiceField(
        label=_("Channel"), choices=[choice for choice in Source.choices if choice[0] != Source.CFPB]
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level)
    subject = forms.CharField(label=_("Subject"), max_length=rules.LONGEST_SUBJECT)
    number = forms.CharField(label=_("Customer number"), max_length=40, required=False)
    known_as = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ("kind", "source", "level", "subject", "text", "name", "phone", "email", "number")

    def customer(self) -> CustomerDetails:
        given = self.cleaned_data
        return CustomerDetails(
            name=given["name"],
            phone=given["phone"],
            email=given["email"],
            number=given["number"],
            known_as=given["known_as"],
        )
