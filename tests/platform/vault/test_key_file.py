"""Keys in a file: made once, never replaced, and without them the vault stays closed."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.platform.vault.houses import vault_set
from yinuo.platform.vault.providers.chosen import provider
from yinuo.platform.vault.public import (
    CannotOpen,
    CannotUseKeys,
    Place,
    key_file,
    make_first_key,
    new_owner,
    unlock,
)
from yinuo.platform.vault.suites import SM4_GCM

OWNER = UUID(int=1)
PLACE = Place(table="t", column="c", row=UUID(int=2))


@pytest.fixture
def other_home(tmp_path: Path) -> Iterator[Path]:
    """A data folder of its own, without keys."""
    with vault_set(home=tmp_path):
        yield tmp_path


@pytest.mark.parametrize(
    "damage", [None, b"{}", b"no json", b'{"wrapping":{"1":"eA=="}}', b'{"wrapping":{}}', b"[]"]
)
@pytest.mark.django_db
def test_without_its_keys_the_vault_stays_closed(other_home: Path, damage: bytes | None) -> None:
    if damage is not None:
        make_first_key()
        key_file().write_bytes(damage)
    with pytest.raises(CannotUseKeys, match="put it back"):
        new_owner(OWNER)


@pytest.mark.django_db
def test_the_vault_opens_again_by_itself_when_the_file_is_back(other_home: Path) -> None:
    make_first_key()
    sealed = new_owner(OWNER).seal(place=PLACE, value="x")
    away = key_file().rename(other_home / "away")
    with pytest.raises(CannotUseKeys, match="missing"):
        unlock([OWNER])
    away.rename(key_file())
    assert unlock([OWNER]).open(owner=OWNER, place=PLACE, sealed=sealed) == "x"


@pytest.mark.django_db
def test_another_file_with_the_same_version_opens_nothing_and_says_so(other_home: Path) -> None:
    make_first_key()
    new_owner(OWNER)
    key_file().unlink()
    make_first_key()
    with pytest.raises(CannotOpen, match="another than the one that wrapped it"):
        unlock([OWNER])


@pytest.mark.django_db
def test_a_file_that_lacks_the_version_says_which(other_home: Path) -> None:
    make_first_key()
    old = key_file().read_bytes()
    provider().rotate()
    new_owner(OWNER)
    key_file().write_bytes(old)
    with pytest.raises(CannotUseKeys, match="Version 2 of the installation"):
        unlock([OWNER])


def test_making_keys_twice_keeps_the_first(other_home: Path) -> None:
    make_first_key()
    content = key_file().read_bytes()
    make_first_key()
    assert key_file().read_bytes() == content
    assert key_file().stat().st_mode & 0o777 == 0o600
    assert [path.name for path in key_file().parent.iterdir()] == ["vault.json"]


def test_a_new_version_keeps_the_old_ones_and_the_mode(other_home: Path) -> None:
    make_first_key()
    (wrapped,) = provider().wrap([(bytes(32), b"bound")])
    assert provider().rotate() == 2
    assert provider().current_version() == 2
    assert provider().unwrap([(wrapped, b"bound")]) == [bytes(32)]
    assert provider().wrap([(bytes(32), b"bound")])[0].key_version == 2
    assert key_file().stat().st_mode & 0o777 == 0o600
    assert [path.name for path in key_file().parent.iterdir()] == ["vault.json"]


def test_the_national_suite_makes_national_keys(tmp_path: Path) -> None:
    with vault_set(home=tmp_path, suite="sm4-gcm"):
        make_first_key()
        (wrapped,) = provider().wrap([(bytes(16), b"bound")])
        assert wrapped.blob[0] == SM4_GCM.code
        assert provider().unwrap([(wrapped, b"bound")]) == [bytes(16)]
