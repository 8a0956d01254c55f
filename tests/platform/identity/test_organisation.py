"""The organisation is a tree in which everybody sees their own part."""

from __future__ import annotations

import pytest

from tests.people import AT, make_office, make_staff
from yinuo.platform.identity.public import (
    SYSTEM,
    CannotAdminister,
    CannotChangeNode,
    CannotCreateNode,
    Role,
    UnknownNode,
    actor_of_staff,
    change_node,
    create_node,
    nodes,
)

pytestmark = pytest.mark.django_db


def test_the_tree_is_listed_with_each_unit_below_its_parent() -> None:
    make_office()
    assert [(node.code, node.depth) for node in nodes(actor=SYSTEM)] == [
        ("HQ", 0),
        ("BJ", 1),
        ("BJ-01", 2),
        ("SZ", 1),
    ]


def test_somebody_of_a_branch_sees_that_branch_and_no_other() -> None:
    office = make_office()
    clerk = make_staff(office.north, Role.CLERK)
    assert [node.code for node in nodes(actor=clerk)] == ["BJ", "BJ-01"]


def test_a_code_that_begins_like_another_is_not_below_it() -> None:
    office = make_office()
    create_node(parent_id=office.head, kind="BRANCH", code="BJ2", name="北京二分行", actor=SYSTEM, now=AT)
    clerk = make_staff(office.north, Role.CLERK)
    assert "BJ2" not in [node.code for node in nodes(actor=clerk)]


def test_a_moved_unit_takes_everything_below_with_it() -> None:
    office = make_office()
    clerk = make_staff(office.outlet, Role.CLERK)
    change_node(node_id=office.outlet, name="前海支行", parent_id=office.south, actor=SYSTEM, now=AT)
    moved = actor_of_staff(clerk.id)
    assert moved is not None
    assert moved.reach == "/HQ/SZ/BJ-01/"
    assert [node.name for node in nodes(actor=moved)] == ["前海支行"]


def test_a_unit_cannot_stand_below_itself() -> None:
    office = make_office()
    with pytest.raises(CannotChangeNode, match="below itself"):
        change_node(node_id=office.north, name="北京分行", parent_id=office.outlet, actor=SYSTEM, now=AT)


@pytest.mark.parametrize(
    ("kind", "code"), [("BRANCH", "BJ"), ("HEAD_OFFICE", "HQ2"), ("OUTLET", "bj 3"), ("NONE", "X")]
)
def test_a_unit_that_does_not_fit_is_refused_with_a_reason(kind: str, code: str) -> None:
    office = make_office()
    with pytest.raises(CannotCreateNode):
        create_node(parent_id=office.head, kind=kind, code=code, name="x", actor=SYSTEM, now=AT)
    assert len(nodes(actor=SYSTEM)) == 4


def test_there_is_one_head_office() -> None:
    make_office()
    with pytest.raises(CannotCreateNode, match="already"):
        create_node(parent_id=None, kind="HEAD_OFFICE", code="HQ2", name="x", actor=SYSTEM, now=AT)


def test_a_unit_out_of_reach_does_not_exist() -> None:
    office = make_office()
    admin = make_staff(office.north, Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(UnknownNode):
        create_node(parent_id=office.south, kind="OUTLET", code="SZ-1", name="x", actor=admin, now=AT)


def test_only_administrators_build_the_organisation() -> None:
    office = make_office()
    clerk = make_staff(office.head, Role.SUPERVISOR)
    with pytest.raises(CannotAdminister):
        create_node(parent_id=office.head, kind="TEAM", code="T1", name="x", actor=clerk, now=AT)


@pytest.mark.parametrize(
    ("role", "reach"), [(Role.AUDITOR, "/HQ/"), (Role.CLERK, "/HQ/AUDIT/"), (Role.SUPERVISOR, "/HQ/AUDIT/")]
)
def test_a_department_of_the_head_office_sees_the_institution_where_its_role_serves_all_of_it(
    role: Role, reach: str
) -> None:
    office = make_office()
    audit = create_node(parent_id=office.head, kind="TEAM", code="AUDIT", name="审计部", actor=SYSTEM, now=AT)
    assert make_staff(audit.id, role).reach == reach


def test_a_department_of_a_branch_serves_that_branch() -> None:
    office = make_office()
    team = create_node(parent_id=office.north, kind="TEAM", code="BJ-CP", name="消保部", actor=SYSTEM, now=AT)
    inner = create_node(parent_id=team.id, kind="TEAM", code="BJ-CP-1", name="一组", actor=SYSTEM, now=AT)
    assert make_staff(inner.id, Role.COMPLAINT_ANALYST).reach == "/HQ/BJ/"
