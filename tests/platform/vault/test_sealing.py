"""Sealed values open for their owner in their place, and nowhere else."""

import hashlib
import hmac
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.platform.vault import envelope
from yinuo.platform.vault.models import DataKey
from yinuo.platform.vault.public import CannotOpen, Place, new_owner, sealer_for, unlock
from yinuo.platform.vault.sealing import Opened, Sealer
from yinuo.platform.vault.suites import SM4_GCM, SUITES, Suite

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


def test_a_value_moved_together_with_its_key_does_not_open_for_the_other_person() -> None:
    key = bytes(range(32))
    sealed = Sealer(owner=OWNER, version=1, key=key).seal(place=place(), value="李雷")
    assert Opened({(OWNER, 1): key}).open(owner=OWNER, place=place(), sealed=sealed) == "李雷"
    with pytest.raises(CannotOpen):
        Opened({(OTHER, 1): key}).open(owner=OTHER, place=place(), sealed=sealed)


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


@given(st.binary(max_size=200))
def test_no_bytes_at_all_break_the_reader(noise: bytes) -> None:
    for suite in SUITES.values():
        with pytest.raises(CannotOpen):
            envelope.unseal(key=bytes(suite.key_bytes), bound=b"", envelope=noise)


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.name)
@given(value=st.binary(max_size=200), bound=st.binary(max_size=40))
def test_whatever_is_sealed_comes_back(suite: Suite, value: bytes, bound: bytes) -> None:
    key = suite.new_key()
    sealed = envelope.close(key=key, version=3, bound=bound, value=value)
    assert envelope.version_of(sealed) == 3
    assert sealed[0] == suite.code
    assert envelope.unseal(key=key, bound=bound, envelope=sealed) == value


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.name)
@given(data=st.data())
def test_no_garbled_envelope_opens(suite: Suite, data: st.DataObject) -> None:
    """Cut, lengthened, or with other bytes anywhere: header and nonce included."""
    key = suite.new_key()
    sealed = envelope.close(key=key, version=3, bound=b"place", value=b"value")
    garbled = data.draw(
        st.one_of(
            st.integers(0, len(sealed) - 1).map(lambda end: sealed[:end]),
            st.binary(min_size=1, max_size=40).map(lambda more: sealed + more),
            st.tuples(st.integers(0, len(sealed) - 1), st.integers(1, 255)).map(
                lambda change: (
                    sealed[: change[0]] + bytes([sealed[change[0]] ^ change[1]]) + sealed[change[0] + 1 :]
                )
            ),
        )
    )
    with pytest.raises(CannotOpen):
        envelope.unseal(key=key, bound=b"place", envelope=garbled)


def test_a_value_of_one_institution_does_not_open_for_another() -> None:
    key = uuid4().bytes * 2
    sealed = envelope.close(key=key, version=1, bound=place().bound_to(OWNER, tenant="a"), value=b"x")
    with pytest.raises(CannotOpen):
        envelope.unseal(key=key, bound=place().bound_to(OWNER, tenant="b"), envelope=sealed)


def test_the_national_algorithms_are_those_of_the_standard() -> None:
    """RFC 8998 A.1: SM4-GCM; GM/T 0004 by the HMAC of Python's own OpenSSL, where it has SM3."""
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    bound = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    clear = b"".join(bytes([byte] * 8) for byte in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    closed = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )
    assert SM4_GCM.cipher(key).encrypt(nonce, clear, bound) == closed
    assert SM4_GCM.cipher(key).decrypt(nonce, closed, bound) == clear
    if "sm3" in hashlib.algorithms_available:
        assert SM4_GCM.keyed_hash(key)(b"abc") == hmac.digest(key, b"abc", "sm3")


def test_no_nonce_comes_twice() -> None:
    """A short run of what tests/soak does a million times."""
    key = uuid4().bytes * 2
    seen = {envelope.close(key=key, version=1, bound=b"", value=b"")[5:17] for _ in range(20_000)}
    assert len(seen) == 20_000
