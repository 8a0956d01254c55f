"""Tell the plot: every step in the order of time, each one the operation that a real day would call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yinuo.core.customers.public import CustomerDetails, register_customer
from yinuo.core.promises.public import fire_due_alarms
from yinuo.features.cases.public import (
    Kind,
    LetterWords,
    Level,
    OpenedCase,
    Source,
    add_customer_message,
    add_note,
    assign_case,
    give_task,
    issue_letter,
    open_case,
    record_delivery,
    record_response,
    resolve_case,
    snooze_case,
)
from yinuo.platform.approvals.public import approvals_on, decide
from yinuo.platform.identity.public import SYSTEM, Actor, Role
from yinuo.site.demo.clients import branch_of, know_customers
from yinuo.site.demo.organisation import Bank
from yinuo.site.demo.people import Customer
from yinuo.site.demo.plot import PlannedCase, Step

_BASIS = "《银行业保险业消费投诉处理管理办法》以及您与我行签订的服务协议"
_TAKEN_DOWN_BY_HOTLINE = {"HOTLINE", "CHAT", "EMAIL", "LETTER", "SOCIAL_MEDIA", "MEDIA"}
_PASSED_ON_BY_HEAD_OFFICE = {"REGULATOR", "MUNICIPAL_HOTLINE", "CONSUMER_HOTLINE"}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One thing that happens, at its time; ``step`` is None for the opening of the case."""

    at: datetime
    case: int
    step: Step | None


def moments(cases: Sequence[PlannedCase]) -> list[Moment]:
    """Everything that happens, in the order of time."""
    return sorted(_moments(cases), key=lambda moment: (moment.at, moment.case, moment.step is not None))


def register_customers(*, customers: Sequence[Customer], bank: Bank, now: datetime) -> None:
    """Give every customer a record, spread over the branches."""
    made = [
        register_customer(
            details=CustomerDetails(name=customer.name, number=customer.number, phone=customer.phone),
            path=branch_of(bank, position),
            tier=customer.tier,
            actor=SYSTEM,
            now=now,
        ).id
        for position, customer in enumerate(customers)
    ]
    know_customers(customers=customers, ids=made, bank=bank, now=now)


class Narrator:
    """Tells the moments one after another, and remembers the cases that it opened."""

    def __init__(self, *, bank: Bank, cases: Sequence[PlannedCase], customers: Sequence[Customer]) -> None:
        self._bank = bank
        self._cases = cases
        self._customers = customers
        self._opened: dict[int, OpenedCase] = {}
        self._owners: dict[int, Actor] = {}
        self._letters: dict[int, UUID] = {}
        self._acts: dict[str, Callable[[int, Step], None]] = {
            "answer": self._answer,
            "note": self._note,
            "task": self._ask,
            "snooze": self._put_aside,
            "customer": self._customer_writes,
            "resolve": self._resolve,
            "letter": self._issue_letter,
            "letter_waits": self._write_letter,
            "post": self._post_letter,
            "clock": self._clock,
        }

    def tell(self, moment: Moment) -> None:
        """Let ``moment`` happen."""
        if moment.step is None:
            self._open(moment.case)
        else:
            self._acts[moment.step.act](moment.case, moment.step)

    def _open(self, case: int) -> None:
        planned = self._cases[case]
        who = self._customers[planned.customer]
        opened = open_case(
            kind=Kind(planned.kind),
            source=Source(planned.source),
            level=Level(planned.level),
            subject=planned.subject,
            text=planned.text,
            customer=CustomerDetails(name=who.name, number=who.number),
            path=self._bank.paths[planned.unit],
            voiced_at=planned.voiced_at,
            assign=planned.owner is not None,
            actor=self._taken_down_by(planned),
            now=planned.opened_at,
        )
        self._opened[case] = opened
        if planned.owner:
            self._hand_over(planned, opened)
            self._owners[case] = self._bank.staff[planned.owner]
        elif opened.owner_id:
            self._owners[case] = self._bank.by_id[opened.owner_id]

    def _hand_over(self, planned: PlannedCase, opened: OpenedCase) -> None:
        owner = self._bank.staff[planned.owner or ""]
        if owner.id and opened.owner_id != owner.id:
            assign_case(
                case_id=opened.id,
                owner_id=owner.id,
                actor=self._bank.supervisor_of(unit=planned.unit),
                now=planned.opened_at + timedelta(minutes=4),
            )

    def _taken_down_by(self, planned: PlannedCase) -> Actor:
        if planned.source in _TAKEN_DOWN_BY_HOTLINE:
            found = self._bank.member(role=Role.CLERK, unit="CS")
        elif planned.source in _PASSED_ON_BY_HEAD_OFFICE:
            found = self._bank.member(role=Role.SUPERVISOR, unit="CP")
        elif planned.source == "COUNTER":
            found = self._bank.member(role=Role.CLERK, unit=planned.unit)
        else:
            found = None  # the customer wrote it themself
        return found or SYSTEM

    def _answer(self, case: int, step: Step) -> None:
        record_response(case_id=self._opened[case].id, text=step.text, actor=self._owners[case], now=step.at)

    def _note(self, case: int, step: Step) -> None:
        add_note(case_id=self._opened[case].id, text=step.text, actor=self._owners[case], now=step.at)

    def _ask(self, case: int, step: Step) -> None:
        give_task(
            case_id=self._opened[case].id,
            what=step.text,
            path=self._bank.paths[step.unit],
            policy=step.policy,
            actor=self._owners[case],
            now=step.at,
        )

    def _put_aside(self, case: int, step: Step) -> None:
        snooze_case(
            case_id=self._opened[case].id,
            until=step.until,
            reason=step.text,
            actor=self._owners[case],
            now=step.at,
        )

    def _customer_writes(self, case: int, step: Step) -> None:
        add_customer_message(token=self._opened[case].tracking_token, text=step.text, now=step.at)

    def _resolve(self, case: int, step: Step) -> None:
        resolve_case(case_id=self._opened[case].id, cause=step.text, actor=self._owners[case], now=step.at)

    def _write_letter(self, case: int, step: Step) -> None:
        answers = [one.text for one in self._cases[case].steps if one.act == "answer"]
        words = LetterWords(found=answers[0], decided=step.text, basis=_BASIS)
        case_id, owner = self._opened[case].id, self._owners[case]
        why = "已按规定完成核查，请复核后签发"
        self._letters[case] = issue_letter(case_id=case_id, words=words, actor=owner, now=step.at, why=why)

    def _issue_letter(self, case: int, step: Step) -> None:
        self._write_letter(case, step)
        case_id, owner = self._opened[case].id, self._owners[case]
        for asked in approvals_on(subject=f"case:{case_id}", actor=SYSTEM):
            if asked.state == "WAITING":
                chief = self._bank.member(role=Role.EXECUTIVE, unit="HQ") or owner
                decide(approval_id=asked.id, decision="GRANT", actor=chief, now=step.at)

    def _post_letter(self, case: int, step: Step) -> None:
        record_delivery(
            case_id=self._opened[case].id,
            letter_id=self._letters[case],
            way="POSTED",
            outcome="UNDER_WAY",
            at=step.at,
            proof=step.text,
            actor=self._owners[case],
            now=step.at,
        )

    def _clock(self, _case: int, step: Step) -> None:
        fire_due_alarms(now=step.at)


def _moments(cases: Sequence[PlannedCase]) -> Iterator[Moment]:
    for position, planned in enumerate(cases):
        yield Moment(at=planned.opened_at, case=position, step=None)
        for step in planned.steps:
            yield Moment(at=step.at, case=position, step=step)
