"""Whole numbers as pages and addresses send them."""

from __future__ import annotations


def read_whole(text: str, *, most: int) -> int | None:
    """
    A number from 0 to ``most``, written with ASCII digits; None for anything else.

    Its length is looked at first: Python refuses to read thousands of digits, with an error of its own.
    """
    if not text.isascii() or not text.isdigit() or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None
