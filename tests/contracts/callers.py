"""
Everybody who may call the REST interface, and what a made-up request of theirs must be answered with.

Roles of staff are no scopes: a session opens no address of the interface, whichever role it has. Programs are what
their scopes are, so there is one caller for each scope alone, one with all, and one of another branch.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings as site
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from tests.people import make_office, make_staff, signed_in
from tests.platform.rest.conftest import make_program
from yinuo.core.calendars.public import calendar_at, draft_calendar
from yinuo.core.customers.public import CustomerDetails
from yinuo.core.promises.public import draft_policy_version, policy_of, write_terms
from yinuo.features.cases.models import Case, Message
from yinuo.features.cases.operations.visits import begin_visit
from yinuo.features.cases.portal.visiting import COOKIE
from yinuo.features.cases.public import Kind, OpenedCase, Source, add_note, open_case, record_response
from yinuo.kernel.worktime import data_of
from yinuo.platform.identity.public import SYSTEM, Role, known_scopes
from yinuo.site.api import api

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own, at import
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.checks import CHECKS


def unguarded(described: dict[str, Any]) -> dict[str, Any]:
    """The same description without its tokens, lest they be made up as well: callers bring their own."""
    kept = deepcopy(described)
    del kept["components"]["securitySchemes"]
    for methods in kept["paths"].values():
        for operation in methods.values():
            del operation["security"]
    return kept


DESCRIBED: dict[str, Any] = api.describe()
SCHEMA = schemathesis.openapi.from_dict(unguarded(DESCRIBED))
SCHEMA.app = get_wsgi_application()
(NOTHING_WRONG_IS_TAKEN,) = CHECKS.get_by_names(["negative_data_rejection"])
CHECKED = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)
ALL, ELSEWHERE, ANONYMOUS, CUSTOMER = "all scopes", "another branch", "anonymous", "customer"
SCOPES = tuple(scope.code for scope in known_scopes())
PROGRAMS = (*SCOPES, ALL, ELSEWHERE)
GUESTS = (ANONYMOUS, CUSTOMER, *Role.values)


@dataclass(frozen=True)
class Town:
    """
    A house with something behind every address.

    Attributes:
        parts: what stands in an address, by the name of its part: values that are there.
        headers: what each caller sends.
    """

    parts: dict[str, list[str]]
    headers: dict[str, dict[str, str]] = field(default_factory=dict)


def make_town() -> Town:
    """A bank with cases in several states, drafts, and everybody who calls; one transaction of the test's own."""
    office, now = make_office(), timezone.now()
    boss = make_staff(office.head, Role.SUPERVISOR)
    keeper = make_staff(office.head, Role.SYSTEM_ADMINISTRATOR)
    make_staff(office.north, Role.COMPLAINT_SPECIALIST)

    def complain(text: str, kind: Kind = Kind.COMPLAINT) -> OpenedCase:
        return open_case(
            kind=kind,
            source=Source.HOTLINE,
            subject="",
            text=text,
            customer=CustomerDetails(name="李雷", phone="13812345678", email="lilei@example.com"),
            actor=SYSTEM,
            now=now - timedelta(hours=2),
        )

    fresh, asked, answered = (
        complain("年费没有减免"),
        complain("提前还款要付多少违约金？", Kind.CONSULTATION),
        complain("贷款利息算错了"),
    )
    record_response(case_id=answered.id, text="已经核对，利息今天更正。", actor=boss, now=now)
    add_note(case_id=answered.id, text="已致电", actor=boss, now=now)
    policy = policy_of(code="complaint.decision", now=now)
    assert policy is not None
    assert policy.valid is not None
    draft_policy_version(
        policy="complaint.decision", terms=write_terms(policy.valid.terms), actor=boss, now=now
    )
    draft_calendar(code="cn.bank", data=data_of(calendar_at(code="cn.bank", at=now)), actor=keeper, now=now)
    customer_id = Case.objects.get(pk=fresh.id).customer_id
    opened = (fresh, asked, answered)
    headers: dict[str, dict[str, str]] = {ANONYMOUS: {}}
    for name in PROGRAMS:
        node = office.south if name == ELSEWHERE else office.head
        program = make_program(node, *([name] if name in SCOPES else SCOPES))
        headers[name] = {"Authorization": f"Bearer {program.token}"}
    for role in Role:
        kept = signed_in(make_staff(office.head, role)).cookies[site.SESSION_COOKIE_NAME].value
        headers[role.value] = {"Cookie": f"{site.SESSION_COOKIE_NAME}={kept}"}
    visit = begin_visit(customer_id=customer_id, by="app", now=now)
    headers[CUSTOMER] = {"Cookie": f"{COOKIE}={visit.secret}"}
    return Town(
        parts={
            "number": [case.number for case in opened],
            "promise_id": [str(promise.id) for case in opened for promise in case.promises],
            "customer_id": [str(customer_id)],
            "code": ["cn.bank", "complaint.decision", "complaint.first_response"],
            "message_id": [str(message.pk) for message in Message.objects.all()],
        },
        headers=headers,
    )


def operations() -> Iterator[tuple[str, str]]:
    """Every path with every method of it that is described."""
    for path in sorted(DESCRIBED["paths"]):
        for method in DESCRIBED["paths"][path]:
            yield path, method.upper()


def examine(
    town: Town, caller: str, path: str, method: str, *, examples: int, chance: int, hostile: bool = False
) -> list[int]:
    """
    Send made-up requests of one caller to one operation, half of them to what is really there.

    Args:
        chance: the seed of what is made up.
        hostile: make up what the description forbids.

    Returns:
        the statuses of the answers; whatever is not described raises.
    """
    operation = SCHEMA[path][method]
    mode = GenerationMode.NEGATIVE if hostile else GenerationMode.POSITIVE
    answered: list[int] = []

    @seed(chance)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode), st.data())
    def ask(case: schemathesis.Case, data: st.DataObject) -> None:
        for name in case.path_parameters or {}:
            if name in town.parts and data.draw(st.booleans()):
                case.path_parameters[name] = data.draw(st.sampled_from(town.parts[name]))
        answer = case.call(headers=town.headers[caller])
        answered.append(answer.status_code)
        case.validate_response(
            answer, checks=[*CHECKED, NOTHING_WRONG_IS_TAKEN], headers=town.headers[caller]
        )

    try:
        ask()
    except Unsatisfiable:
        assert hostile, "a description that no request can fit"
        # An operation without parameters cannot be asked wrongly.
    return answered
