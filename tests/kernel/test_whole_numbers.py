"""What counts as a whole number on pages and in addresses."""

import pytest

from yinuo.kernel.whole_numbers import read_whole


@pytest.mark.parametrize(("text", "read"), [("0", 0), ("7", 7), ("2200", 2200)])
def test_digits_are_a_number(text: str, read: int) -> None:
    assert read_whole(text, most=2200) == read


@pytest.mark.parametrize("text", ["", "-1", " 7", "²", "７", "1e3", "2201", "9" * 5_000])
def test_anything_else_is_none(text: str) -> None:
    assert read_whole(text, most=2200) is None
