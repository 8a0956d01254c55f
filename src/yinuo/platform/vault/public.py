"""The door of the vault: seal, open, find, and the keys behind it."""

from yinuo.platform.vault.contents import new_content_key, open_content, seal_content
from yinuo.platform.vault.envelope import CannotOpen, Place
from yinuo.platform.vault.keys import CannotUseKeys, key_file, make_key_file
from yinuo.platform.vault.sealing import Opened, Sealer, blind_index, new_owner, sealer_for, unlock

__all__ = [
    "CannotOpen",
    "CannotUseKeys",
    "Opened",
    "Place",
    "Sealer",
    "blind_index",
    "key_file",
    "make_key_file",
    "new_content_key",
    "new_owner",
    "open_content",
    "seal_content",
    "sealer_for",
    "unlock",
]
