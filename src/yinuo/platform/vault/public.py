"""
The door of the vault: seal, open, find, and the keys behind it.

Seal: ``sealer_for(owner).seal(place=..., value=...)``; ``new_owner`` (or ``new_owners``) the first time.
Open: ``unlock(owners).open(owner=..., place=..., sealed=...)``, for a whole page with one query.
Find: write a row for each of ``index_digests(field=..., value=...)``, search for any of ``search_digests(...)``.
Erase: ``erasure_blocked_by``, then ``erase_owner``; ``place_hold`` keeps. Rotate: ``rotate_*``, by ``yinuo keys``.
Tell: ``register_sealed_column``, ``register_index``, ``register_mask``, ``register_retention`` when the app is ready.
"""

from yinuo.platform.vault.contents import new_content_key, open_content, seal_content
from yinuo.platform.vault.envelope import Place
from yinuo.platform.vault.erasure import Block, OwnerErased, erase_owner, erasure_blocked_by, is_erased
from yinuo.platform.vault.errors import CannotErase, CannotHold, CannotOpen, CannotRotate, CannotUseKeys
from yinuo.platform.vault.holds import LONGEST_REFERENCE, Hold, hold_causes, holds_on, lift_hold, place_hold
from yinuo.platform.vault.indexes import blind_index, index_digests, search_digests, surname_and_last_four
from yinuo.platform.vault.providers.chosen import key_file, make_first_key
from yinuo.platform.vault.registry import (
    IndexEntry,
    Kept,
    register_index,
    register_mask,
    register_retention,
    register_sealed_column,
)
from yinuo.platform.vault.retention import RetentionRule, retention_rules
from yinuo.platform.vault.rotation.data import rotate_data
from yinuo.platform.vault.rotation.index import index_has_chosen_suite, rotate_index
from yinuo.platform.vault.rotation.wrapping import rotate_wrapping, wrapping_left
from yinuo.platform.vault.sealing import (
    Opened,
    Sealer,
    first_key,
    new_owner,
    new_owners,
    sealer_for,
    sealers_for,
    unlock,
)
from yinuo.platform.vault.status import KeyHealth, KeyStatus, key_health, key_status, owners_with_keys

__all__ = [
    "LONGEST_REFERENCE",
    "Block",
    "CannotErase",
    "CannotHold",
    "CannotOpen",
    "CannotRotate",
    "CannotUseKeys",
    "Hold",
    "IndexEntry",
    "Kept",
    "KeyHealth",
    "KeyStatus",
    "Opened",
    "OwnerErased",
    "Place",
    "RetentionRule",
    "Sealer",
    "blind_index",
    "erase_owner",
    "erasure_blocked_by",
    "first_key",
    "hold_causes",
    "holds_on",
    "index_digests",
    "index_has_chosen_suite",
    "is_erased",
    "key_file",
    "key_health",
    "key_status",
    "lift_hold",
    "make_first_key",
    "new_content_key",
    "new_owner",
    "new_owners",
    "open_content",
    "owners_with_keys",
    "place_hold",
    "register_index",
    "register_mask",
    "register_retention",
    "register_sealed_column",
    "retention_rules",
    "rotate_data",
    "rotate_index",
    "rotate_wrapping",
    "seal_content",
    "sealer_for",
    "sealers_for",
    "search_digests",
    "surname_and_last_four",
    "unlock",
    "wrapping_left",
]
