"""Link two cases that colleagues should read together; nothing else changes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import Link
from yinuo.features.cases.queries.case import id_of
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


class CannotLinkCases(DomainError):
    """There is no such case, or the two are linked already."""

    code = "case.cannot_link"


def link_cases(*, case_id: UUID, number: str, actor: Actor, now: datetime) -> None:
    """
    Link the case to the one of that number.

    Raises:
        CaseNotFound: see ``lock_case``.
        CannotLinkCases: see the class.
    """
    other_id = id_of(number=number.strip().upper(), actor=actor)
    if other_id is None or other_id == case_id:
        raise CannotLinkCases(_("Give the number of another case that you see."))
    with transaction():
        held = {one: lock_case(case_id=one, actor=actor) for one in sorted((case_id, other_id))}
        one, other = held.values()
        if Link.objects.filter(one=one, other=other).exists():
            raise CannotLinkCases(_("These two are linked already."))
        Link.objects.create(one=one, other=other, at=now)
        for here, there in ((one, other), (other, one)):
            append(
                stream=f"case:{here.pk}",
                action="case.linked",
                actor=actor.reference,
                at=now,
                facts={"case": str(there.pk), "number": there.number},
            )
            tell_screens(here)
