"""A sealed value is found by its hash, under every version of the index key."""

import pytest

from tests.platform.vault.houses import forget, vault_set
from yinuo.platform.vault.index_keys import make_index_key
from yinuo.platform.vault.models import IndexKey
from yinuo.platform.vault.public import (
    CannotUseKeys,
    blind_index,
    index_digests,
    search_digests,
    surname_and_last_four,
)

pytestmark = pytest.mark.django_db
PHONE = "+8613800138000"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    forget()


def test_equal_texts_of_two_kinds_have_different_hashes() -> None:
    assert blind_index(field="phone", value="1") == blind_index(field="phone", value="1")
    assert blind_index(field="phone", value="1") != blind_index(field="name", value="1")


def test_one_hash_is_written_and_searched_in_ordinary_times() -> None:
    digests = index_digests(field="PHONE", value=PHONE)
    assert list(digests) == [1]
    assert search_digests(field="PHONE", value=PHONE) == list(digests.values())
    assert len(digests[1]) == 32


def test_two_are_written_and_searched_during_a_rotation_and_the_newest_alone_afterwards() -> None:
    before = search_digests(field="PHONE", value=PHONE)
    make_index_key(2)
    both = index_digests(field="PHONE", value=PHONE)
    assert list(both) == [1, 2]
    assert both[1] == before[0] != both[2]
    assert search_digests(field="PHONE", value=PHONE) == list(both.values())
    IndexKey.objects.filter(version=1).update(state=IndexKey.State.RETIRED)
    forget()
    assert index_digests(field="PHONE", value=PHONE) == {2: both[2]}
    forget()


def test_a_process_that_begins_later_finds_what_an_earlier_one_wrote() -> None:
    before = search_digests(field="PHONE", value=PHONE)
    forget()
    assert search_digests(field="PHONE", value=PHONE) == before


def test_the_national_suite_hashes_with_its_own_algorithm() -> None:
    with vault_set(suite="sm4-gcm"):
        make_index_key(2)
        assert IndexKey.objects.get(version=2).suite == 2
        digests = index_digests(field="PHONE", value=PHONE)
        assert len(digests[2]) == 32 != digests[1]


def test_without_an_index_key_nothing_is_written_or_searched() -> None:
    IndexKey.objects.all().delete()
    with pytest.raises(CannotUseKeys, match="yinuo migrate"):
        index_digests(field="PHONE", value=PHONE)
    forget()


@pytest.mark.parametrize(
    ("name", "number", "value"),
    [
        ("欧阳修", "+8613800138000", "欧阳\x008000"),
        ("欧阳", "8000", "欧阳\x008000"),
        ("李雷", "8000", "李\x008000"),
        ("李", "8000", "李\x008000"),
        ("Tom Hanks", "8000", "hanks\x008000"),
        ("李雷", "800", ""),
        ("", "8000", ""),
    ],
)
def test_surname_and_last_four_is_one_value(name: str, number: str, value: str) -> None:
    assert surname_and_last_four(name=name, number=number) == value
