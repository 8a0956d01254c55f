"""Make somebody's data unreadable for good, unless the law or a hold wants them kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _

from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault import registry
from yinuo.platform.vault.errors import CannotErase
from yinuo.platform.vault.holds import holds_on
from yinuo.platform.vault.models import DataKey, Erasure
from yinuo.platform.vault.retention import retention_rules


@dataclass(frozen=True, kw_only=True)
class Block:
    """
    Why something must be kept.

    Attributes:
        code: ``hold``, or the code of the retention rule.
        text: a sentence fit to show.
        until: the day on which it may go; None while that is not known.
    """

    code: str
    text: str
    until: date | None


@dataclass(frozen=True, kw_only=True)
class OwnerErased:
    """What was destroyed."""

    keys: int
    index_rows: int
    masked_rows: int


def erasure_blocked_by(*, owner: UUID, now: datetime) -> list[Block]:
    """Every reason why the data of ``owner`` must be kept now; empty when they may be erased."""
    blocks = [
        Block(
            code="hold",
            text=_("A legal hold (%(cause)s) keeps these data; lift it first.")
            % {"cause": " · ".join(filter(None, (hold.cause_label, hold.reference)))},
            until=None,
        )
        for hold in holds_on([owner])
    ]
    for keepers in registry.retentions.values():
        for kept in keepers(owner):
            block = _block_of(kept, now)
            if block is not None:
                blocks.append(block)
    return blocks


def erase_owner(*, owner: UUID, actor: Actor, now: datetime, reason: str, stream: str = "") -> OwnerErased:
    """
    Destroy every key of ``owner``, their index rows and masks, as part of the caller's write.

    What was sealed stays as bytes that nobody can read, so that evidence which commits to them still verifies. No
    key is ever made for this owner again. The caller has seen to four eyes.

    Args:
        reason: a code for the evidence, such as ``request`` or ``retention_over``; no personal data.
        stream: the subject in the evidence; ``owner:<id>`` by default.

    Raises:
        CannotErase: a hold or the law keeps the data, or they are erased already.
    """
    with transaction():
        # The locks make a rotation that is adding a key finish first; the deletion then sees that key, too.
        keys = list(DataKey.objects.select_for_update().filter(owner=owner).values_list("pk", flat=True))
        blocks = erasure_blocked_by(owner=owner, now=now)
        if blocks:
            raise CannotErase(" ".join(block.text for block in blocks))
        if not keys:
            raise CannotErase(_("These data are erased already, or there never were any."))
        Erasure.objects.create(owner=owner, erased_at=now)
        destroyed, _by_model = DataKey.objects.filter(owner=owner).delete()
        done = OwnerErased(
            keys=destroyed, index_rows=_remove_index_rows(owner), masked_rows=_empty_masks(owner)
        )
        append(
            stream=stream or f"owner:{owner}",
            action="vault.owner_erased",
            actor=actor.reference,
            at=now,
            facts={
                "reason": reason,
                "keys": done.keys,
                "index_rows": done.index_rows,
                "masks": done.masked_rows,
            },
        )
        return done


def is_erased(owner: UUID) -> bool:
    """Whether this owner's keys were destroyed."""
    return Erasure.objects.filter(owner=owner).exists()


def _block_of(kept: registry.Kept, now: datetime) -> Block | None:
    rule = retention_rules()[kept.rule]
    names = {"what": kept.what or _("These data"), "source": rule.source}
    if kept.since is None:
        text = _("%(what)s must be kept (%(source)s): the time has not begun to run.") % names
        return Block(code=rule.code, text=text, until=None)
    until = rule.ends_on(kept.since)
    if now.date() >= until:
        return None
    text = _("%(what)s must be kept until %(date)s (%(source)s).") % {**names, "date": until.isoformat()}
    return Block(code=rule.code, text=text, until=until)


def _remove_index_rows(owner: UUID) -> int:
    removed = 0
    for index in registry.indexes.values():
        rows = apps.get_model(index.model)._default_manager.filter(**{index.owner: owner})
        removed += rows.delete()[0]
    return removed


def _empty_masks(owner: UUID) -> int:
    emptied = 0
    for mask in registry.masks.values():
        rows = apps.get_model(mask.model)._default_manager.filter(**{mask.owner: owner})
        emptied += rows.update(**dict.fromkeys(mask.columns, ""))
    return emptied
