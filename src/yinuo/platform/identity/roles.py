"""The roles of an institution's staff, and which of them exclude each other (separation of duties)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a member of staff may do; a person may hold several, and sees their own part of the tree."""

    CLERK = "CLERK", _("Clerk")
    COMPLAINT_SPECIALIST = "COMPLAINT_SPECIALIST", _("Complaint specialist")
    CALLBACK_OFFICER = "CALLBACK_OFFICER", _("Callback officer")
    SUPERVISOR = "SUPERVISOR", _("Supervisor")
    COMPLAINT_ANALYST = "COMPLAINT_ANALYST", _("Complaint analyst")
    SECURITY_OFFICER = "SECURITY_OFFICER", _("Security officer")
    LOYALTY_MANAGER = "LOYALTY_MANAGER", _("Loyalty manager")
    EXECUTIVE = "EXECUTIVE", _("Executive")
    AUDITOR = "AUDITOR", _("Auditor")
    SYSTEM_ADMINISTRATOR = "SYSTEM_ADMINISTRATOR", _("System administrator")


EVERY_ROLE = frozenset(Role)

# What these do concerns the whole unit that their team belongs to: an auditor of the audit department, itself a
# team of the head office, audits the institution; a clerk of a team sees the team's work.
SERVING_THE_UNIT = frozenset(
    {
        Role.COMPLAINT_ANALYST,
        Role.SECURITY_OFFICER,
        Role.LOYALTY_MANAGER,
        Role.EXECUTIVE,
        Role.AUDITOR,
        Role.SYSTEM_ADMINISTRATOR,
    }
)

# System, security and audit administration exclude each other (MLPS level 3, 三权分立).
EXCLUSIVE = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR})


def conflicting(roles: Iterable[Role]) -> frozenset[Role]:
    """The roles among ``roles`` that one person may not hold together; empty when all is well."""
    held = EXCLUSIVE.intersection(roles)
    return held if len(held) > 1 else frozenset()
