"""Where mail to staff goes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from yinuo.platform.identity.models import Staff


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """An address and the language of who reads there; blank follows the house."""

    email: str
    language: str


def mailbox_of(*, staff_id: UUID) -> Mailbox | None:
    """The mailbox of somebody whose account is open; None where there is no address."""
    staff = Staff.objects.filter(pk=staff_id, is_active=True).exclude(email="").first()
    return Mailbox(email=staff.email, language=staff.language) if staff else None
