"""
The addresses of the identity room.

Of allauth's routes only these exist: there is no signing up, no password reset by mail and no e-mail
management, and what has no address cannot be attacked. Those that add or remove a factor are atomic, so that
none changes without the evidence that the signal's receiver writes.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.db.transaction import atomic
from django.urls import include, path

from yinuo.platform.identity.staff import sign_in

urlpatterns = [
    path("", include("yinuo.platform.identity.staff.urls")),
    path("account/sign-in/", sign_in.sign_in, name="account_login"),
    path("account/sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("account/sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("account/sign-in/persona/<uuid:staff_id>/", sign_in.enter_as_persona, name="persona_sign_in"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/password/", sign_in.new_password, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/security/", mfa.index, name="mfa_index"),
    path("account/security/app/", sign_in.activate_app, name="mfa_activate_totp"),
    path("account/security/app/remove/", atomic(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/security/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/security/codes/new/", sign_in.new_codes, name="mfa_generate_recovery_codes"),
    path("account/security/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/security/passkeys/add/", atomic(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("account/security/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "account/security/passkeys/<int:pk>/remove/",
        atomic(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
]
