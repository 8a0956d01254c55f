"""Decisions at the same moment: one of them counts, and never the requester's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections

from tests.bank import Bank, found_bank
from tests.platform.approvals.acts import CONTENT, NOW, registered
from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals.models import Approval
from yinuo.platform.approvals.public import (
    decide,
    expire_approvals,
    request_approval,
    require_approved,
    withdraw_approval,
)
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import EVERY_ROLE, SYSTEM, Role, grant_role
from yinuo.platform.jobs.public import transaction

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bank(transactional_db: None) -> Bank:
    return found_bank()


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do all at the same moment, each on a connection of its own; what they returned or refused."""
    start = Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        try:
            start.wait()
            return work()
        except DomainError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(begin, works))


def ask(bank: Bank, who: str) -> UUID:
    return request_approval(
        kind="test.points",
        subject="customer:1",
        content=CONTENT,
        reason="重复入账",
        path=bank.east,
        actor=bank.actor(who),
        now=NOW,
    )


def test_the_requester_never_decides_not_even_in_a_race_for_the_same_moment(bank: Bank) -> None:
    grant_role(staff_id=bank.people["east one"], role=Role.SUPERVISOR, actor=SYSTEM, now=NOW)
    with registered(deciders=EVERY_ROLE):
        for _round in range(5):
            approval = ask(bank, "east one")
            own, other = bank.actor("east one"), bank.actor("east head")

            def by(actor, approval=approval):  # type: ignore[no-untyped-def]
                return lambda: decide(approval_id=approval, decision="GRANT", actor=actor, now=NOW)

            outcomes = at_once(by(own), by(other), by(own), by(other))
            assert sum(outcome is None for outcome in outcomes) == 1
            kept = Approval.objects.get(pk=approval)
            assert (kept.state, kept.decided_by_id) == ("GRANTED", other.id)
            actions = [record.action for record in records_of(f"approval:{approval}")]
            assert actions == ["approval.requested", "approval.granted"]
            Approval.objects.all().delete()


def test_of_granting_refusing_taking_back_and_expiring_at_once_one_happens(bank: Bank) -> None:
    with registered():
        own, other = bank.actor("east one"), bank.actor("east head")
        for _round in range(5):
            approval = ask(bank, "east one")
            at_once(
                lambda a=approval: decide(approval_id=a, decision="GRANT", actor=other, now=NOW),
                lambda a=approval: decide(
                    approval_id=a, decision="REFUSE", note="不同意", actor=other, now=NOW
                ),
                lambda a=approval: withdraw_approval(approval_id=a, actor=own, now=NOW),
                lambda: expire_approvals(now=NOW.replace(year=2027)),
            )
            actions = [record.action for record in records_of(f"approval:{approval}")]
            assert len(actions) == 2
            Approval.objects.all().delete()


def test_one_approval_lets_one_act_through_however_many_try(bank: Bank) -> None:
    with registered():
        decide(approval_id=ask(bank, "east one"), decision="GRANT", actor=bank.actor("east head"), now=NOW)
        actor = bank.actor("east one")

        def act() -> UUID:
            with transaction():
                return require_approved(
                    kind="test.points", subject="customer:1", content=CONTENT, actor=actor, now=NOW
                )

        outcomes = at_once(*[act] * 5)
    assert sum(isinstance(outcome, UUID) for outcome in outcomes) == 1


def test_asking_at_once_is_one_request(bank: Bank) -> None:
    with registered():
        assert len(set(at_once(*[lambda: ask(bank, "east one")] * 4))) == 1
