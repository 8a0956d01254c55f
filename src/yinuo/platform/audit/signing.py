"""
Signed checkpoints: what the whole log was at a moment, in a form that others can keep and check.

The form is a signed note: the log's name, its size, its root, the checkpoint before (``after``, its size, the link over
all notes up to it), a blank line, and a line with the signature. The key is Ed25519 and lies in the data folder, never
in the database.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from yinuo.kernel.errors import DomainError
from yinuo.platform.jobs.public import write_once

ED25519 = b"\x01"
AFTER = "after"
KEY_ID = 4  # bytes
LOG_NAME = "yinuo"
NO_LINK = bytes(32)  # before the first checkpoint


class CannotSign(DomainError):
    """The signing key is missing or damaged; entries are numbered again as soon as it is back."""

    code = "audit.cannot_sign"


class NoCheckpoint(DomainError):
    """The text is no checkpoint, or none that this key signed."""

    code = "audit.no_checkpoint"


@dataclass(frozen=True, kw_only=True)
class SignedTree:
    """
    What a checkpoint says.

    Attributes:
        after: size and link of the checkpoint before; None in those of a log that did not link them yet.
    """

    size: int
    root: bytes
    after: tuple[int, bytes] | None = None


def link_over(before: bytes, note: str) -> bytes:
    """What stands for a checkpoint and all before it: the hash over their link and its note."""
    return sha256(before + note.encode()).digest()


def signing_key_file() -> Path:
    """Where the signing key lies."""
    return Path(settings.CONFIG.home) / "keys" / "log_signing_key"


def make_signing_key() -> None:
    """Make the key of a new log; an existing one is never touched."""
    key = Ed25519PrivateKey.generate().private_bytes_raw()
    write_once(signing_key_file(), base64.b64encode(key).decode())
    _key.cache_clear()


def public_key() -> bytes:
    """
    The 32 bytes with which anybody checks the checkpoints.

    Raises:
        CannotSign: the key is missing or damaged.
    """
    return _key().public_key().public_bytes_raw()


def sign(tree: SignedTree) -> str:
    """
    The checkpoint of ``tree``.

    Raises:
        CannotSign: the key is missing or damaged.
    """
    text = f"{LOG_NAME}\n{tree.size}\n{base64.b64encode(tree.root).decode()}\n"
    if tree.after:
        text += f"{AFTER} {tree.after[0]} {base64.b64encode(tree.after[1]).decode()}\n"
    signature = _key().sign(text.encode())
    mark = base64.b64encode(_key_id(public_key()) + signature).decode()
    return f"{text}\n\u2014 {LOG_NAME} {mark}\n"


def read_checkpoint(note: str, *, key: bytes) -> SignedTree:
    """
    What a checkpoint says, if ``key`` signed it.

    Raises:
        NoCheckpoint: it is malformed, of another log, or not signed by this key.
    """
    refusal = NoCheckpoint("This is no checkpoint of this log, or its signature is wrong.")
    text, blank, last = note.rpartition("\n\n")
    lines = f"{text}\n".split("\n")
    mark = last.removesuffix("\n").split(" ")
    try:
        if not blank or len(lines) not in (4, 5) or lines[0] != LOG_NAME or mark[:2] != ["\u2014", LOG_NAME]:
            raise refusal
        signed = base64.b64decode(mark[2], validate=True)
        if len(mark) != 3 or signed[:KEY_ID] != _key_id(key):
            raise refusal
        Ed25519PublicKey.from_public_bytes(key).verify(signed[KEY_ID:], f"{text}\n".encode())
        after = read_after(note)
        if (after is None) != (len(lines) == 4):
            raise refusal
        return SignedTree(size=int(lines[1]), root=base64.b64decode(lines[2], validate=True), after=after)
    except (ValueError, IndexError, InvalidSignature):
        raise refusal from None


def read_after(note: str) -> tuple[int, bytes] | None:
    """Size and link of the checkpoint before, as a note names them; None where it names none. Checks no signature."""
    lines = note.split("\n", 4)
    words = lines[3].split(" ") if len(lines) == 5 else []
    if len(words) != 3 or words[0] != AFTER:
        return None
    try:
        return int(words[1]), base64.b64decode(words[2], validate=True)
    except ValueError:
        return None


def _key_id(key: bytes) -> bytes:
    """The first bytes of a hash over name, kind and key, as signed notes define it."""
    return sha256(LOG_NAME.encode() + b"\n" + ED25519 + key).digest()[:KEY_ID]


@lru_cache(maxsize=1)
def _key() -> Ed25519PrivateKey:
    path = signing_key_file()
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_text(), validate=True))
    except (OSError, ValueError):
        raise CannotSign(
            f"The signing key {path} is missing or damaged; put it back from its backup. Nothing is lost meanwhile: "
            "entries wait for their numbers."
        ) from None
