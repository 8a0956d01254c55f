"""Every kind of key is replaced while people read, search and write; nothing fails, nothing is lost."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from tests.platform.vault.fake_transit import FakeTransit, running
from tests.platform.vault.houses import forget, vault_set
from tests.platform.vault.things import (
    Thing,
    ThingIndex,
    add_thing,
    change_thing,
    find_things,
    is_readable,
    read_thing,
)
from yinuo.platform.audit.public import records_of
from yinuo.platform.vault import index_keys
from yinuo.platform.vault.models import DataKey, IndexKey, Rotation
from yinuo.platform.vault.public import (
    CannotOpen,
    CannotRotate,
    CannotUseKeys,
    erase_owner,
    key_status,
    rotate_data,
    rotate_index,
    rotate_wrapping,
    sealer_for,
    wrapping_left,
)
from yinuo.platform.vault.rotation import common
from yinuo.platform.vault.rotation.data import renew_batch
from yinuo.platform.vault.suites import SM4_GCM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_house")]
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Killed(Exception):
    """The process ends here."""


def fill(owners: int = 5) -> dict[UUID, str]:
    """Owners with two things each."""
    held = {}
    for number in range(owners):
        owner = uuid4()
        held[add_thing(owner, f"first {number}", is_first=True)] = f"first {number}"
        held[add_thing(owner, f"second {number}")] = f"second {number}"
    return held


def wrapping(step: Callable[[int], None] = lambda _: None) -> int:
    return rotate_wrapping(actor="system", clock=lambda: NOW, step=step)


def data(step: Callable[[int], None] = lambda _: None, grace: float = 0.0) -> int:
    return rotate_data(actor="system", clock=lambda: NOW, step=step, grace=grace)


def index(step: Callable[[int], None] = lambda _: None, noticed: float = 0.0) -> int:
    return rotate_index(actor="system", clock=lambda: NOW, step=step, noticed=noticed)


def kill_after(steps: int) -> Callable[[int], None]:
    count = itertools.count(1)

    def step(_: int) -> None:
        if next(count) == steps:
            raise Killed

    return step


def check(held: dict[UUID, str]) -> None:
    for thing, value in held.items():
        assert read_thing(thing) == value
        assert find_things(value) == {thing}


def test_a_fresh_wrapping_key_wraps_every_key_and_nothing_else_changes() -> None:
    held = fill()
    before = set(Thing.objects.values_list("sealed", flat=True))
    assert wrapping() == 5 + 1  # the index key, too
    assert set(DataKey.objects.values_list("key_version", flat=True)) == {2}
    assert IndexKey.objects.get().key_version == 2
    assert set(Thing.objects.values_list("sealed", flat=True)) == before
    forget()
    check(held)


def test_fresh_data_keys_seal_everything_anew_and_the_old_ones_are_destroyed() -> None:
    held = fill()
    old = dict(Thing.objects.values_list("pk", "sealed"))
    assert data() == 5
    assert set(DataKey.objects.values_list("version", flat=True)) == {2}
    check(held)
    thing = next(iter(held))
    Thing.objects.filter(pk=thing).update(sealed=old[thing])
    assert not is_readable(thing), "a row of before the rotation, put back, does not open"


def test_a_fresh_index_key_finds_everything_and_the_old_hashes_are_gone() -> None:
    held = fill()
    old = {bytes(digest) for digest in ThingIndex.objects.values_list("digest", flat=True)}
    assert index() == 10
    check(held)
    assert set(ThingIndex.objects.values_list("version", flat=True)) == {2}
    assert not old & {bytes(digest) for digest in ThingIndex.objects.values_list("digest", flat=True)}
    assert list(IndexKey.objects.values_list("version", flat=True)) == [2]


def test_another_suite_takes_over_and_both_open_side_by_side() -> None:
    held = fill(3)
    from django.conf import settings

    with vault_set(home=settings.CONFIG.home, suite="sm4-gcm"):
        held[add_thing(uuid4(), "national", is_first=True)] = "national"
        check(held)
        assert key_status().suites == {"aes-256-gcm": 3, "sm4-gcm": 1}
        assert rotate_data(actor="system", clock=lambda: NOW, grace=0.0, only_other_suite=True) == 3
        index()
        assert key_status().suites == {"sm4-gcm": 4}
        assert {bytes(sealed)[0] for sealed in Thing.objects.values_list("sealed", flat=True)} == {
            SM4_GCM.code
        }
        assert IndexKey.objects.get().suite == SM4_GCM.code
        check(held)


@pytest.mark.parametrize("rotate", [data, index])
@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_a_rotation_that_was_killed_goes_on_where_it_was(rotate: Callable[..., int], steps: int) -> None:
    held = fill()
    try:
        rotate(kill_after(steps))
    except Killed:
        assert key_status().unfinished
    check(held)
    held[add_thing(uuid4(), "meanwhile", is_first=True)] = "meanwhile"
    rotate()
    check(held)
    assert not Rotation.objects.exists()
    assert set(DataKey.objects.values_list("version", flat=True)) <= {1, 2}
    assert DataKey.objects.count() == 6
    assert set(ThingIndex.objects.values_list("version", flat=True)) == set(
        IndexKey.objects.values_list("version", flat=True)
    )


def test_a_killed_wrapping_rotation_is_finished_before_another_version_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from yinuo.platform.vault.rotation import wrapping as module

    monkeypatch.setattr(module, "BATCH", 2)
    held = fill()
    with pytest.raises(Killed):
        wrapping(kill_after(1))
    assert wrapping_left() == 3
    assert wrapping() == 3
    assert set(DataKey.objects.values_list("key_version", flat=True)) == {2}
    check(held)


def test_a_value_that_was_written_with_the_old_key_meanwhile_is_sealed_anew_before_that_key_goes() -> None:
    """A writer took the sealer before the first pass, and commits after it."""
    held = fill(1)
    thing = next(iter(held))
    owner = Thing.objects.get(pk=thing).owner
    late = sealer_for(owner)
    from tests.platform.vault.things import place_of

    def write_late(_: int) -> None:
        if not written:
            written.append(1)
            Thing.objects.filter(pk=thing).update(sealed=late.seal(place=place_of(thing), value="first 0"))

    written: list[int] = []
    data(write_late)
    assert written
    assert DataKey.objects.get().version == 2
    check(held)


def test_owners_who_were_done_already_when_a_kill_fell_are_done_again_without_harm() -> None:
    held = fill(4)
    owners = sorted(DataKey.objects.values_list("owner", flat=True))
    with transaction.atomic():
        renew_batch(owners[:2], only_other_suite=False)
    data()
    check(held)
    assert sorted(DataKey.objects.values_list("version", flat=True)) == [2, 2, 3, 3]


def test_a_value_that_somebody_changed_meanwhile_is_not_overwritten() -> None:
    thing = next(iter(fill(1)))
    swap = partial(common.swap_values, table="test_thing", key="id", key_type="uuid", column="sealed")
    theirs = bytes(Thing.objects.get(pk=thing).sealed)
    assert swap(rows=[(thing, b"what the rotation read before", b"sealed anew")]) == 0
    assert bytes(Thing.objects.get(pk=thing).sealed) == theirs
    assert swap(rows=[(thing, theirs, b"sealed anew")]) == 1


def test_an_erasure_during_a_rotation_destroys_the_fresh_key_too() -> None:
    held = fill(1)
    owner = Thing.objects.first().owner  # type: ignore[union-attr]
    from yinuo.platform.identity.public import SYSTEM

    with pytest.raises(Killed):
        data(kill_after(1))
    assert DataKey.objects.count() == 2
    erase_owner(owner=owner, actor=SYSTEM, now=NOW, reason="request")
    data()
    assert not DataKey.objects.exists()
    assert not any(is_readable(thing) for thing in held)


def test_a_value_that_does_not_open_stops_the_rotation_and_no_key_is_destroyed() -> None:
    held = fill(1)
    Thing.objects.filter(pk=next(iter(held))).update(sealed=b"\x01garbage" * 9)
    with pytest.raises(CannotOpen, match="test_thing"):
        data()
    assert DataKey.objects.get().version == 1


def test_two_at_once_are_refused() -> None:
    refused: list[str] = []

    def again(_: int) -> None:
        def other() -> None:
            try:
                data()
            except CannotRotate as error:
                refused.append(str(error))
            finally:
                connection.close()

        thread = threading.Thread(target=other)
        thread.start()
        thread.join()

    fill(1)
    data(again)
    assert refused
    assert "running already" in refused[0]


def test_keys_move_from_one_holder_to_another_and_both_open_meanwhile() -> None:
    held = fill()
    service = FakeTransit()
    service.keys["yinuo"] = {1: bytes(range(32))}
    from django.conf import settings

    home = settings.CONFIG.home
    with (
        running(service) as address,
        vault_set(home=home, provider="transit", address=address, token=service.token),
    ):
        check(held)
        held[add_thing(uuid4(), "newer", is_first=True)] = "newer"
        assert wrapping() == 6
        assert {row.key_id for row in DataKey.objects.all()} == {"transit:transit/yinuo"}
        (home / "keys" / "vault.json").unlink()
        forget()
        check(held)
        assert wrapping() == 7  # and now a fresh version there
        assert max(service.keys["yinuo"]) == 2
        service.sealed = True
        with pytest.raises(CannotUseKeys, match="unseal"):
            wrapping()
        forget()
        with pytest.raises(CannotUseKeys):
            check(held)


def test_what_was_done_is_in_the_evidence() -> None:
    fill(1)
    wrapping()
    data()
    index()
    actions = [record.action for record in records_of("vault:keys")]
    assert actions == [
        "vault.wrapping_rotation_begun",
        "vault.wrapping_rotated",
        "vault.data_rotation_begun",
        "vault.data_rotated",
        "vault.index_rotation_begun",
        "vault.index_rotated",
    ]


def test_no_read_search_or_write_fails_while_all_keys_are_rotated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_keys, "LOOK_AGAIN", 0.05)
    monkeypatch.setattr(common, "BATCH", 3)
    under_load(seconds=0.5, owners=12, rounds=1)


def under_load(*, seconds: float, owners: int, rounds: int) -> None:
    """Readers, searchers and writers at work while every kind of key is rotated, again and again."""
    crew = Crew(fill(owners))
    crew.begin()
    try:
        for _ in range(rounds):
            wrapping()
            data(grace=seconds)
            index(noticed=seconds)
        while not (crew.has_worked or crew.failures):
            time.sleep(0.01)
    finally:
        crew.end()
    assert not crew.failures
    check(crew.held)


class Crew:
    """People at work on things, each on a thread of their own; what each did last is known."""

    def __init__(self, held: dict[UUID, str]) -> None:
        self.held, self.things = held, list(held)
        self.failures: list[str] = []
        self.counts: dict[str, int] = {}
        self._locks = {thing: threading.Lock() for thing in held}
        self._stop = threading.Event()
        acts = (self.read, self.find, self.write)
        self._threads = [threading.Thread(target=self._run, args=(act,)) for act in acts]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    @property
    def has_worked(self) -> bool:
        """Whether everybody got something done."""
        return len(self.counts) == len(self._threads) and min(self.counts.values()) > 0

    def end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, act: Callable[[random.Random], None]) -> None:
        chance, name = random.Random(act.__name__), act.__name__
        self.counts[name] = 0
        try:
            while not self._stop.is_set():
                act(chance)
                self.counts[name] += 1
        except Exception as error:  # noqa: BLE001 - whatever it was, it is a failure
            self.failures.append(f"{name}: {error!r}")
        finally:
            connection.close()

    def read(self, chance: random.Random) -> None:
        read_thing(chance.choice(self.things))

    def find(self, chance: random.Random) -> None:
        thing = chance.choice(self.things)
        with self._locks[thing]:
            assert thing in find_things(self.held[thing])

    def write(self, chance: random.Random) -> None:
        thing, value = chance.choice(self.things), f"value {chance.random()}"
        with self._locks[thing]:
            with transaction.atomic():
                change_thing(thing, value)
                time.sleep(0.005)
            self.held[thing] = value
