"""Find sealed values again: keyed hashes of their canonical form, under every version of the index key."""

from __future__ import annotations

from yinuo.kernel.surnames import surname
from yinuo.platform.vault.index_keys import index_ring


def index_digests(*, field: str, value: str) -> dict[int, bytes]:
    """
    The hashes that must be written for a value now, by version of the index key: one, or two during a rotation.

    Write one index row for each, in the transaction that seals the value.

    Args:
        field: which kind of value, so that equal texts of two kinds differ: ``PHONE``, ``NAME``.
        value: canonical (``yinuo.kernel.canonical_values``).

    Raises:
        CannotUseKeys: the index key is out of reach.
    """
    text = f"{field}\x00{value}".encode()
    found = {}
    for version, digest in index_ring().keys.items():
        found[version] = digest(text)
    return found


def search_digests(*, field: str, value: str) -> list[bytes]:
    """
    The hashes to look for: a row that carries any of them holds the value.

    During a rotation a value that is not indexed anew yet is found by its old hash.
    """
    return list(index_digests(field=field, value=value).values())


def blind_index(*, field: str, value: str) -> bytes:
    """The newest hash of a value; callers that cannot hold two move to ``index_digests``."""
    digests = index_digests(field=field, value=value)
    return digests[max(digests)]


def surname_and_last_four(*, name: str, number: str) -> str:
    """
    The canonical value of the compound index: surname and the last four characters of a number.

    Compound surnames count as one (欧阳, 司马); a search may give the whole name or the surname alone. Empty
    when either part is missing: such a value is neither written nor searched.

    Args:
        name: as written; ``number``: canonical.
    """
    family, tail = surname(name), number[-4:]
    return f"{family}\x00{tail}" if family and len(tail) == 4 else ""
