"""Personal data leave free text; amounts, dates and order numbers stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.kernel.redaction import is_card_number, is_identity_number, redact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("卡号6222021234567890128被扣", "卡号[card]被扣"),
        ("card 4111 1111 1111 1111.", "card [card]."),
        ("身份证11010519491231002X已交", "身份证[identity]已交"),
        ("打13812345678找我", "打[phone]找我"),
        ("+86 138-1234-5678", "[phone]"),
        ("座机010-62345678", "座机[phone]"),
        ("写信到 Li.Lei@example.com 吧", "写信到 [email] 吧"),
        ("扣了300元,订单20240102030405060", "扣了300元,订单20240102030405060"),
        ("2024-01-02 利率3.85%", "2024-01-02 利率3.85%"),
    ],
)
def test_typed_tokens_replace_what_is_personal(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_the_customers_own_names_are_replaced_longest_first() -> None:
    assert redact("李雷和李雷雷都去了", names=["李雷", "李雷雷"]) == "[name]和[name]都去了"


def test_a_single_character_is_no_name() -> None:
    assert redact("李子很甜", names=["李"]) == "李子很甜"


@given(st.integers(min_value=10**11, max_value=10**17))
def test_exactly_one_check_digit_makes_a_card(prefix: int) -> None:
    valid = [digit for digit in range(10) if is_card_number(f"{prefix}{digit}")]
    assert len(valid) <= 1
    assert valid or len(set(str(prefix))) == 1


@given(st.integers(min_value=0, max_value=9999))
def test_a_wrong_identity_check_digit_is_seen(serial: int) -> None:
    stem = f"1101051949123{serial:04d}"
    assert sum(is_identity_number(stem + check) for check in "0123456789X") == 1
