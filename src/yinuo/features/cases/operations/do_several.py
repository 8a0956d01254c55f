"""Do one thing to several cases: to each by itself, with a report of those where it was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from yinuo.kernel.errors import DomainError

MOST = 100  # cases at one time


@dataclass(frozen=True, kw_only=True)
class SeveralDone:
    """
    What came of it.

    Attributes:
        done: the cases where it was done.
        refused: why it was not, for each other one.
    """

    done: tuple[UUID, ...]
    refused: Mapping[UUID, str]


def do_several(*, shown: Mapping[UUID, int], act: Callable[[UUID, int], object]) -> SeveralDone:
    """
    Call ``act`` for each case with the revision that was shown; each is a transaction of its own.

    A case that changed meanwhile, or where the act is refused, stays as it is, and the others go on.
    """
    done, refused = [], {}
    for case_id, revision in list(shown.items())[:MOST]:
        try:
            act(case_id, revision)
        except DomainError as refusal:
            refused[case_id] = str(refusal)
        else:
            done.append(case_id)
    return SeveralDone(done=tuple(done), refused=refused)
