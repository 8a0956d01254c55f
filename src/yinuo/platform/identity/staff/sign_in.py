"""Getting in: allauth's views, with what this house adds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.utils import get_login_redirect_url
from allauth.account.views import LoginView, PasswordChangeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_protect

from yinuo.platform.identity.access import Access, PageRequest, StaffRequest, declare, public_page, staff_page
from yinuo.platform.identity.adapters import open_session
from yinuo.platform.identity.operations.add_app import CannotAddApp, add_app
from yinuo.platform.identity.operations.make_recovery_codes import make_recovery_codes
from yinuo.platform.identity.queries import personas
from yinuo.platform.identity.queries.actors import themself
from yinuo.platform.identity.roles import EVERY_ROLE
from yinuo.platform.identity.sign_in.aging import is_password_over
from yinuo.platform.identity.sign_in.backend import staff_of
from yinuo.platform.identity.sign_in.personas import are_offered
from yinuo.platform.identity.sign_in.session import BEGAN, prove_second_factor

FORM = ("GET", "POST")
ON_THE_WAY = Access(roles=EVERY_ROLE, methods=frozenset(FORM), any_session=True)


class SignInView(LoginView):
    """Staff number and password; in the demo, the personas of the story beside them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if are_offered(self.request):
            context["personas"] = personas()
        return context


class NewPasswordView(PasswordChangeView):
    """A new password; whoever came in with a one-time password has to pass here."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_usable_password():
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = staff_of(self.request.user)
        context["is_first"] = user.one_time_until is not None
        context["is_over"] = is_password_over(user, self.request.session[BEGAN])
        context["history"] = settings.PASSWORD_HISTORY
        return context


class ActivateAppView(ActivateTOTPView):
    """Set up an authenticator app; whoever has done it in this session has shown it here."""

    request: PageRequest

    def form_valid(self, form: Any) -> HttpResponse:
        request = self.request
        raise_if_reauthentication_required(request, app="allauth.mfa")
        try:
            added = add_app(
                secret=form.secret, step=form.step, actor=themself(staff_of(request.user)), now=request.now
            )
        except CannotAddApp as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        clear_totp_secret(request)
        prove_second_factor(request)
        return redirect("mfa_view_recovery_codes" if added.made_codes else "mfa_index")


class NewCodesView(GenerateRecoveryCodesView):
    """New recovery codes in place of the old ones."""

    request: StaffRequest

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ARG002
        raise_if_reauthentication_required(self.request, app="allauth.mfa")
        make_recovery_codes(actor=self.request.actor, now=self.request.now)
        return redirect("mfa_view_recovery_codes")


sign_in = public_page(methods=FORM)(SignInView.as_view())
new_password = declare(ON_THE_WAY)(NewPasswordView.as_view())
activate_app = declare(ON_THE_WAY)(ActivateAppView.as_view())
new_codes = staff_page(methods=FORM)(NewCodesView.as_view())


@public_page(methods=("POST",))
@csrf_protect
def enter_as_persona(request: PageRequest, staff_id: UUID) -> HttpResponseBase:
    """Be somebody of the demo story, fully signed in, with one click."""
    if not are_offered(request) or staff_id not in {persona.id for persona in personas()}:
        raise PermissionDenied
    open_session(request, staff_id=staff_id)
    return redirect(get_login_redirect_url(request))
