"""The surname within a name."""

import pytest

from yinuo.kernel.surnames import surname


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王小明", "王"),
        ("司马相如", "司马"),
        ("司 马 相如", "司马"),
        ("諸葛亮", "諸葛"),
        ("尉迟恭", "尉迟"),
        ("Anne-Marie Müller", "müller"),
        ("Hanks, Tom", "hanks"),
        ("ＬＩ　ＬＥＩ", "lei"),
        ("Plato", "plato"),
        (" ", ""),
        (",", ""),
    ],
)
def test_the_surname_of_a_name(name: str, expected: str) -> None:
    assert surname(name) == expected
