"""How allauth behaves in this house."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from yinuo.platform.identity.models import Node, Staff
from yinuo.platform.identity.operations.change_password import change_password
from yinuo.platform.identity.operations.end_sessions import end_sessions_of
from yinuo.platform.identity.queries.actors import themself
from yinuo.platform.identity.sign_in import recording, sealing, session
from yinuo.platform.identity.sign_in.aging import days_left
from yinuo.platform.jobs.public import transaction


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; whatever is wrong on the way in reads the same."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Staff number or password is wrong."),
        "too_many_login_attempts": _("Too many attempts. Wait 15 minutes, then try again."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("The current password is wrong."),
        "rate_limited": _("Too many attempts. Wait a little, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:  # noqa: ARG002
        messages.error(request, self.error_messages["username_password_mismatch"])
        return redirect("account_login")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        recording.record_failure(request, number=credentials.get("username", ""))

    def post_login(self, request: HttpRequest, user: Any, **hints: Any) -> HttpResponse:
        response = super().post_login(request, user, **hints)
        begin_session(request, user)
        left = days_left(user, now=request.now)  # type: ignore[attr-defined]
        if left is not None:
            told = ngettext(
                "Your password ends in %(days)d day; choose a new one in time.",
                "Your password ends in %(days)d days; choose a new one in time.",
                left,
            )
            messages.warning(request, told % {"days": left})
        return response

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        if user.is_authenticated:
            recording.record(request, action="sign_in.signed_out", staff_id=user.pk)
            UserSession.objects.filter(session_key=request.session.session_key).delete()
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        request = context.request
        change_password(
            new_password=password, actor=themself(user), now=request.now, keep=request.session.session_key
        )
        user.refresh_from_db(fields=["password", "one_time_until", "password_set_at"])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("mfa_index")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ARG002
        request = context.request
        return not session.is_recent(request, now=request.now)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Use the password"),
            "mfa_reauthenticate": _("Use a code from the app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        return [
            method | {"description": words[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]


class MfaAdapter(DefaultMFAAdapter):
    """Second factors of staff: secrets sealed at rest, named after the institution and the staff number."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is wrong, too old, or was used before. Wait for the next one."),
        "cannot_delete_authenticator": _("This is your last second factor; add another one first."),
        "cannot_generate_recovery_codes": _("Set up a second factor first."),
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def _get_site_name(self) -> str:
        head_office = Node.objects.filter(parent=None).values_list("name", flat=True).first()
        return head_office or "yinuo"

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.username)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        factors = type(authenticator).objects.filter(user=authenticator.user_id)
        others = factors.exclude(pk=authenticator.pk).exclude(type="recovery_codes")
        return bool(others.exists())


def open_session(request: HttpRequest, *, staff_id: UUID) -> None:
    """Sign somebody in without asking for anything; for personas, once it is known that they may be offered."""
    staff = Staff.objects.get(pk=staff_id)
    adapter = AccountAdapter(request)
    if request.user.is_authenticated:
        adapter.logout(request)
    adapter.login(request, staff)
    UserSession.objects.create_from_request(request)
    begin_session(request, staff, persona=True)


def begin_session(request: HttpRequest, user: Any, *, persona: bool = False) -> None:
    """Start the clocks of a new session, end the oldest ones beyond the cap, and put it on record."""
    now: datetime = request.now  # type: ignore[attr-defined]
    session.begin(request, now=now, persona=persona)
    with transaction():
        staff = Staff.objects.select_for_update().get(pk=user.pk)
        newest = UserSession.objects.filter(user=staff).order_by("-created_at", "-pk")
        for extra in newest.values_list("pk", flat=True)[settings.SESSION_CAP :]:
            end_sessions_of(staff, session_id=extra)
            recording.record(request, action="sign_in.oldest_ended", staff_id=staff.pk)
        recording.record(
            request,
            action="sign_in.succeeded",
            staff_id=staff.pk,
            second_factor=bool(request.session[session.SECOND_FACTOR]),
            persona=persona,
        )
