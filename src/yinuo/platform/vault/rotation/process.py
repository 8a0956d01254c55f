"""What each process that rotates does with a batch; nothing here needs a loaded Django to be imported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from yinuo.platform.vault.rotation.passes import BatchDone


def rewrap(keys: Sequence[int]) -> BatchDone[int]:
    """Wrap these keys anew."""
    from yinuo.platform.vault.rotation.passes import BatchDone
    from yinuo.platform.vault.rotation.wrapping import rewrap_batch

    return BatchDone(keys[-1], rewrap_batch(keys))


def renew(owners: Sequence[UUID], *, only_other_suite: bool) -> BatchDone[UUID]:
    """Give these owners fresh keys."""
    from yinuo.platform.vault.rotation.common import in_one_write
    from yinuo.platform.vault.rotation.data import renew_batch
    from yinuo.platform.vault.rotation.passes import BatchDone

    return BatchDone(owners[-1], in_one_write(lambda: renew_batch(owners, only_other_suite=only_other_suite)))


def destroy_old(owners: Sequence[UUID]) -> BatchDone[UUID]:
    """Destroy what is not the newest key of these owners."""
    from yinuo.platform.vault.rotation.common import in_one_write
    from yinuo.platform.vault.rotation.data import destroy_batch
    from yinuo.platform.vault.rotation.passes import BatchDone

    return BatchDone(owners[-1], in_one_write(lambda: destroy_batch(owners)))


def index_anew(owners: Sequence[UUID]) -> BatchDone[UUID]:
    """Index these owners' values under the newest key."""
    from yinuo.platform.vault.rotation.common import in_one_write
    from yinuo.platform.vault.rotation.index import index_batch
    from yinuo.platform.vault.rotation.passes import BatchDone

    return BatchDone(owners[-1], in_one_write(lambda: index_batch(owners)))
