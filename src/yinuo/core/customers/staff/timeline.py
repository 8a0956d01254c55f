"""The evidence of a customer as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.platform.audit.public import Record
from yinuo.platform.identity.public import names_of


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One entry: what, by whom, when; ``number`` once it is sealed."""

    text: str
    who: str
    at: datetime
    number: int | None


def timeline(records: Iterable[Record]) -> list[Happening]:
    """Each entry in words, the newest first."""
    entries = sorted(records, key=lambda record: record.version, reverse=True)
    staff = {UUID(entry.actor[6:]) for entry in entries if entry.actor.startswith("staff:")}
    names, words = names_of(staff), _words()
    return [
        Happening(
            text=words.get(entry.action, entry.action),
            who=_who(entry.actor, names),
            at=entry.at,
            number=entry.number,
        )
        for entry in entries
    ]


def _who(actor: str, names: Mapping[UUID, str]) -> str:
    if actor.startswith("staff:"):
        return names.get(UUID(actor[6:]), "")
    return {"integration": _("a program"), "customer": _("the customer")}.get(
        actor.partition(":")[0], _("the system")
    )


def _words() -> dict[str, str]:
    return {
        "customer.registered": _("Record made"),
        "customer.details_added": _("Further values added"),
        "customer.detail_added": _("A value added"),
        "customer.detail_replaced": _("A value replaced"),
        "customer.detail_removed": _("A value removed"),
        "customer.changed": _("Profile changed"),
        "customer.code_sent": _("One-time code sent"),
        "customer.code_refused": _("Wrong code given"),
        "customer.contact_verified": _("Contact verified"),
        "customer.consent_given": _("Consent given"),
        "customer.consent_withdrawn": _("Consent withdrawn"),
        "customer.relation_changed": _("Relation changed"),
        "customer.merged": _("Another record joined"),
        "customer.merged_into": _("Joined to another record"),
        "customer.merge_undone": _("Joining undone"),
        "customer.duplicate_dismissed": _("Known to be two customers"),
        "customer.hold_placed": _("Legal hold placed"),
        "customer.hold_lifted": _("Legal hold lifted"),
        "customer.retention_listed": _("Put on the list of what falls due"),
        "vault.owner_erased": _("Keys destroyed"),
        "vault.hold_placed": _("Legal hold placed"),
        "vault.hold_lifted": _("Legal hold lifted"),
        "customer.revealed": _("A value was opened"),
        "customer.erased": _("Data erased"),
    }
