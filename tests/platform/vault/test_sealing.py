"""Sealed values open for their owner in their place, and nowhere else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_django
from hypothesis import given
from hypothesis import strategies as st

from yinuo.platform.vault import envelope, keys
from yinuo.platform.vault.models import DataKey
from yinuo.platform.vault.public import (
    CannotOpen,
    CannotUseKeys,
    Place,
    blind_index,
    key_file,
    make_key_file,
    new_owner,
    sealer_for,
    unlock,
)

OWNER, OTHER = UUID(int=1), UUID(int=2)


def place(column: str = "name", row: int = 7) -> Place:
    return Place(table="customer", column=column, row=UUID(int=row))


@pytest.mark.django_db
def test_what_was_sealed_opens_in_its_place() -> None:
    sealed = new_owner(OWNER).seal(place=place(), value="李雷")
    assert "李雷".encode() not in sealed
    assert unlock([OWNER]).open(owner=OWNER, place=place(), sealed=sealed) == "李雷"


@pytest.mark.django_db
def test_a_value_moved_to_another_row_column_or_person_does_not_open() -> None:
    sealed = new_owner(OWNER).seal(place=place(), value="李雷")
    new_owner(OTHER)
    opened = unlock([OWNER, OTHER])
    for owner, elsewhere in [(OWNER, place(row=8)), (OWNER, place(column="phone")), (OTHER, place())]:
        with pytest.raises(CannotOpen):
            opened.open(owner=owner, place=elsewhere, sealed=sealed)


@pytest.mark.django_db
def test_every_flipped_byte_is_noticed() -> None:
    sealed = new_owner(OWNER).seal(place=place(), value="x")
    opened = unlock([OWNER])
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(CannotOpen):
            opened.open(owner=OWNER, place=place(), sealed=bytes(altered))


@pytest.mark.django_db
def test_destroying_the_key_makes_the_value_unreadable() -> None:
    sealed = new_owner(OWNER).seal(place=place(), value="李雷")
    DataKey.objects.filter(owner=OWNER).delete()
    with pytest.raises(CannotOpen, match="destroyed"):
        unlock([OWNER]).open(owner=OWNER, place=place(), sealed=sealed)
    with pytest.raises(CannotOpen, match="destroyed"):
        sealer_for(OWNER)


@pytest.mark.django_db
def test_a_wrapped_key_of_another_person_does_not_unwrap() -> None:
    new_owner(OWNER)
    DataKey.objects.filter(owner=OWNER).update(owner=OTHER)
    with pytest.raises(CannotOpen):
        unlock([OTHER])


def test_equal_texts_of_two_kinds_have_different_indexes() -> None:
    assert blind_index(field="phone", value="1") == blind_index(field="phone", value="1")
    assert blind_index(field="phone", value="1") != blind_index(field="name", value="1")


@pytest.fixture
def other_home(tmp_path: Path, settings: pytest_django.Settings) -> Iterator[Path]:
    """A data folder of its own, without keys."""
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    keys.key_ring.cache_clear()
    yield tmp_path
    keys.key_ring.cache_clear()


@pytest.mark.parametrize(
    "damage", [None, b"{}", b"no json", b'{"current":1,"wrapping":{"1":"eA=="},"index":{}}']
)
def test_without_its_keys_the_vault_stays_closed(other_home: Path, damage: bytes | None) -> None:
    if damage is not None:
        make_key_file()
        key_file().write_bytes(damage)
    with pytest.raises(CannotUseKeys, match="put it back"):
        blind_index(field="phone", value="1")


def test_making_keys_twice_keeps_the_first(other_home: Path) -> None:
    make_key_file()
    content = key_file().read_bytes()
    make_key_file()
    assert key_file().read_bytes() == content
    assert key_file().stat().st_mode & 0o777 == 0o600
    assert [path.name for path in key_file().parent.iterdir()] == ["vault.json"]


@given(st.binary(max_size=200))
def test_no_bytes_at_all_break_the_reader(noise: bytes) -> None:
    with pytest.raises(CannotOpen):
        envelope.unseal(key=bytes(32), bound=b"", envelope=noise)


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_whatever_is_sealed_comes_back(value: bytes, bound: bytes) -> None:
    key = uuid4().bytes * 2
    sealed = envelope.close(key=key, version=3, bound=bound, value=value)
    assert envelope.version_of(sealed) == 3
    assert envelope.unseal(key=key, bound=bound, envelope=sealed) == value
