"""Passwords that somebody would try first are refused; long and odd ones are welcome."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.people import make_office, make_staff
from yinuo.platform.identity.models import Staff
from yinuo.platform.identity.names import sort_keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Staff:
    actor = make_staff(make_office().north, name="欧阳娜娜", number="JH0417", email="nana.ouyang@example.com")
    return Staff.objects.get(pk=actor.id)


@pytest.mark.parametrize(
    "password",
    [
        "short-12345",
        "password12345",
        "P@ssw0rd!2026",
        "123456789012",
        "abcdefghijkl",
        "qwertyuiopqwerty",
        "aaaaaaaaaaaa",
        "abababababab",
        "iloveyouiloveyou",
        "jianghaiyinhang2026",
        "江海银行江海银行2026!!",
        "JH0417JH0417!",
        "nana.ouyang@2026",
        "yinuo-yinuo-2026",
        "x" * 129,
        "long enough but " + "x" * 120,
    ],
)
def test_what_is_tried_first_is_refused(staff: Staff, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, staff)


@pytest.mark.parametrize(
    "password",
    [
        "lantern orbit velvet moss",
        "卡布奇诺与旧地图的秋天夜晚",
        "Tr7!kq_Vw2-Zp9#e",
        "the bank of my childhood had a green door, and a bell",
        "zyx-3e8f-90af-bbd1",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6",
    ],
)
def test_long_and_unrelated_words_are_welcome(staff: Staff, password: str) -> None:
    validate_password(password, staff)


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("王小明", "wangxiaoming", "wxm"),
        ("单晓月", "shanxiaoyue", "sxy"),
        ("曾国藩", "zengguofan", "zgf"),
        ("Anna Li", "annali", "al"),
        ("阿里木·买买提", "alimu·maimaiti", "alm·mmt"),
    ],
)
def test_names_sort_by_their_sound(name: str, full: str, initials: str) -> None:
    keys = sort_keys(name)
    assert (keys.full, keys.initials) == (full, initials)
