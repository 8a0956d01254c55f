"""Several people on one case: further complainants, representatives, heirs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.public import CustomerDetails, register_customer
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING, Case, Complainant
from yinuo.features.cases.queries.tracking import digest_of, new_token
from yinuo.features.cases.telling import tell_screens
from yinuo.features.cases.together import goes_on, people_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction

MOST = 20
# Where several people have one matter, at most so many speak for them (NFRA Order 3 of 2020).
MOST_REPRESENTATIVES = 5
Part = Complainant.Part


class CannotAddComplainant(DomainError):
    """Nobody is named, the proof is missing, there are too many, or the case has ended."""

    code = "case.cannot_add_complainant"


def add_complainant(
    *,
    case_id: UUID,
    customer: CustomerDetails,
    part: str,
    proof: str,
    may_withdraw: bool = False,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
) -> UUID:
    """
    Add a person to a case; returns the id of their place on it.

    Args:
        customer: who it is; the record of a known customer is used, a new one is made otherwise.
        part: a value of ``Complainant.Part``.
        proof: a value of ``Complainant.Proof``; for whoever speaks for somebody it is needed.
        may_withdraw: the authority of a representative names withdrawing.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotAddComplainant: see the class.
        CannotReadDetails: a phone number or an address cannot be read.
    """
    if not (customer.name.strip() or customer.number.strip()):
        raise CannotAddComplainant(_("Say who it is: a name or a customer number."))
    if part not in Part.values:
        raise CannotAddComplainant(_("Say what this person is to the case."))
    if part != Part.COMPLAINANT and (not proof or proof not in Complainant.Proof.values):
        raise CannotAddComplainant(_("Say what shows that this person may speak for the customer."))
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if case.state not in LIVING:
            raise CannotAddComplainant(_("This case has ended; nobody is added to it."))
        who = register_customer(details=customer, path=case.path, actor=actor, now=now)
        there = list(Complainant.objects.filter(case=case, until__isnull=True))
        _check(case, there, who.id, part)
        row = Complainant.objects.create(
            case=case,
            customer_id=who.id,
            part=part,
            proof=proof if part != Part.COMPLAINANT else "",
            may_withdraw=may_withdraw and part == Part.REPRESENTATIVE,
            since=now,
        )
        _changed(case)
        append(
            stream=f"case:{case.pk}",
            action="case.complainant_added",
            actor=actor.reference,
            at=now,
            facts={
                "customer": str(who.id),
                "part": part,
                "proof": row.proof,
                "may_withdraw": row.may_withdraw,
            },
        )
        return row.pk


def give_link(
    *, case_id: UUID, complainant_id: UUID, actor: Actor, now: datetime, revision: int | None = None
) -> str:
    """
    A key to the page of a further person, to be handed to them: one that they had before opens nothing any more.

    Returns:
        The token; only its hash is kept.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotAddComplainant: they are not on it any more.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        row = _on_it(case, complainant_id)
        token = new_token()
        row.tracking_digest = digest_of(token)
        row.save(update_fields=["tracking_digest"])
        append(
            stream=f"case:{case.pk}",
            action="case.link_given",
            actor=actor.reference,
            at=now,
            facts={"customer": str(row.customer_id), "part": row.part},
        )
        return token


def remove_complainant(
    *, case_id: UUID, complainant_id: UUID, actor: Actor, now: datetime, revision: int | None = None
) -> None:
    """
    Let somebody leave a case; that they were on it stays on record.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotAddComplainant: they are not on it any more.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        row = _on_it(case, complainant_id)
        others = [one for one in people_of(case.pk) if one.pk != row.pk]
        if case.state in LIVING and not goes_on(
            first_withdrew=case.customer_withdrew_at is not None, people=others
        ):
            raise CannotAddComplainant(
                _("They are the last who goes on with this case; withdraw the case if they do not want it.")
            )
        row.until = now
        row.save(update_fields=["until"])
        _changed(case)
        append(
            stream=f"case:{case.pk}",
            action="case.complainant_left",
            actor=actor.reference,
            at=now,
            facts={"customer": str(row.customer_id), "part": row.part},
        )


def _check(case: Case, there: list[Complainant], who: UUID, part: str) -> None:
    if who == case.customer_id or any(one.customer_id == who for one in there):
        raise CannotAddComplainant(_("This person is on the case already."))
    if len(there) >= MOST:
        raise CannotAddComplainant(
            _("A case holds 20 further people at most; open another and link the two.")
        )
    speaking = sum(one.part == Part.REPRESENTATIVE for one in there)
    if part == Part.REPRESENTATIVE and speaking >= MOST_REPRESENTATIVES:
        raise CannotAddComplainant(_("At most five people speak for a case."))


def _on_it(case: Case, complainant_id: UUID) -> Complainant:
    row = Complainant.objects.filter(case=case, pk=complainant_id, until__isnull=True).first()
    if row is None:
        raise CannotAddComplainant(_("This person is not on the case any more."))
    return row


def _changed(case: Case) -> None:
    case.revision += 1
    case.save(update_fields=["revision"])
    tell_screens(case)
