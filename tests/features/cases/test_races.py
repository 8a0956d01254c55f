"""Two at the same moment: answers, approvals, an answer and a merge, claims. One goes first, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections

from tests.bank import Bank, found_bank
from tests.complaints import file_complaint
from tests.people import make_staff
from yinuo.core.customers.public import CustomerDetails
from yinuo.core.promises.public import promises_on
from yinuo.features.cases.letters.issuing import LetterWords, issue_letter
from yinuo.features.cases.models import Case, Kind, Letter, Level, Message
from yinuo.features.cases.operations.claim_case import claim_case
from yinuo.features.cases.operations.extend_decision import ask_extension
from yinuo.features.cases.operations.file_as_customer import Wishes, file_as_customer
from yinuo.features.cases.operations.merge_cases import merge_cases
from yinuo.features.cases.operations.owner_rules import begin_draft, draft_owner_rules
from yinuo.features.cases.public import OpenedCase, record_response
from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals.public import approvals_on, decide
from yinuo.platform.audit.public import records_of
from yinuo.platform.files.public import check_uploads
from yinuo.platform.identity.public import SYSTEM, Role, nodes, set_absence, stand_ins
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.models import Notice
from yinuo.platform.notices.public import Told, tell_many

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 2, 3, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
ANSWER = "我们核对了录音,当时的承诺属实,年费今天退回。"


@pytest.fixture
def bank(transactional_db: None) -> Bank:
    return found_bank()


def complain(bank: Bank, *, assign: bool = True) -> OpenedCase:
    return file_complaint(bank.east, now=NOW, customer=CustomerDetails(number="C100"), assign=assign)


def at_once(*works: Callable[[], object]) -> list[object]:
    """All at the same moment, each on a connection of its own; what they returned, or how they were refused."""
    start = Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        start.wait()
        try:
            return work()
        except DomainError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(begin, works))


def refused(outcomes: list[object]) -> int:
    return sum(isinstance(outcome, DomainError) for outcome in outcomes)


def is_whole(opened: OpenedCase) -> bool:
    """Whether the chain of evidence has no gap and no fork."""
    records = records_of(f"case:{opened.id}")
    return [record.version for record in records] == list(range(1, len(records) + 1))


def test_of_two_filings_of_one_form_one_is_a_case_and_both_lead_to_it(bank: Bank) -> None:
    def file() -> str:
        return file_as_customer(
            kind=Kind.COMPLAINT,
            text="年费承诺没有兑现",
            customer=CustomerDetails(name="李雷"),
            wishes=Wishes(),
            checked=check_uploads([]),
            now=NOW,
            token="k" * 32,
        )

    assert at_once(file, file) == ["k" * 32] * 2
    assert Case.objects.count() == 1


def test_of_two_claims_one_has_the_case(bank: Bank) -> None:
    opened = complain(bank, assign=False)
    one, two = bank.actor("east one"), bank.actor("east two")
    outcomes = at_once(
        *(lambda who=who: claim_case(case_id=opened.id, actor=who, now=LATER) for who in (one, two))  # type: ignore[misc]
    )
    assert refused(outcomes) == 1
    winner = two.id if isinstance(outcomes[0], DomainError) else one.id
    assert Case.objects.get().owner_id == winner
    assigned = [one for one in records_of(f"case:{opened.id}") if one.action == "case.assigned"]
    assert [record.facts["to"] for record in assigned] == [str(winner)]
    (owed,) = promises_on(subjects=[f"ownership:{opened.id}"], now=LATER)[f"ownership:{opened.id}"]
    assert owed.settled_at == LATER
    assert is_whole(opened)


def test_of_two_approvals_one_moves_the_date_once(bank: Bank) -> None:
    opened = complain(bank)
    asker = bank.actor("east one")
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.head)
    approval = ask_extension(
        case_id=opened.id, amount=15, reason="RECORDS", why="调取档案", actor=asker, now=LATER
    )
    deciders = (bank.actor("east head"), make_staff(head, Role.SUPERVISOR))
    due = due_of(opened)
    outcomes = at_once(
        *(
            lambda who=who: decide(approval_id=approval, decision="GRANT", actor=who, now=LATER)  # type: ignore[misc]
            for who in deciders
        )
    )
    assert refused(outcomes) == 1
    assert due_of(opened) == due + timedelta(days=15)
    assert Message.objects.filter(case_id=opened.id, kind="REPLY").count() == 1
    assert is_whole(opened)


def test_an_answer_and_a_merge_leave_one_case_answered_or_merged(bank: Bank) -> None:
    ends, lives = complain(bank), complain(bank)
    outcomes = at_once(
        lambda: record_response(case_id=ends.id, text=ANSWER, actor=SYSTEM, now=LATER, revision=1),
        lambda: merge_cases(case_id=ends.id, into=lives.number, actor=SYSTEM, now=LATER, revision=1),
    )
    assert refused(outcomes) == 1
    case = Case.objects.get(pk=ends.id)
    answered = Message.objects.filter(case=case, kind="REPLY").exists()
    assert (case.state, answered) in (("ANSWERED", True), ("MERGED", False))
    owed = promises_on(subjects=[f"case:{ends.id}"], now=LATER)[f"case:{ends.id}"]
    states = {one.policy: one.state for one in owed}
    assert states["complaint.first_response"] == ("KEPT" if answered else "WITHDRAWN")
    assert is_whole(ends)
    assert is_whole(lives)


def test_of_two_answers_one_is_told(bank: Bank) -> None:
    opened = complain(bank)

    def answer() -> object:
        return record_response(case_id=opened.id, text=ANSWER, actor=SYSTEM, now=LATER, revision=1)

    assert refused(at_once(answer, answer)) == 1
    assert Message.objects.filter(kind="REPLY").count() == 1
    assert is_whole(opened)


def test_of_two_drafts_of_the_rules_one_stands(bank: Bank) -> None:
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.head)
    boss = make_staff(head, Role.SUPERVISOR)
    rules = [{"name": "all", "where": "INSTITUTION"}]

    def draft() -> object:
        return draft_owner_rules(rules=rules, revision=0, actor=boss, now=NOW)

    assert refused(at_once(draft, draft)) == 1
    assert begin_draft(actor=boss, now=NOW).revision == 1


def due_of(opened: OpenedCase) -> datetime:
    owed = promises_on(subjects=[f"case:{opened.id}"], now=LATER)[f"case:{opened.id}"]
    return next(one.due_at for one in owed if one.policy == "complaint.decision")


def test_a_letter_is_released_once_whoever_decides_at_the_same_moment(bank: Bank) -> None:
    opened = file_complaint(bank.east, now=NOW, customer=CustomerDetails(number="C101"), level=Level.MAJOR)
    record_response(case_id=opened.id, text=ANSWER, actor=SYSTEM, now=LATER)
    writer = bank.actor("east one")
    words = LetterWords(found="承诺属实", decided="退还年费", basis="")
    letter = issue_letter(case_id=opened.id, words=words, actor=writer, now=LATER, why="请复核后签发")
    (asked,) = approvals_on(subject=f"case:{opened.id}", actor=writer)

    def release(name: str) -> Callable[[], object]:
        return lambda: decide(approval_id=asked.id, decision="GRANT", actor=bank.actor(name), now=LATER)

    results = at_once(
        release("east head"),
        release("chief"),
        lambda: issue_letter(case_id=opened.id, words=words, actor=writer, now=LATER, why="请复核后签发"),
    )
    issued = [one for one in records_of(f"case:{opened.id}") if one.action == "case.letter_issued"]
    state = Letter.objects.get(pk=letter).state
    assert state in {"ISSUED", "REPLACED"}
    assert len(issued) == (1 if state == "ISSUED" else 0)
    assert sum(isinstance(one, DomainError) for one in results[:2]) == (1 if state == "ISSUED" else 2)


def test_a_case_that_comes_while_its_owner_leaves_is_looked_after(bank: Bank) -> None:
    leaving, staying = bank.actor("east one"), bank.actor("east two")

    def leave() -> object:
        assert leaving.id is not None
        assert staying.id is not None
        return set_absence(
            staff_id=leaving.id,
            substitute_id=staying.id,
            starts_at=NOW,
            ends_at=NOW + timedelta(days=3),
            actor=SYSTEM,
            now=NOW,
        )

    opened, _absence = at_once(lambda: complain(bank), leave)
    assert isinstance(opened, OpenedCase)
    assert opened.owner_id in (leaving.id, staying.id)
    owner = stand_ins(at=LATER).get(opened.owner_id, opened.owner_id)
    assert owner == staying.id, "whoever left has somebody who stands in"
    assert complain(bank).owner_id == staying.id, "from then on nobody who is away is chosen"
    assert is_whole(opened)


def test_writers_do_not_wait_for_each_other_at_a_notice_that_counts(bank: Bank) -> None:
    who = bank.people["east one"]

    def tell(number: int) -> None:
        with transaction():
            tell_many(
                told=[Told(recipient_id=who, kind="case.new", facts={"number": f"TS-{number}"})], now=NOW
            )

    for number in range(7):
        tell(number)
    meet = Barrier(2)

    def slowly() -> object:
        with transaction():
            tell(7)
            meet.wait(timeout=60)  # the other one has counted, and has committed
            meet.wait(timeout=60)
        return None

    def quickly() -> object:
        meet.wait(timeout=60)
        tell(8)
        meet.wait(timeout=60)
        return None

    assert refused(at_once(slowly, quickly)) == 0
    tell(9)
    counted = Notice.objects.filter(recipient=who, kind="notices.many")
    assert [one.facts["count"] for one in counted] == [5], "they are one again, and none was lost"
    assert Notice.objects.filter(recipient=who, kind="case.new").count() == 5
