"""Which texts came before: eight bytes are kept of each, so that a file of many million rows stays in memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from hashlib import sha256


class Marks:
    """
    The texts that were added, by a hash of ten bytes.

    Two different texts among ten million are taken for one with a chance of less than one in ten thousand million.
    """

    def __init__(self) -> None:
        self._heaps: dict[int, array[int]] = {}

    def add(self, text: str) -> bool:
        """Remember ``text``; whether it is new."""
        digest = sha256(text.encode()).digest()
        heap = self._heaps.setdefault(int.from_bytes(digest[:2], "big"), array("Q"))
        mark = int.from_bytes(digest[2:10], "big")
        place = bisect_left(heap, mark)
        if place < len(heap) and heap[place] == mark:
            return False
        heap.insert(place, mark)
        return True
