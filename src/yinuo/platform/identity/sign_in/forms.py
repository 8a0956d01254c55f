"""The forms on the way in."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from yinuo.platform.identity.operations.use_code import step_of, use_code
from yinuo.platform.identity.past_passwords import refusal_of
from yinuo.platform.identity.sign_in.backend import staff_of

_CODE = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autocapitalize": "off",
    "spellcheck": "false",
}


class SignInForm(LoginForm):
    """Staff number and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Staff number"),
            max_length=32,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "username",
                    "autocapitalize": "off",
                    "spellcheck": "false",
                    "autofocus": True,
                }
            ),
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            max_length=128,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.order_fields(["login", "password"])


class NewPasswordForm(ChangePasswordForm):
    """A new password of one's own; who has just used a one-time password is not asked for it again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if staff_of(self.user).one_time_until is not None:
            del self.fields["oldpassword"]
        else:
            self.fields["oldpassword"].label = _("Current password")
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password, again")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[no-untyped-call]
        new = cleaned.get("password1")
        refusal = refusal_of(staff_of(self.user), new) if new else ""
        if refusal:
            self.add_error("password1", refusal)
        return cleaned


class _UsesCode(forms.Form):
    """A code of the app or a recovery code, used up as it is checked."""

    user: Any
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code"), max_length=16, widget=forms.TextInput(attrs=_CODE)
        )

    def clean_code(self) -> str:
        clear = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        factor = use_code(staff_id=self.user.pk, code=code, now=context.request.now)
        if factor is None:
            main = (
                Authenticator.objects.filter(user=self.user)
                .exclude(type="webauthn")
                .order_by("-type")
                .first()
            )
            if main is not None:
                self._emit_authentication_failed(main)  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        factor.user = self.user
        self.authenticator = factor
        clear()
        return code


class SecondFactorForm(_UsesCode, AuthenticateForm):
    """The second step of signing in."""


class SecondFactorAgainForm(_UsesCode, ReauthenticateForm):
    """The code once more, before something sensitive."""


class ActivateAppForm(ActivateTOTPForm):
    """The first code of a new authenticator app; ``step`` is the time step that it belongs to."""

    step: int | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Six-digit code"), max_length=16, widget=forms.TextInput(attrs=_CODE)
        )

    def clean_code(self) -> str:
        validate_can_add_authenticator(self.user)
        clear = check_rate_limit(self.user, error_key="rate_limited")
        code: str = self.cleaned_data["code"]
        self.step = step_of(secret=self.secret, code=code, now=context.request.now)
        if self.step is None:
            raise get_adapter().validation_error("incorrect_code")
        clear()
        return code
