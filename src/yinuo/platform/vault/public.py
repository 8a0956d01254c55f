"""
The door of the vault: seal, open, find, and the keys behind it.

Seal: ``sealer_for(owner).seal(place=..., value=...)``; ``new_owner`` (or ``new_owners``) the first time.
Open: ``unlock(owners).open(owner=..., place=..., sealed=...)``, for a whole page with one query.
Find: write a row for each of ``index_digests(field=..., value=...)``, search for any of ``search_digests(...)``.
Tell: ``register_sealed_column``, ``register_index``, ``register_mask``, ``register_retention`` when the app is ready.
"""

from yinuo.platform.vault.envelope import Place
from yinuo.platform.vault.errors import CannotErase, CannotOpen, CannotRotate, CannotUseKeys
from yinuo.platform.vault.indexes import blind_index, index_digests, search_digests, surname_and_last_four
from yinuo.platform.vault.providers.chosen import key_file, make_key_file
from yinuo.platform.vault.registry import (
    IndexEntry,
    Kept,
    register_index,
    register_mask,
    register_retention,
    register_sealed_column,
)
from yinuo.platform.vault.sealing import Opened, Sealer, new_owner, new_owners, sealer_for, unlock

__all__ = [
    "CannotErase",
    "CannotOpen",
    "CannotRotate",
    "CannotUseKeys",
    "IndexEntry",
    "Kept",
    "Opened",
    "Place",
    "Sealer",
    "blind_index",
    "index_digests",
    "key_file",
    "make_key_file",
    "new_owner",
    "new_owners",
    "register_index",
    "register_mask",
    "register_retention",
    "register_sealed_column",
    "sealer_for",
    "search_digests",
    "surname_and_last_four",
    "unlock",
]
