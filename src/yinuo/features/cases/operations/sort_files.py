"""Put files where they belong after a split: from one part of what was one matter to another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import Case, Relation
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.platform.files.public import copy_files, move_files
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


class CannotSortFiles(DomainError):
    """Nothing is chosen, or the other case is no part of the same matter."""

    code = "case.cannot_sort_files"


def sort_files(
    *,
    case_id: UUID,
    other: str,
    moved: Collection[UUID],
    copied: Collection[UUID],
    actor: Actor,
    now: datetime,
) -> None:
    """
    Move some files of a case to another part of the split, and copy others: all, or nothing.

    Args:
        other: the number of the other part.

    Raises:
        CaseNotFound: see ``lock_case``; of either case.
        CannotSortFiles: see the class.
        CannotTakeFile, CannotOpenFile, StoreIsAway: see the files room.
    """
    if not moved and not copied:
        raise CannotSortFiles(_("Choose at least one file to move or to copy."))
    to_id = parts_of(case_id).get(other)
    if to_id is None:
        raise CannotSortFiles(_("Files go to a case that was split off, or to the one it was split from."))
    with transaction():
        held = {one: lock_case(case_id=one, actor=actor) for one in sorted((case_id, to_id))}
        case, to = held[case_id], held[to_id]
        subject, target = f"case:{case.pk}", f"case:{to.pk}"
        if copied:
            copy_files(
                file_ids=copied, subject=subject, to=target, owner=to.customer_id, actor=actor, now=now
            )
        if moved:
            move_files(file_ids=moved, subject=subject, to=target, actor=actor, now=now)
        tell_screens(case)
        tell_screens(to)


def parts_of(case_id: UUID) -> dict[str, UUID]:
    """The other parts of a matter that was split, by number: split off from the case, or where it came from."""
    case = Case.objects.values("parent_id", "relation").get(pk=case_id)
    found = Q(parent_id=case_id, relation=Relation.SPLIT)
    if case["relation"] == Relation.SPLIT:
        found |= Q(pk=case["parent_id"]) | Q(parent_id=case["parent_id"], relation=Relation.SPLIT)
    return dict(Case.objects.filter(found).exclude(pk=case_id).values_list("number", "pk"))
