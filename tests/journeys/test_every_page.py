"""Every page, in both languages and all themes: axe finds nothing, nothing is wider than a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from tests.bank import Bank, found_bank
from tests.browser import LANGUAGES, THEMES, Browse, faults
from tests.contracts.test_routes import ROUTES, Route
from tests.people import make_staff, signed_in
from yinuo.core.calendars.public import calendar_at, draft_calendar
from yinuo.core.customers.importing.operations import check_import, receive_import
from yinuo.core.customers.public import CustomerDetails, register_customer, sealed_details
from yinuo.core.promises.public import draft_policy_version, fire_due_alarms, policy_of, write_terms
from yinuo.features.cases.importing.own.runs import check_case_import, receive_case_import
from yinuo.features.cases.models import Case, OwnerRules
from yinuo.features.cases.operations.change_team import add_member, make_team
from yinuo.features.cases.operations.keep_canned_text import keep_canned_text
from yinuo.features.cases.operations.keep_macro import keep_macro
from yinuo.features.cases.owning.editions import FIRST
from yinuo.features.cases.owning.terms import write_rules
from yinuo.features.cases.public import (
    Kind,
    OpenedCase,
    Source,
    add_note,
    give_task,
    open_case,
    record_response,
)
from yinuo.features.cases.texts.macros import Acts
from yinuo.kernel.worktime import data_of
from yinuo.platform.audit.public import sequence_all
from yinuo.platform.identity.public import SYSTEM, Role, create_token, nodes
from yinuo.platform.jobs.public import transaction
from yinuo.platform.reveals.models import Rule
from yinuo.platform.reveals.public import ask_for_more, record_reveal
from yinuo.platform.reveals.watching import raise_alarm

CALENDAR, POLICY = "cn.bank", "complaint.decision"
# Who opens a page that several roles may open; the first of these that may.
PREFERRED = (Role.SUPERVISOR, Role.COMPLAINT_SPECIALIST, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER)
# No pages: machines read them, they only lead on, or they are steps of signing in with tests of their own.
NO_PAGES = re.compile(
    r"healthz|readyz|metrics|home|api:.*|"
    r"notices:bell|reveals:closed|customers:(?:export|import_report)|cases:import_(?:report|template)|audit:verifier|files:file|portal:receipt-file|portal:(?:file|code)|ui:preferences|account_\w+|mfa_\w+"
)


@dataclass(frozen=True)
class House:
    """A bank with one case in each state, and what the addresses of its pages need."""

    bank: Bank
    case: OpenedCase
    arguments: dict[str, str]


@pytest.fixture
def house(transactional_db: None) -> House:
    bank = found_bank()
    now = timezone.now()

    def complain(text: str, hours: float) -> OpenedCase:
        return open_case(
            kind=Kind.COMPLAINT,
            source=Source.HOTLINE,
            subject="",
            text=text,
            customer=CustomerDetails(name="李雷", phone="13812345678", email="lilei@example.com"),
            actor=SYSTEM,
            now=now - timedelta(hours=hours),
            path=bank.east,
        )

    complain("贷款提前还款违约金与合同不一致", 26)
    complain("手机银行转账显示成功，对方未到账，卡号6222021234567890128", 20)
    case = complain("信用卡年费减免承诺未兑现", 9)
    chief = bank.actor("chief")
    add_note(case_id=case.id, text="请查 8 月 14 日录音", actor=chief, now=now - timedelta(hours=8))
    record_response(case_id=case.id, text="录音确认承诺属实，年费今天退回。", actor=chief, now=now)
    fire_due_alarms(now=now)
    sequence_all(now=now)
    east = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.east)
    token = create_token(
        name="Core banking",
        scopes=["cases:read"],
        node_id=east,
        expires_at=now + timedelta(days=30),
        actor=SYSTEM,
        now=now,
    )
    clerk = make_staff(east, Role.CLERK)
    details = sealed_details(customer_id=customer_of(case))
    specialist = bank.actor("east one")
    record_reveal(
        kind="cases.detail",
        object_id=details[1].id,
        reason="CALL",
        text="回电核实",
        actor=specialist,
        now=now,
    )
    approval = ask_for_more(hourly=60, hours=2, reason="集中回访受影响客户", actor=specialist, now=now)
    with transaction():
        raise_alarm(
            rule=Rule.REVEAL_RATE,
            staff_id=bank.people["east two"],
            path=bank.east,
            count=12,
            limit=12,
            now=now,
        )
    boss = bank.actor("east head")
    policy = policy_of(code=POLICY, now=now)
    assert policy is not None
    assert policy.valid is not None
    draft_policy_version(policy=POLICY, terms=write_terms(policy.valid.terms), actor=boss, now=now)
    keeper = make_staff(east, Role.SYSTEM_ADMINISTRATOR)
    draft_calendar(code=CALENDAR, data=data_of(calendar_at(code=CALENDAR, at=now)), actor=keeper, now=now)
    file = receive_import(chunks=["客户号,姓名\nC1,韩梅梅\n,\n".encode()], actor=boss, now=now)
    check_import(import_id=file, actor=boss, now=now)
    past = "编号,内容,提出时间\nA1,多收手续费,2026-03-01\nA2,,\n".encode()
    run = receive_case_import(chunks=[past], actor=boss, now=now)
    check_case_import(import_id=run, actor=boss, now=now)
    other = register_customer(
        details=CustomerDetails(name="韩梅梅", phone="13812345678"), path=bank.east, actor=SYSTEM, now=now
    )
    task = give_task(case_id=case.id, what="请提供 8 月 14 日的通话录音", path=bank.west, actor=boss, now=now)
    team = make_team(name="金穗专属团队", path=bank.east, actor=boss, now=now)
    add_member(team_id=team, staff_number="S000", is_manager=True, actor=boss, now=now)
    OwnerRules.objects.create(number=1, rules=write_rules(FIRST), drafted_at=now)
    text = "{number} 正在核查，{answer_due} 前答复。"
    keep_canned_text(title="核查中", text=text, language="zh-hans", actor=boss, now=now)
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.head)
    chief_supervisor = make_staff(head, Role.SUPERVISOR)
    macro = keep_macro(
        name="核查",
        acts=Acts(note="先查录音", answer="{number} 正在核查。{me}"),
        for_team=True,
        actor=chief_supervisor,
        now=now,
    )
    return House(
        bank=bank,
        case=case,
        arguments={
            "number": case.number,
            "entry_number": "0",
            "token": case.tracking_token,
            "staff_id": str(clerk.id),
            "node_id": str(east),
            "token_id": str(token.id),
            "approval_id": str(approval),
            "kind": "cases.detail",
            "customer_id": str(customer_of(case)),
            "object_id": str(details[1].id),
            "promise_id": str(case.promises[0].id),
            "import_id": str(file),
            "run_id": str(run),
            "other_id": str(other.id),
            "task_id": str(task),
            "team_id": str(team),
            "macro_id": str(macro),
        },
    )


def customer_of(case: OpenedCase) -> UUID:
    customer: UUID = Case.objects.get(pk=case.id).customer_id
    return customer


def pages(house: House) -> Iterator[tuple[Route, str]]:
    """Every route that shows a page, with its address filled in."""
    for route in ROUTES:
        access = getattr(route.view, "access", None)
        if access is None or "GET" not in access.methods or NO_PAGES.fullmatch(route.name):
            continue
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", route.path.replace("<int:number>", "<int:entry_number>"))
        codes = {"code": CALENDAR if route.name.startswith("calendars:") else POLICY}
        held = house.arguments | codes
        arguments = {name.removeprefix("entry_"): held[name] for name in wanted}
        yield route, reverse(route.name, kwargs=arguments)


def opener(browse: Browse, house: House, **wishes: object) -> Callable[[Route, str], Page]:
    """Opens pages as somebody who may; one browser profile for each role."""
    profiles: dict[Role | None, Page] = {}
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == house.bank.head)

    def page_of(role: Role | None) -> Page:
        if role not in profiles:
            cookies = {}
            if role is not None:
                kept = signed_in(make_staff(head, role, name="王敏")).cookies
                cookies = {settings.SESSION_COOKIE_NAME: kept[settings.SESSION_COOKIE_NAME].value}
            profiles[role] = browse.profile(cookies=cookies, **wishes).new_page()  # type: ignore[arg-type]
        return profiles[role]

    def open_page(route: Route, address: str) -> Page:
        roles = route.view.access.roles
        page = page_of(None if roles is None else next(role for role in PREFERRED if role in roles))
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, f"{route.name} answers {response.status}"
        return page

    return open_page


@pytest.mark.timeout(900)
@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_fault_in_any_theme_or_on_a_phone(browse: Browse, house: House, language: str) -> None:
    browse.forgive("ERR_CONNECTION_REFUSED")  # no process for live updates runs here
    open_page = opener(browse, house, theme=THEMES[0], language=language, reduced_motion="reduce")
    found = {
        route.name: list(faults(open_page(route, address), f"{language}-{route.name.replace(':', '-')}"))
        for route, address in pages(house)
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
