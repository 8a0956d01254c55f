"""Take hold of a case for writing: within the actor's reach, as the actor saw it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import hold_promises
from yinuo.features.cases.models import Case
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import require_transaction


class CaseNotFound(DomainError):
    """There is no such case in the part of the institution that the actor sees."""

    code = "case.not_found"


class CaseChangedMeanwhile(DomainError):
    """A colleague changed the case after it was shown; nothing was overwritten."""

    code = "case.changed_meanwhile"


def lock_case(*, case_id: UUID, actor: Actor, revision: int | None = None) -> Case:
    """
    The case with what is owed on it, locked until the commit.

    Args:
        revision: what the actor saw; None where the actor saw nothing (an integration).

    Raises:
        CaseNotFound: it does not exist, or lies outside the actor's reach.
        CaseChangedMeanwhile: it has another revision by now.
    """
    require_transaction("case.lock")
    case = Case.objects.select_for_update().filter(pk=case_id).first() if actor.reach else None
    if case is None or not actor.sees(case.path):
        raise CaseNotFound(_("There is no such case, or it belongs to another unit."))
    if revision is not None and revision != case.revision:
        raise CaseChangedMeanwhile(
            _(
                "A colleague changed this case meanwhile. Your text is kept: look at the change, then send again."
            )
        )
    hold_promises(subject=f"case:{case.pk}")
    return case
