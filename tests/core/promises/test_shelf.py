"""Policies kept in memory: never one that was replaced, never a new one missed, and no read while nothing changes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.core.promises.making import BEFORE, CASE, T0, hours, policy, promise
from yinuo.core.promises.inserting import insertion_of
from yinuo.core.promises.models import Policy, PolicyEdition, PolicyVersion, Promise
from yinuo.core.promises.shelf import known_shelf, read_shelf
from yinuo.platform.audit.public import NewEntry, append_after, records_of

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
    assert len(statements) == 1, statements  # the promise and its evidence
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
    entry = NewEntry(stream="case:late", action="promise.made", actor="system", at=T0)
    assert append_after([(insertion_of(made, edition=edition), entry)]) == [None]
    assert not Promise.objects.filter(subject="case:late").exists()
    assert records_of("case:late") == []
    [added] = append_after([(insertion_of(made, edition=read_shelf().edition), entry)])
    assert [one.id for one in records_of("case:late")] == [added]


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


def test_a_promise_goes_by_a_published_version_of_its_own_policy() -> None:
    policy(CODE, amount=24, unit="HOUR")
    policy("test.other", amount=1, unit="HOUR")
    made = Promise.objects.get(pk=promise(CODE).id)
    other = PolicyVersion.objects.get(policy_id="test.other")
    entry = NewEntry(stream=CASE, action="promise.made", actor="system", at=T0)
    for version, code in [(other.pk, CODE), (uuid4(), CODE)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Promise.objects.filter(pk=made.pk).update(version_id=version)
        copy = Promise.objects.get(pk=made.pk)
        copy.pk, copy.version_id, copy.policy_id = uuid4(), version, code
        assert append_after([(insertion_of(copy, edition=read_shelf().edition), entry)]) == [None]
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        PolicyVersion.objects.filter(pk=made.version_id)._raw_delete("default")
    assert Promise.objects.filter(pk=made.pk).update(version_id=other.pk, policy_id="test.other") == 1
