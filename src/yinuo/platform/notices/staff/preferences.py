"""How one wants to hear of things."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yinuo.platform.identity.public import StaffRequest, staff_page
from yinuo.platform.notices.operations.set_preference import set_preference
from yinuo.platform.notices.queries import mail_choices, wishes_of
from yinuo.platform.notices.rules import Wishes
from yinuo.platform.notices.wording import kinds


class PreferenceForm(forms.Form):
    """Which mails come, and when."""

    mail = forms.ChoiceField(label=_("Mail"), widget=forms.RadioSelect)
    digest_at = forms.TimeField(
        label=_("Daily mail at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Only urgent mail comes in quiet hours. The same time twice means never quiet."),
    )
    quiet_to = forms.TimeField(
        label=_("Quiet until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mail"].choices = mail_choices()  # type: ignore[attr-defined]
        self.fields["kinds"] = forms.MultipleChoiceField(
            label=_("Also by mail"),
            choices=list(kinds().items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("The bell tells of everything."),
        )

    @property
    def wishes(self) -> Wishes:
        """What was chosen."""
        chosen = self.cleaned_data
        return Wishes(
            mail=chosen["mail"],
            quiet_from=chosen["quiet_from"],
            quiet_to=chosen["quiet_to"],
            digest_at=chosen["digest_at"],
            without=frozenset(kinds()) - set(chosen["kinds"]),
        )


@staff_page(methods=("GET", "POST"))
def preferences_page(request: StaffRequest) -> HttpResponse:
    """One's own wishes."""
    if request.actor.id is None:
        raise Http404
    wishes = wishes_of(actor=request.actor)
    initial = {
        "mail": wishes.mail,
        "digest_at": wishes.digest_at,
        "quiet_from": wishes.quiet_from,
        "quiet_to": wishes.quiet_to,
        "kinds": sorted(set(kinds()) - wishes.without),
    }
    form = PreferenceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_preference(actor=request.actor, wishes=form.wishes)
        messages.success(request, gettext("Saved."))
        return redirect("notices:preferences")
    return render(request, "notices/preferences.html", {"form": form})
