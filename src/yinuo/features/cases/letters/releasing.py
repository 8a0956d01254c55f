"""A letter that needs two people: written by one, released by another, bound to the bytes of the PDF."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from yinuo.features.cases.approvals import compensating
from yinuo.features.cases.models import Case, Letter, Level, Proposal, Source, State
from yinuo.features.cases.telling import tell_screens
from yinuo.platform.approvals.public import CannotDecide, request_approval
from yinuo.platform.audit.public import append
from yinuo.platform.files.public import hand_out_of, show_to_customer
from yinuo.platform.identity.public import Actor

KIND = "cases.letter"
_FILE = Path(__file__).resolve().parent.parent / "data" / "letter_release.json"
DECIDED = (State.ANSWERED, State.RESOLVED)


@cache
def _asked() -> dict[str, list[str]]:
    read: dict[str, list[str]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read


def compensation_of(case: Case) -> Decimal:
    """The most that is offered on the case, or that the customer accepted; 0 for nothing."""
    standing = (Proposal.State.OFFERED, Proposal.State.ACCEPTED)
    found = Proposal.objects.filter(case=case, state__in=standing).aggregate(most=Max("amount"))["most"]
    return found or Decimal("0.00")


def why_second_person(case: Case, *, actor: Actor) -> list[str]:
    """Why this person's letter on the case is released by another one; nothing where they may issue it alone."""
    reasons = []
    if case.level in _asked()["levels"]:
        reasons.append(_("Level: %(level)s") % {"level": Level(case.level).label})
    if case.source in _asked()["sources"]:
        reasons.append(_("Came from: %(source)s") % {"source": Source(case.source).label})
    amount = compensation_of(case)
    if amount > compensating.alone(actor):
        reasons.append(_("Compensation: CNY %(amount)s") % {"amount": f"{amount:,.2f}"})
    return reasons


def ask_for_release(letter: Letter, *, why: str, actor: Actor, now: datetime) -> None:
    """
    Let a second person decide on exactly this PDF.

    Raises:
        CannotRequestApproval: not a member of staff who handles cases, or nothing says why.
    """
    letter.approval_id = request_approval(
        kind=KIND,
        subject=f"case:{letter.case_id}",
        content=content_of(letter, amount=compensation_of(letter.case)),
        reason=why,
        path=letter.case.path,
        actor=actor,
        now=now,
    )
    letter.save(update_fields=["approval_id"])


def content_of(letter: Letter, *, amount: Decimal) -> dict[str, Any]:
    """What a second person decides on, exactly."""
    return {
        "letter": str(letter.pk),
        "sha256": letter.digest,
        "file": str(letter.file_id),
        "amount": str(amount),
        "state": str(letter.state),
    }


def issue(letter: Letter, *, case: Case, actor: Actor, now: datetime) -> None:
    """From now on the customer finds the letter on their page, and it may be delivered."""
    letter.state, letter.issued_at = Letter.State.ISSUED, now
    letter.save(update_fields=["state", "issued_at"])
    show_to_customer(file_id=letter.file_id, subject=f"case:{case.pk}")
    note(letter, "case.letter_issued", actor=actor, now=now)


def release(*, case: Case, letter_id: UUID, decider: Actor, now: datetime) -> None:
    """
    Issue a letter by a second person's leave; the caller holds the case.

    Raises:
        CannotDecide: it waits no more, the case went on, or the stored bytes are not those that were asked for.
    """
    letter = Letter.objects.select_for_update().get(pk=letter_id, case=case)
    if letter.state != Letter.State.WAITING or case.state not in DECIDED:
        raise CannotDecide(_("The letter was replaced or the case went on meanwhile; nothing was issued."))
    file = hand_out_of(file_id=letter.file_id, subject=f"case:{case.pk}", actor=decider, now=now)
    if file is None or sha256(file.data).hexdigest() != letter.digest:
        raise CannotDecide(
            _("The stored letter is not the one that was written; nothing was issued. Write it again.")
        )
    issue(letter, case=case, actor=decider, now=now)
    case.revision += 1
    case.save(update_fields=["revision"])
    tell_screens(case)


def refuse(*, letter_id: UUID, decider: Actor, now: datetime) -> None:
    """What a second person did not release is never issued; another letter may be written."""
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    if letter.state == Letter.State.WAITING:
        letter.state = Letter.State.REFUSED
        letter.save(update_fields=["state"])
        note(letter, "case.letter_refused", actor=decider, now=now)


def note(letter: Letter, action: str, *, actor: Actor, now: datetime) -> None:
    """Evidence of what became of a letter."""
    append(
        stream=f"case:{letter.case_id}",
        action=action,
        actor=actor.reference,
        at=now,
        facts={"letter": str(letter.pk), "file": str(letter.file_id), "sha256": letter.digest},
    )
