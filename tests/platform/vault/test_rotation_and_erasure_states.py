"""Whatever order things happen in, interrupted or not: the living can be read and found, the erased cannot."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import hypothesis
import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.platform.vault.houses import forget, vault_set
from tests.platform.vault.things import (
    Thing,
    add_thing,
    change_thing,
    find_things,
    is_readable,
    read_thing,
    room,
)
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.vault.models import DataKey, Erasure, IndexKey, Rotation
from yinuo.platform.vault.providers.chosen import make_first_key
from yinuo.platform.vault.public import erase_owner, rotate_data, rotate_index, rotate_wrapping
from yinuo.platform.vault.rotation import common, wrapping

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
KINDS = {
    "wrapping": rotate_wrapping,
    "data": lambda **more: rotate_data(**more, grace=0.0),
    "index": lambda **more: rotate_index(**more, noticed=0.0),
}


class Killed(Exception):
    """The process ends here."""


class House(RuleBasedStateMachine):
    """Owners, their things, and keys that change under them."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[UUID, tuple[UUID, str]] = {}  # thing: owner, value
        self.erased: set[UUID] = set()
        self.count = 0
        self.savepoint = transaction.savepoint()
        forget()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)
        forget()

    def value(self) -> str:
        self.count += 1
        return f"value {self.count}"

    @property
    def living(self) -> list[UUID]:
        return sorted(thing for thing, (owner, _) in self.held.items() if owner not in self.erased)

    @rule()
    def somebody_comes(self) -> None:
        owner, value = uuid4(), self.value()
        self.held[add_thing(owner, value, is_first=True)] = owner, value

    @precondition(lambda self: self.living)
    @rule(data=st.data())
    def something_is_added(self, data: st.DataObject) -> None:
        owner, value = self.held[data.draw(st.sampled_from(self.living))][0], self.value()
        self.held[add_thing(owner, value)] = owner, value

    @precondition(lambda self: self.living)
    @rule(data=st.data())
    def something_is_changed(self, data: st.DataObject) -> None:
        thing, value = data.draw(st.sampled_from(self.living)), self.value()
        change_thing(thing, value)
        self.held[thing] = self.held[thing][0], value

    @precondition(lambda self: self.living)
    @rule(data=st.data())
    def somebody_is_erased(self, data: st.DataObject) -> None:
        owner = self.held[data.draw(st.sampled_from(self.living))][0]
        erase_owner(owner=owner, actor=SYSTEM, now=NOW, reason="request")
        self.erased.add(owner)

    @rule(kind=st.sampled_from(sorted(KINDS)), killed_after=st.one_of(st.none(), st.integers(1, 4)))
    def keys_are_rotated(self, kind: str, killed_after: int | None) -> None:
        steps = 0

        def step(_: int) -> None:
            nonlocal steps
            steps += 1
            if steps == killed_after:
                raise Killed

        arguments: dict[str, Any] = {"actor": "system", "clock": lambda: NOW, "step": step}
        try:
            KINDS[kind](**arguments)
        except Killed:
            return
        assert not Rotation.objects.filter(kind=kind).exists()
        if kind == "index":
            assert IndexKey.objects.count() == 1

    @rule()
    def another_process_begins(self) -> None:
        forget()

    @invariant()
    def the_living_are_readable_and_found_and_the_erased_are_not(self) -> None:
        for thing, (owner, value) in self.held.items():
            if owner in self.erased:
                assert not is_readable(thing)
                assert find_things(value) == set()
            else:
                assert read_thing(thing) == value
                assert find_things(value) == {thing}
        assert not DataKey.objects.filter(owner__in=self.erased).exists()
        assert Erasure.objects.count() == len(self.erased)
        assert Thing.objects.count() == len(self.held)


def run_states(*, examples: int, steps: int) -> None:
    """Try so many stories of so many steps."""
    run_state_machine_as_test(
        House,
        settings=hypothesis.settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_whatever_order_things_happen_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch)
    with vault_set(home=tmp_path):
        make_first_key()
        IndexKey.objects.all().delete()
        from yinuo.platform.vault.index_keys import make_first_index_key

        make_first_index_key()
        with room():
            run_states(examples=8, steps=12)
        forget()


def prepare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches so small that an interruption falls between them."""
    monkeypatch.setattr(common, "BATCH", 1)
    monkeypatch.setattr(wrapping, "BATCH", 1)
