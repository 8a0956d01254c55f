"""What fills list pages with rows, for the query budgets; each by calling operations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from uuid import UUID

from django.utils import timezone

from tests.people import make_staff
from yinuo.core.customers.models import RetentionDue
from yinuo.core.customers.public import CustomerDetails, register_customer, sealed_details, set_detail
from yinuo.features.cases.models import Case
from yinuo.features.cases.public import Kind, Source, give_task, open_case
from yinuo.platform.approvals.public import ApprovalKind, Line, register_approval_kind, request_approval
from yinuo.platform.audit.public import append, sequence_all
from yinuo.platform.identity.public import SYSTEM, Actor, Role, create_node, create_token, set_absence
from yinuo.platform.jobs.public import transaction
from yinuo.platform.reveals.models import Rule
from yinuo.platform.reveals.public import record_reveal
from yinuo.platform.reveals.watching import raise_alarm

_serials = count(10_000_000)


def cases(number: int, viewer: Actor, *, hours_ago: int = 0) -> None:
    """Complaints of different customers, received where the viewer works, each with an owner."""
    if not viewer.has(Role.COMPLAINT_SPECIALIST):
        make_staff(_unit(viewer), Role.COMPLAINT_SPECIALIST)
    unowned(number, viewer, hours_ago=hours_ago)


def cases_due_soon(number: int, viewer: Actor) -> None:
    """Complaints whose 24 hours are nearly over."""
    cases(number, viewer, hours_ago=22)


def unowned(number: int, viewer: Actor, *, hours_ago: int = 0) -> None:
    """Complaints received where no specialist works."""
    for _ in range(number):
        serial = next(_serials)
        now = timezone.now()
        open_case(
            kind=Kind.COMPLAINT,
            source=Source.HOTLINE,
            subject="",
            text=f"年费减免没有兑现，流水 {serial}",
            customer=CustomerDetails(name="李雷", phone=f"138{serial}"),
            actor=SYSTEM,
            now=now,
            voiced_at=now - timedelta(hours=hours_ago),
            path=viewer.reach,
        )


def tasks(number: int, viewer: Actor) -> None:
    """What the viewer's unit is asked for, each for a case of its own."""
    unowned(number, viewer)
    for case_id in Case.objects.order_by("-opened_at").values_list("pk", flat=True)[:number]:
        give_task(
            case_id=case_id, what="请查录音", path=viewer.reach or "/", actor=SYSTEM, now=timezone.now()
        )


def staff(number: int, viewer: Actor) -> None:
    """Colleagues of the viewer."""
    for _ in range(number):
        make_staff(_unit(viewer), Role.CLERK)


def units(number: int, viewer: Actor) -> None:
    """Outlets of the viewer's branch."""
    for _ in range(number):
        code = f"U{next(_serials)}"
        create_node(
            parent_id=_unit(viewer), kind="OUTLET", code=code, name="网点", actor=SYSTEM, now=timezone.now()
        )


def absences(number: int, viewer: Actor) -> None:
    """Colleagues who are away, each with a substitute."""
    for _ in range(number):
        absent, substitute = make_staff(_unit(viewer), Role.CLERK), make_staff(_unit(viewer), Role.CLERK)
        now = timezone.now()
        set_absence(
            staff_id=absent.id,
            substitute_id=substitute.id,
            starts_at=now + timedelta(days=1),
            ends_at=now + timedelta(days=3),
            actor=SYSTEM,
            now=now,
        )


def tokens(number: int, viewer: Actor) -> None:
    """Programs with access to the viewer's branch."""
    now = timezone.now()
    for serial in range(number):
        create_token(
            name=f"程序{serial}",
            scopes=["organisation:read"],
            node_id=_unit(viewer),
            expires_at=now + timedelta(days=1),
            actor=SYSTEM,
            now=now,
        )


def customers(number: int, viewer: Actor) -> None:
    """Customers of the viewer's branch."""
    for _ in range(number):
        _customer(name=f"客户{next(_serials)}", path=viewer.reach)


def duplicates(number: int, viewer: Actor) -> None:
    """Pairs of records that share name and phone: the second one is told apart by nothing but its number."""
    for _ in range(number):
        serial = next(_serials)
        one = _customer(name=f"客户{serial}", number=f"N{serial}", path=viewer.reach)
        other = _customer(name=f"顾客{serial}", number=f"M{serial}", path=viewer.reach)
        for customer_id in (one, other):
            for kind, value in (("PHONE", f"138{serial}"), ("NAME", f"客户{serial}甲")):
                set_detail(customer_id=customer_id, kind=kind, value=value, actor=SYSTEM, now=timezone.now())


def retention(number: int, viewer: Actor) -> None:
    """Customers whose data fall due."""
    now = timezone.now()
    for _ in range(number):
        pk = _customer(name=f"客户{next(_serials)}", path=viewer.reach)
        RetentionDue.objects.create(
            customer_id=pk, state="DUE", erase_date=now.date(), listed_at=now, changed_at=now
        )


def _customer(*, name: str, path: str | None, number: str = "") -> UUID:
    details = CustomerDetails(name=name, number=number)
    return register_customer(details=details, path=path or "/", actor=SYSTEM, now=timezone.now()).id


def approvals(number: int, viewer: Actor) -> None:
    """Requests of a colleague that the viewer may decide."""
    kind = ApprovalKind(
        code="test.rows",
        label="Take back points",
        deciders=viewer.roles,
        describe=lambda content: [Line(label="serial", value=str(content["serial"]))],
    )
    register_approval_kind(kind)
    asker = make_staff(_unit(viewer), Role.CLERK)
    for _ in range(number):
        serial = next(_serials)
        request_approval(
            kind=kind.code,
            subject=f"test:{serial}",
            content={"serial": serial},
            reason="reason",
            path=viewer.reach or "",
            actor=asker,
            now=timezone.now(),
        )


def reveals(number: int, viewer: Actor) -> None:
    """Values that colleagues of the viewer looked at, a few each."""
    now = timezone.now()
    made = register_customer(
        details=CustomerDetails(name="李雷", phone=f"138{next(_serials)}"),
        path=viewer.reach or "",
        actor=SYSTEM,
        now=now,
    )
    phone = sealed_details(customer_id=made.id)[1]
    for serial in range(number):
        if serial % 10 == 0:
            colleague = make_staff(_unit(viewer), Role.CLERK)
        record_reveal(
            kind="customers.detail",
            object_id=phone.id,
            reason="CALL",
            text="回电核实",
            actor=colleague,
            now=now,
        )


def alarms(number: int, viewer: Actor) -> None:
    """Colleagues of the viewer whose access looked unusual."""
    for _ in range(number):
        colleague = make_staff(_unit(viewer), Role.CLERK)
        with transaction():
            raise_alarm(
                rule=Rule.REVEAL_RATE,
                staff_id=colleague.id or UUID(int=0),
                path=viewer.reach or "",
                count=12,
                limit=12,
                now=timezone.now(),
            )


def evidence(number: int, viewer: Actor) -> None:
    """Entries of the log, each in a checkpoint of its own."""
    for serial in range(number):
        with transaction():
            append(stream=f"test:{serial}", action="case.opened", actor="system", at=timezone.now())
        sequence_all(now=timezone.now())


def _unit(viewer: Actor) -> UUID:
    assert viewer.node_id is not None
    return viewer.node_id


ROWS: dict[str, Callable[[int, Actor], None]] = {
    "cases": cases,
    "cases due soon": cases_due_soon,
    "cases without owner": unowned,
    "tasks": tasks,
    "staff": staff,
    "units": units,
    "absences": absences,
    "tokens": tokens,
    "customers": customers,
    "duplicates": duplicates,
    "retention": retention,
    "approvals": approvals,
    "reveals": reveals,
    "alarms": alarms,
    "evidence": evidence,
}
