"""Policies kept in memory: never one that was replaced, never a new one missed, and no read while nothing changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.core.promises.making import BEFORE, CASE, T0, hours, policy, promise
from yinuo.core.promises.inserting import insert_promise
from yinuo.core.promises.models import Policy, PolicyEdition, Promise
from yinuo.core.promises.shelf import known_shelf, read_shelf

pytestmark = pytest.mark.django_db
CODE = "test.shelf"


def test_a_promise_reads_no_policy_while_none_changes() -> None:
    policy(CODE, amount=24, unit="HOUR")
    promise(CODE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        promise(CODE, subject="case:second")
    statements = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) == 3, statements  # the promise; the head of its evidence; the entry
    assert not any("policyversion" in sql for sql in statements)


def test_a_new_version_counts_at_once_and_one_to_come_from_its_time_on() -> None:
    policy(CODE, amount=24, unit="HOUR")
    assert promise(CODE).due_at == hours(24)
    policy(CODE, at=T0, amount=12, unit="HOUR")
    assert promise(CODE).due_at == hours(12)
    policy(CODE, at=hours(5), amount=6, unit="HOUR")
    assert promise(CODE, starts_at=hours(4.9)).due_at == hours(16.9)
    assert promise(CODE, starts_at=hours(5)).due_at == hours(11)


def test_what_was_decided_by_replaced_policies_is_not_written() -> None:
    policy(CODE, amount=24, unit="HOUR")
    made = Promise.objects.get(pk=promise(CODE).id)
    edition = read_shelf().edition
    made.pk, made.subject = None, "case:late"
    made.pk = Promise._meta.pk.get_default()
    policy(CODE, at=T0, amount=12, unit="HOUR")
    assert not insert_promise(made, edition=edition)
    assert not Promise.objects.filter(subject="case:late").exists()
    assert insert_promise(made, edition=read_shelf().edition)


def test_policies_that_were_rolled_back_are_forgotten() -> None:
    policy(CODE, amount=24, unit="HOUR")
    point = transaction.savepoint()
    policy(CODE, at=T0, amount=1, unit="HOUR")
    assert promise(CODE).due_at == hours(1)
    transaction.savepoint_rollback(point)
    assert promise(CODE).due_at == hours(24)


def test_a_change_by_hand_names_a_new_edition() -> None:
    policy(CODE, amount=24, unit="HOUR")
    before = known_shelf()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE promises_policy SET duty = 'test.other' WHERE code = %s", [CODE])
    assert promise(duty="test.other", circumstances={}).due_at == hours(24)
    assert known_shelf().edition != before.edition
    Policy.objects.filter(code=CODE).update(name_en="Other")
    assert PolicyEdition.objects.get().name != known_shelf().edition


def test_an_old_time_goes_by_the_version_of_that_time() -> None:
    policy(CODE, amount=24, unit="HOUR")
    policy(CODE, at=T0, amount=12, unit="HOUR")
    begin = BEFORE + timedelta(days=1)
    assert promise(CODE, starts_at=begin, now=T0, subject=f"{CASE}-old").due_at == begin + timedelta(hours=24)
