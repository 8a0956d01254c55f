"""Pages on which system administrators give programs access to the REST interface, and take it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from yinuo.platform.identity.access import StaffRequest, staff_page
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.operations.create_token import create_token
from yinuo.platform.identity.operations.revoke_token import revoke_token
from yinuo.platform.identity.queries import nodes
from yinuo.platform.identity.queries.tokens import TokenState, TokenView, api_tokens
from yinuo.platform.identity.roles import Role
from yinuo.platform.identity.staff.forms import NodeField, attempt
from yinuo.platform.identity.tokens import LONGEST_NAME, known_scopes

BOTH = ("GET", "POST")
DAYS = (7, 30, 90, 180, 365)
TONES = {TokenState.ACTIVE: "good", TokenState.EXPIRED: "warn", TokenState.REVOKED: "bad"}
STATES = {
    TokenState.ACTIVE: gettext_lazy("valid"),
    TokenState.EXPIRED: gettext_lazy("expired"),
    TokenState.REVOKED: gettext_lazy("revoked"),
}


class TokenForm(forms.Form):
    """Which program, what it may do, where, and how long."""

    name = forms.CharField(
        label=gettext_lazy("Program"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("The system that will hold the token, such as core banking."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Valid for"),
        choices=[
            (days, ngettext_lazy("%(days)d day", "%(days)d days", days) % {"days": days}) for days in DAYS
        ],
        coerce=int,
        initial=90,
        help_text=gettext_lazy("Give out a new token before the old one ends; both work meanwhile."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"] = forms.MultipleChoiceField(
            label=_("What it may do"),
            choices=[
                (scope.code, format_lazy("{} ({})", scope.label, scope.code)) for scope in known_scopes()
            ],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["node"] = NodeField(label=_("Sees this unit and all below"), units=nodes(actor=actor))
        self.order_fields(["name", "scopes", "node", "days"])


@staff_page(Role.SYSTEM_ADMINISTRATOR)
def tokens(request: StaffRequest) -> HttpResponse:
    """The tokens that were given out, with their state and last use."""
    rows = [
        {"token": token, "state": STATES[token.state], "tone": TONES[token.state]}
        for token in api_tokens(actor=request.actor, now=request.now)
    ]
    return render(request, "identity/tokens.html", {"rows": rows})


@staff_page(Role.SYSTEM_ADMINISTRATOR, methods=BOTH, recent=True)
def new_token(request: StaffRequest) -> HttpResponse:
    """Give out a token; its text is on the answer to the form, once."""
    form = TokenForm(
        request.POST if request.method == "POST" else None,
        actor=request.actor,
        initial={"node": request.actor.node_id},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        expires_at = request.now + timedelta(days=given["days"])
        made = attempt(
            form,
            lambda: create_token(
                name=given["name"],
                scopes=given["scopes"],
                node_id=given["node"],
                expires_at=expires_at,
                actor=request.actor,
                now=request.now,
            ),
        )
        if made is not None:
            context = {"name": given["name"], "text": made.text, "expires_at": expires_at}
            return render(request, "identity/token_handed_over.html", context)
    return render(request, "identity/token_form.html", {"form": form})


@staff_page(Role.SYSTEM_ADMINISTRATOR, methods=BOTH, recent=True)
def revoke(request: StaffRequest, token_id: UUID) -> HttpResponse:
    """Show what would stop, then take the token back."""
    shown = _token_or_404(request, token_id)
    if request.method == "POST":
        revoke_token(token_id=token_id, actor=request.actor, now=request.now)
        messages.success(request, _("The token is revoked; the next request with it is refused."))
        return redirect("identity:tokens")
    return render(request, "identity/token_revoke.html", {"token": shown})


def _token_or_404(request: StaffRequest, token_id: UUID) -> TokenView:
    for token in api_tokens(actor=request.actor, now=request.now):
        if token.id == token_id and token.state is TokenState.ACTIVE:
            return token
    raise Http404
