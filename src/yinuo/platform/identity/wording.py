"""What the evidence of accounts, units and sign-ins is called on auditors' pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yinuo.platform.audit.public import Naming, names_in, register_actions, register_naming
from yinuo.platform.identity.models import ApiToken, Node, Staff


def register_evidence_wordings() -> None:
    """Name actions, people, units and tokens; called once, when the room is loaded."""
    people = Naming(label=_("Colleague"), names=names_in(Staff, "name"), is_plain=True, find=_staff_number)
    register_naming(kind="staff", naming=people)
    register_naming(kind="node", naming=Naming(label=_("Unit"), names=names_in(Node, "name")))
    register_naming(kind="token", naming=Naming(label=_("Token"), names=names_in(ApiToken, "name")))
    register_naming(kind="integration", naming=Naming(label=_("Program"), names=names_in(ApiToken, "name")))
    register_naming(kind="sign-in", naming=Naming(label=_("Signing in, no known account")))
    register_actions(
        {
            "access.denied": _("Refused: no right to it"),
            "identity.absence_cancelled": _("Absence cancelled"),
            "identity.absence_set": _("Absence entered"),
            "identity.node_created": _("Unit added"),
            "identity.node_moved": _("Unit moved"),
            "identity.node_renamed": _("Unit renamed"),
            "identity.password_changed": _("Password changed"),
            "identity.preferences_set": _("Own settings changed"),
            "identity.roles_set": _("Roles changed"),
            "identity.sessions_ended": _("Signed out everywhere"),
            "identity.staff_changed": _("Account changed"),
            "identity.staff_created": _("Account made"),
            "identity.staff_deactivated": _("Account closed"),
            "identity.staff_reactivated": _("Account opened again"),
            "identity.staff_reset": _("Sign-in reset by an administrator"),
            "identity.token_created": _("Token made for a program"),
            "identity.token_revoked": _("Token of a program revoked"),
            "sign_in.codes_made": _("Recovery codes made"),
            "sign_in.factor_added": _("Second factor added"),
            "sign_in.factor_removed": _("Second factor removed"),
            "sign_in.factor_used": _("Second factor used"),
            "sign_in.failed": _("Sign-in failed"),
            "sign_in.oldest_ended": _("Oldest session ended for a new one"),
            "sign_in.session_over": _("Session ended after its time"),
            "sign_in.signed_out": _("Signed out"),
            "sign_in.succeeded": _("Signed in"),
        }
    )


def _staff_number(text: str) -> str:
    found = Staff.objects.filter(username__iexact=text).values_list("pk", flat=True).first()
    return str(found or "")
