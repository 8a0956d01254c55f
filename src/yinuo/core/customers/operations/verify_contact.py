"""Prove that a phone or an address reaches its customer: by one-time code, or by what a colleague saw."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from yinuo.core.customers import rules
from yinuo.core.customers.errors import CannotChangeCustomer
from yinuo.core.customers.locking import lock_customer, note, touch
from yinuo.core.customers.models import ContactCode, Customer, Detail
from yinuo.core.customers.names import place_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.public import blind_index, unlock

CONTACTS = (Detail.Kind.PHONE, Detail.Kind.EMAIL)
# What carries a code to a phone or an address: clear address, code. Called inside the transaction: it defers or sends.
Sender = Callable[[str, str], None]
_senders: dict[str, Sender] = {}


class CannotVerifyContact(DomainError):
    """No code can be sent, or the code is wrong, old or used up."""

    code = "customer.cannot_verify_contact"


def register_code_sender(*, kind: str, sender: Sender) -> None:
    """Let ``sender`` carry codes to contact points of this kind; called once, when the house is wired."""
    _senders[kind] = sender


def can_send_code(kind: str) -> bool:
    """Whether anything carries codes to contact points of this kind."""
    return kind in _senders


def sender_for(kind: str) -> Sender | None:
    """What carries codes to contact points of this kind."""
    return _senders.get(kind)


def send_contact_code(*, customer_id: UUID, detail_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Send a new code to a phone or an address; older ones no longer count.

    Raises:
        CannotVerifyContact: nothing carries codes there, or too many were asked for.
        CustomerNotFound, CannotChangeCustomer: see ``lock_customer``.
    """
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor)
        detail = _contact(customer, detail_id)
        sender = _senders.get(detail.kind)
        if sender is None:
            raise CannotVerifyContact(_("No channel that could carry a code there is set up."))
        _refuse_haste(detail, now)
        code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}}"
        detail.codes.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
        row_id = uuid7()
        ContactCode.objects.create(
            id=row_id,
            detail=detail,
            digest=_digest(row_id, code),
            sent_at=now,
            expires_at=now + rules.CODE_LIFE,
            attempts_left=rules.CODE_ATTEMPTS,
        )
        note(
            customer, "code_sent", actor=actor, now=now, facts={"detail": str(detail.pk), "kind": detail.kind}
        )
        clear = unlock([customer.pk]).open(
            owner=customer.pk, place=place_of(detail.pk), sealed=bytes(detail.sealed)
        )
        sender(clear, code)


def confirm_contact(*, customer_id: UUID, detail_id: UUID, code: str, actor: Actor, now: datetime) -> None:
    """
    Take the code that the customer reads out. A wrong one costs one of its attempts, also when it is refused.

    Raises:
        CannotVerifyContact: it is wrong, older than ten minutes, or was tried too often.
        CustomerNotFound, CannotChangeCustomer: see ``lock_customer``.
    """
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor)
        detail = _contact(customer, detail_id)
        sent = (
            detail.codes.select_for_update()
            .filter(used_at=None, expires_at__gt=now, attempts_left__gt=0)
            .order_by("-sent_at")
            .first()
        )
        right = sent is not None and secrets.compare_digest(
            bytes(sent.digest), _digest(sent.pk, code.strip())
        )
        if sent is not None and right:
            sent.used_at = now
            sent.save(update_fields=["used_at"])
            _verified(customer, detail, Detail.Proof.CODE, actor, now)
        elif sent is not None:
            sent.attempts_left -= 1
            sent.save(update_fields=["attempts_left"])
            note(customer, "code_refused", actor=actor, now=now, facts={"detail": str(detail.pk)})
    if not right:
        raise CannotVerifyContact(_("This code is wrong or no longer counts; send a new one."))


def verify_contact(*, customer_id: UUID, detail_id: UUID, how: str, actor: Actor, now: datetime) -> None:
    """
    Note that a colleague saw a document, or called back and reached the customer.

    Raises:
        CannotVerifyContact: a code proves itself; it is not noted by hand.
        CustomerNotFound, CannotChangeCustomer: see ``lock_customer``.
    """
    proof = Detail.Proof(how) if how in Detail.Proof.values else None
    if proof is None or proof is Detail.Proof.CODE:
        raise CannotVerifyContact(_("Say how it was proved."))
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor)
        _verified(customer, _contact(customer, detail_id), proof, actor, now)


def _verified(customer: Customer, detail: Detail, proof: Detail.Proof, actor: Actor, now: datetime) -> None:
    detail.verified_at, detail.verified_by, detail.verified_how = now, actor.reference, proof
    detail.save(update_fields=["verified_at", "verified_by", "verified_how"])
    touch(customer)
    note(
        customer,
        "contact_verified",
        actor=actor,
        now=now,
        facts={"detail": str(detail.pk), "kind": detail.kind, "how": proof.value},
    )


def _contact(customer: Customer, detail_id: UUID) -> Detail:
    detail = customer.details.filter(pk=detail_id, kind__in=CONTACTS).first()
    if detail is None:
        raise CannotChangeCustomer(_("This value is not there any more."))
    return detail


def _refuse_haste(detail: Detail, now: datetime) -> None:
    recent = list(
        detail.codes.filter(sent_at__gt=now - timedelta(days=1))
        .order_by("-sent_at")
        .values_list("sent_at", flat=True)
    )
    if len(recent) >= rules.CODES_A_DAY or (recent and recent[0] > now - rules.CODE_EVERY):
        raise CannotVerifyContact(_("A code was sent just now, or too many today; wait before the next one."))


def _digest(row_id: UUID, code: str) -> bytes:
    return blind_index(field="CONTACT_CODE", value=f"{row_id}:{code}")
