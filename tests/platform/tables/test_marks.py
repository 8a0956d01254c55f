"""Every row of a large file is compared with all before it, in little memory."""

import tracemalloc

from yinuo.platform.tables.public import Marks


def test_a_text_is_new_once() -> None:
    marks = Marks()
    assert [marks.add(text) for text in ("C1", "C2", "C1", "", "", "C2")] == [
        True,
        True,
        False,
        True,
        False,
        False,
    ]


def test_many_texts_take_little_memory() -> None:
    marks = Marks()
    tracemalloc.start()
    try:
        assert all(marks.add(f"C{number}") for number in range(300_000))
        kept, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 300_000 * 8 + 16 * 2**20  # sixteen megabytes whatever comes, and then eight bytes each
    assert not marks.add("C299999")
