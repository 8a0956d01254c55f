"""Who may call the routes whose views other people wrote; ours declare it themselves."""

from __future__ import annotations

from yinuo.platform.identity.public import EVERY_ROLE, Access

_SHOW = frozenset({"GET"})
_FORM = frozenset({"GET", "POST"})
_GUEST = Access(roles=None, methods=_FORM)
# Whoever has given a password may set up the second factor, see the codes and leave; nothing else.
_ON_THE_WAY = Access(roles=EVERY_ROLE, methods=_FORM, any_session=True)
_ON_THE_WAY_SHOW = Access(roles=EVERY_ROLE, methods=_SHOW, any_session=True)
_STAFF = Access(roles=EVERY_ROLE, methods=_FORM)

# By route name; everything else is denied.
ROUTE_ACCESS: dict[str, Access] = {
    "mfa_authenticate": _GUEST,
    "mfa_login_webauthn": _GUEST,
    "account_logout": _GUEST,
    "account_reauthenticate": _ON_THE_WAY,
    "mfa_reauthenticate": _STAFF,
    "mfa_reauthenticate_webauthn": _STAFF,
    "mfa_index": _ON_THE_WAY_SHOW,
    "mfa_deactivate_totp": _STAFF,
    "mfa_view_recovery_codes": _ON_THE_WAY_SHOW,
    "mfa_list_webauthn": _ON_THE_WAY_SHOW,
    "mfa_add_webauthn": _ON_THE_WAY,
    "mfa_edit_webauthn": _STAFF,
    "mfa_remove_webauthn": _STAFF,
}
