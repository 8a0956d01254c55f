"""Erased is erased: no value opens, nothing is found, the evidence verifies; unless the law or a hold says no."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.platform.vault.things import (
    Thing,
    ThingIndex,
    add_thing,
    find_things,
    is_readable,
    read_thing,
    room,
)
from yinuo.platform.audit.public import append, records_of, sequence_all, verify_log
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault import registry
from yinuo.platform.vault.models import DataKey
from yinuo.platform.vault.public import (
    CannotErase,
    CannotHold,
    CannotOpen,
    Kept,
    erase_owner,
    erasure_blocked_by,
    holds_on,
    is_erased,
    lift_hold,
    new_owner,
    place_hold,
)
from yinuo.platform.vault.retention import retention_rules

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
OWNER, OTHER = uuid4(), uuid4()


@pytest.fixture(autouse=True)
def _room() -> Iterator[None]:
    kept = dict(registry.retentions)
    registry.retentions.clear()
    with room():
        yield
    registry.retentions.clear()
    registry.retentions.update(kept)


def erase(owner: UUID = OWNER) -> None:
    erase_owner(owner=owner, actor=SYSTEM, now=NOW, reason="request")


def test_an_erased_owner_is_unreadable_unfindable_and_unmasked_and_nobody_else_is() -> None:
    gone, stays = add_thing(OWNER, "李雷", is_first=True), add_thing(OTHER, "李雷", is_first=True)
    erase()
    assert not is_readable(gone)
    assert read_thing(stays) == "李雷"
    assert find_things("李雷") == {stays}
    assert not ThingIndex.objects.filter(owner=OWNER).exists()
    assert set(Thing.objects.filter(owner=OWNER).values_list("mask", flat=True)) == {""}
    assert Thing.objects.get(pk=stays).mask == "李*"
    assert is_erased(OWNER)
    assert not is_erased(OTHER)


def test_no_key_is_ever_made_for_an_erased_owner_again() -> None:
    add_thing(OWNER, "x", is_first=True)
    erase()
    with pytest.raises(CannotOpen, match="erased"):
        new_owner(OWNER)
    with pytest.raises(CannotErase, match="already"):
        erase()


def test_the_evidence_says_so_and_still_verifies_though_it_commits_to_what_was_sealed() -> None:
    thing = add_thing(OWNER, "x", is_first=True)
    sealed = bytes(Thing.objects.get(pk=thing).sealed)
    with transaction():
        append(stream=f"owner:{OWNER}", action="thing.added", actor="system", at=NOW, sealed=sealed)
    erase()
    sequence_all(now=NOW)
    assert not verify_log().findings
    last = records_of(f"owner:{OWNER}")[-1]
    assert last.action == "vault.owner_erased"
    assert last.facts == {"reason": "request", "keys": 1, "index_rows": 1, "masks": 1}


def test_a_hold_keeps_the_data_until_it_is_lifted() -> None:
    thing = add_thing(OWNER, "x", is_first=True)
    hold = place_hold(owner=OWNER, cause="LITIGATION", reference="(2026)沪01民初7号", actor=SYSTEM, now=NOW)
    with pytest.raises(CannotErase, match="7号"):
        erase()
    assert is_readable(thing)
    with pytest.raises(CannotHold):
        lift_hold(hold_id=hold, owner=OTHER, actor=SYSTEM, now=NOW)
    assert [(found.id, found.cause) for found in holds_on([OWNER])] == [(hold, "LITIGATION")]
    lift_hold(hold_id=hold, owner=OWNER, actor=SYSTEM, now=NOW)
    with pytest.raises(CannotHold):
        lift_hold(hold_id=hold, owner=OWNER, actor=SYSTEM, now=NOW)
    erase()
    assert not DataKey.objects.filter(owner=OWNER).exists()
    actions = [record.action for record in records_of(f"owner:{OWNER}")]
    assert actions == ["vault.hold_placed", "vault.hold_lifted", "vault.owner_erased"]


def test_the_law_keeps_what_a_room_holds_until_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    add_thing(OWNER, "x", is_first=True)
    closed = NOW - timedelta(days=5 * 366)
    kept = [
        Kept(rule="complaint_file", since=NOW - timedelta(days=400), what="C-2025-17"),
        Kept(rule="complaint_file", since=closed, what="C-2019-3"),
        Kept(rule="identity_data", since=None),
    ]
    monkeypatch.setitem(registry.retentions, "probe", lambda owner: kept if owner == OWNER else [])
    first, second = erasure_blocked_by(owner=OWNER, now=NOW)
    assert first.until == date(2030, 1, 26)
    assert "C-2025-17 must be kept until 2030-01-26" in first.text
    assert second.until is None
    assert "has not begun" in second.text
    with pytest.raises(CannotErase, match="C-2025-17"):
        erase()
    kept[:] = kept[1:2]
    erase()


def test_the_rules_name_their_sources_and_end_on_the_right_day() -> None:
    rules = retention_rules()
    assert all(rule.source and rule.confidence in {"verified", "recall"} for rule in rules.values())
    assert rules["identity_data"].ends_on(date(2024, 2, 29)) == date(2034, 3, 1), "never a day too early"
    assert rules["commercial_message"].ends_on(date(2025, 9, 30)) == date(2026, 3, 1)
    assert rules["network_log"].ends_on(date(2025, 12, 31)) == date(2026, 7, 1)
    assert rules["complaint_file"].ends_on(date(2021, 3, 2)) == date(2026, 3, 2)
    for rule in rules.values():
        for day in (date(2034, 2, 28), date(2034, 3, 1), date(2036, 2, 29), date(2031, 12, 31)):
            began = rule.began_on(day)
            assert rule.ends_on(began) <= day < rule.ends_on(began + timedelta(days=1))
