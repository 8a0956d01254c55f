"""The columns of a form, by the names that their heads may have in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Columns:
    """
    What a form asks for.

    Attributes:
        heads: what each column is called in files; the first name is the one that we write.
        needed: the columns that a file must have.
    """

    heads: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]

    def places(self, heads: Sequence[str]) -> dict[str, int]:
        """Where each known column stands; unknown columns are left out."""
        names = {name: column for column, listed in self.heads.items() for name in listed}
        found: dict[str, int] = {}
        for place, head in enumerate(heads):
            column = names.get(head.strip().lower())
            if column is not None and column not in found:
                found[column] = place
        return found

    def missing(self, places: Mapping[str, int]) -> list[str]:
        """The heads, as we write them, of the columns that a file must have and does not."""
        return [self.heads[column][0] for column in self.needed if column not in places]
