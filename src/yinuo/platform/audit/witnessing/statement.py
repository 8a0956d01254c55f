"""What a witness is told: a checkpoint, and the proof that it continues the one that the witness saw last."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from yinuo.kernel.errors import DomainError
from yinuo.kernel.merkle import consistency_proof, is_consistent
from yinuo.platform.audit.signing import NoCheckpoint, SignedTree, public_key, read_checkpoint
from yinuo.platform.audit.tree import StoredNodes


class CannotWitness(DomainError):
    """
    A witness did not accept a checkpoint; it is tried again, and somebody is told.

    ``code`` is one of: ``witness.inconsistent`` (the log is not the one that it saw: alarm), ``witness.unreachable``,
    ``witness.refused``.
    """

    code = "witness.refused"

    def __init__(self, text: str, *, code: str = "witness.refused") -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A signed checkpoint, with the one before and the path from it; ``before`` is empty for the first."""

    note: str
    tree: SignedTree
    before: str
    path: tuple[bytes, ...]

    def to_text(self) -> str:
        """All of it as lines that a person can keep, and compare with what they kept before."""
        if not self.before:
            return self.note
        path = "".join(f"{base64.b64encode(one).decode()}\n" for one in self.path)
        return f"{self.note}\nconsistent with:\n\n{self.before}\nby:\n\n{path}"

    def to_line(self) -> str:
        """The checkpoint in one line."""
        return self.note.strip().replace("\n\n", " ").replace("\n", " ")


def continue_from(before: str, note: str) -> Statement:
    """
    Prove that ``note`` continues ``before``, and check the proof as the witness would.

    Args:
        before: the checkpoint that the witness kept, or nothing.

    Raises:
        CannotWitness: it does not, or one of them is not signed by our key.
    """
    try:
        tree = read_checkpoint(note, key=public_key())
        first = read_checkpoint(before, key=public_key()) if before else None
    except NoCheckpoint as refusal:
        raise CannotWitness(
            "A checkpoint is not signed by the log's key.", code="witness.inconsistent"
        ) from refusal
    if first is None:
        return Statement(note=note, tree=tree, before="", path=())
    path = consistency_proof(first.size, tree.size, StoredNodes()) if first.size <= tree.size else []
    if not is_consistent(
        first=first.size, first_root=first.root, second=tree.size, second_root=tree.root, proof=path
    ):
        raise CannotWitness(
            "The log is not the one that the witness saw; verify it at once.", code="witness.inconsistent"
        )
    return Statement(note=note, tree=tree, before=before, path=tuple(path))
