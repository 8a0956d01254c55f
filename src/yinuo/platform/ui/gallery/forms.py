"""A form with one of each control."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """Filled in, empty or refused: the gallery shows all three."""

    subject = forms.CharField(
        label=_("Subject"), max_length=80, help_text=_("One sentence, as the customer would say it.")
    )
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("PHONE", _("Phone")), ("OUTLET", _("Outlet")), ("MAIL", _("E-mail"))]
    )
    due_date = forms.DateField(
        label=_("Wanted by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs={"rows": 4}))
    way = forms.ChoiceField(
        label=_("How may we answer"),
        widget=forms.RadioSelect,
        choices=[("CALL", _("By a call")), ("MESSAGE", _("By a message"))],
    )
    attachment = forms.FileField(
        label=_("Attachment"), required=False, help_text=_("PDF or picture, at most 10 MB.")
    )
    elderly = forms.BooleanField(
        label=_("Needs special care"), required=False, help_text=_("Older customers and people in hardship.")
    )


def filled() -> SampleForm:
    """A form as it is before it is sent."""
    return SampleForm(
        initial={"subject": "信用卡年费减免承诺未兑现", "channel": "PHONE", "way": "CALL", "elderly": True},
        auto_id="filled_%s",
        prefix="filled",
    )


def refused() -> SampleForm:
    """A form as it comes back."""
    return SampleForm(
        {"refused-subject": "", "refused-due_date": "soon"}, auto_id="refused_%s", prefix="refused"
    )
