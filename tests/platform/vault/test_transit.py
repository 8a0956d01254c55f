"""The vault behind HashiCorp Vault's transit engine, at its wire protocol: closed when it is down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.platform.vault.certificates import authority_and_server
from tests.platform.vault.fake_transit import FakeTransit, running
from tests.platform.vault.houses import forget, vault_set
from yinuo.platform.vault.models import DataKey
from yinuo.platform.vault.providers import transit
from yinuo.platform.vault.providers.chosen import provider
from yinuo.platform.vault.public import CannotOpen, CannotUseKeys, Place, key_health, new_owner, unlock
from yinuo.platform.vault.unwrapping import kept

OWNER, OTHER = UUID(int=1), UUID(int=2)
PLACE = Place(table="t", column="c", row=UUID(int=3))


@pytest.fixture
def service() -> FakeTransit:
    service = FakeTransit()
    service.keys["yinuo"] = {1: bytes(range(32))}
    return service


@pytest.fixture
def house(service: FakeTransit, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTransit]:
    """A house whose wrapping key is with the service."""
    monkeypatch.setattr(transit, "PAUSE", 0.0)
    with running(service) as address, vault_set(provider="transit", address=address, token=service.token):
        yield service


@pytest.mark.django_db
def test_what_was_sealed_opens_again_in_another_process(house: FakeTransit) -> None:
    sealed = new_owner(OWNER).seal(place=PLACE, value="李雷")
    forget()
    assert unlock([OWNER]).open(owner=OWNER, place=PLACE, sealed=sealed) == "李雷"
    row = DataKey.objects.get()
    assert (row.key_id, row.key_version) == ("transit:transit/yinuo", 1)
    assert bytes(row.wrapped).startswith(b"vault:v1:")


@pytest.mark.django_db
def test_a_page_of_owners_costs_one_call_and_the_next_one_none(house: FakeTransit) -> None:
    owners = [UUID(int=number) for number in range(1, 41)]
    for owner in owners:
        new_owner(owner)
    kept.clear()
    house.requests.clear()
    unlock(owners)
    unlock(owners)
    assert house.requests == [("POST", "/v1/transit/decrypt/yinuo")]


@pytest.mark.django_db
def test_a_destroyed_key_is_gone_at_once_though_it_was_just_used(house: FakeTransit) -> None:
    sealed = new_owner(OWNER).seal(place=PLACE, value="x")
    unlock([OWNER])
    DataKey.objects.all().delete()
    with pytest.raises(CannotOpen, match="destroyed"):
        unlock([OWNER]).open(owner=OWNER, place=PLACE, sealed=sealed)


@pytest.mark.django_db
def test_a_wrapped_key_of_another_person_does_not_unwrap(house: FakeTransit) -> None:
    new_owner(OWNER)
    DataKey.objects.update(owner=OTHER)
    with pytest.raises(CannotOpen, match="moved"):
        unlock([OTHER])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "garbled", [b"", b"vault:v1:", b"vault:v1:AAAA", b"vault:v9:" + b"A" * 64, b"nonsense"]
)
def test_a_garbled_wrapping_does_not_unwrap(house: FakeTransit, garbled: bytes) -> None:
    new_owner(OWNER)
    DataKey.objects.update(wrapped=garbled)
    with pytest.raises(CannotOpen):
        unlock([OWNER])


@pytest.mark.parametrize(
    ("knob", "value", "sentence"),
    [
        ("sealed", True, "unseal it"),
        ("token", "another", "refuses our token"),
        ("status", 500, "out of order"),
        ("status", 429, "out of order"),
        ("keys", {}, "has no key yinuo"),
        ("mount", "elsewhere", "YINUO_VAULT_MOUNT"),
        ("garbage", True, "latest_version"),
    ],
)
@pytest.mark.django_db
def test_when_it_fails_the_vault_is_closed_says_why_and_opens_again_by_itself(
    house: FakeTransit, knob: str, value: object, sentence: str
) -> None:
    sealed = new_owner(OWNER).seal(place=PLACE, value="x")
    kept.clear()
    good = getattr(house, knob)
    setattr(house, knob, value)
    health = key_health()
    assert not health.is_well
    assert sentence in health.text
    with pytest.raises((CannotUseKeys, CannotOpen)):
        unlock([OWNER])
    with pytest.raises(CannotUseKeys):
        new_owner(OTHER)
    setattr(house, knob, good)
    assert unlock([OWNER]).open(owner=OWNER, place=PLACE, sealed=sealed) == "x"
    assert key_health().is_well


@pytest.mark.django_db
def test_a_service_that_hangs_is_given_up_and_not_asked_again_at_once(
    house: FakeTransit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transit, "TIMEOUT", 0.2)
    monkeypatch.setattr(transit, "PAUSE", 60.0)
    house.delay = 1.0
    for _ in range(5):
        with pytest.raises(CannotUseKeys, match="does not answer"):
            new_owner(OWNER)
    assert len(house.requests) == 1


def test_a_service_that_is_away_and_comes_back(service: FakeTransit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transit, "PAUSE", 0.0)
    with running(service) as address:
        pass
    with vault_set(provider="transit", address=address, token=service.token):
        with pytest.raises(CannotUseKeys, match="does not answer"):
            provider().current_version()
        with running(service, port=int(address.rpartition(":")[2])):
            assert provider().current_version() == 1


def test_rotation_wraps_anew_within_the_service(house: FakeTransit) -> None:
    (wrapped,) = provider().wrap([(bytes(32), b"b")])
    assert provider().rotate() == 2
    house.seen_plaintexts = 0
    (fresh,) = provider().rewrap([(wrapped, b"b")])
    assert fresh.key_version == 2
    assert house.seen_plaintexts == 0, "no data key crossed the wire"
    assert provider().unwrap([(fresh, b"b")]) == [bytes(32)]
    house.oldest["yinuo"] = 2
    with pytest.raises(CannotUseKeys, match="min_decryption_version"):
        provider().unwrap([(wrapped, b"b")])


def test_the_token_is_read_from_its_file_at_every_use(house: FakeTransit, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("old\n")
    from django.conf import settings

    with vault_set(provider="transit", address=settings.CONFIG.vault.address, token_file=token):
        with pytest.raises(CannotUseKeys, match="refuses our token"):
            provider().current_version()
        token.write_text(f"{house.token}\n")
        assert provider().current_version() == 1
        token.unlink()
        with pytest.raises(CannotUseKeys, match="agent"):
            provider().current_version()


def test_a_certificate_of_another_authority_is_refused(
    service: FakeTransit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transit, "PAUSE", 0.0)
    authority, certificate, key = authority_and_server(tmp_path)
    with running(service, tls=(certificate, key)) as address:
        with vault_set(provider="transit", address=address, token=service.token, authority=authority):
            assert provider().current_version() == 1
        with (
            vault_set(provider="transit", address=address, token=service.token),
            pytest.raises(CannotUseKeys, match="not trusted"),
        ):
            provider().current_version()
        elsewhere = address.replace("127.0.0.1", "localhost")  # the certificate names the address alone
        with (
            vault_set(provider="transit", address=elsewhere, token=service.token, authority=authority),
            pytest.raises(CannotUseKeys, match="not trusted"),
        ):
            provider().current_version()
    assert len(service.requests) == 1, "nothing was sent to a stranger, our token least of all"
