"""Give out the receipt of a case: its evidence with proofs, for anybody to check."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases.locking import CaseNotFound
from yinuo.features.cases.models import Case
from yinuo.features.cases.queries.tracking import find_tracked
from yinuo.platform.audit.public import action_label, receipt_of
from yinuo.platform.identity.public import Actor


@dataclass(frozen=True, kw_only=True)
class ReceiptLine:
    """One entry as a person reads it; ``due_at`` is set where something was promised."""

    at: datetime
    due_at: datetime | None
    text: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """
    A receipt.

    Attributes:
        document: what the customer keeps, a JSON object of its own.
        size: how many entries the whole log had.
        root: what the whole log hashed to, in Base64.
        key: the log's public key, in Base64.
    """

    number: str
    document: dict[str, Any]
    lines: tuple[ReceiptLine, ...]
    size: int
    root: str
    key: str


def give_receipt(*, case_id: UUID, actor: Actor, now: datetime) -> Receipt:
    """
    The receipt of a case that the actor sees; giving it out is evidence itself.

    Raises:
        CaseNotFound: there is none within the actor's part of the institution.
        CannotProve: the last entry waits for its number; ask again in a second.
        CannotSign: the log's key is missing.
    """
    case = Case.objects.filter(pk=case_id, path__startswith=actor.reach).first() if actor.reach else None
    if case is None:
        raise CaseNotFound(_("There is no such case."))
    return _receipt(case, actor, now)


def give_receipt_to_customer(*, token: str, now: datetime) -> Receipt:
    """
    The receipt for the customer's own page.

    Raises:
        CaseNotFound: no page has this secret.
        CannotProve, CannotSign: as ``give_receipt``.
    """
    tracked = find_tracked(token=token, now=now)
    if tracked is None:
        raise CaseNotFound(_("This link does not lead to a case; check that it is complete."))
    return _receipt(tracked.case, tracked.actor, now)


def _receipt(case: Case, actor: Actor, now: datetime) -> Receipt:
    document = receipt_of(stream=f"case:{case.pk}", actor=actor.reference, now=now)
    said = [json.loads(entry["body"]) for entry in document["entries"]]
    _name, size, root = document["checkpoint"].split("\n")[:3]
    return Receipt(
        number=case.number,
        document=document,
        lines=tuple(
            ReceiptLine(
                at=datetime.fromisoformat(body["at"]),
                due_at=_due_at(body) if body["action"] == "promise.made" else None,
                text=action_label(body["action"]),
                number=entry["number"],
            )
            for body, entry in zip(said, document["entries"], strict=True)
        ),
        size=int(size),
        root=root,
        key=document["key"],
    )


def _due_at(body: dict[str, Any]) -> datetime | None:
    due = body["facts"].get("due_at")
    return datetime.fromisoformat(due) if due else None
