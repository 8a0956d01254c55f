"""Answer the customer from the reply box: the places of the text are filled, then it is sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.public import clear_names, name_masks
from yinuo.core.promises.public import promises_on
from yinuo.features.cases.locking import CaseNotFound, lock_case
from yinuo.features.cases.models import Case
from yinuo.features.cases.operations.record_response import (
    CannotRecordResponse,
    ResponseRecorded,
    record_response,
)
from yinuo.features.cases.texts.places import (
    CaseFacts,
    case_values,
    filled,
    known_places,
    language_of,
    name_values,
    owed_at,
    unknown_places,
)
from yinuo.platform.identity.public import Actor, names_of
from yinuo.platform.jobs.public import transaction


def answer_customer(
    *, case_id: UUID, text: str, actor: Actor, now: datetime, revision: int | None = None
) -> ResponseRecorded:
    """
    Send an answer; the customer's name goes into the sealed text only, never into what lists and searches read.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotRecordResponse: see ``record_response``; or no case fills a place of the text.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        names = sorted(clear_names(case.customer_id)) if "{" in text else []
        said = _filled(case, text, names[0] if names else "", actor, now)
        return record_response(case_id=case_id, text=said, actor=actor, now=now)


def preview_answer(*, case_id: UUID, text: str, actor: Actor, now: datetime) -> str:
    """
    What the customer would read, their name masked as colleagues see it.

    Raises:
        CaseNotFound: the actor sees no such case.
        CannotRecordResponse: no case fills a place of the text.
    """
    case = Case.objects.select_related("owner").filter(pk=case_id).first()
    if case is None or not actor.sees(case.path):
        raise CaseNotFound(_("There is no such case, or it belongs to another unit."))
    return _filled(case, text, name_masks([case.customer_id])[case.customer_id][0], actor, now)


def _filled(case: Case, text: str, name: str, actor: Actor, now: datetime) -> str:
    if "{" not in text:
        return text
    wrong = unknown_places(text)
    if wrong:
        raise CannotRecordResponse(
            _("No case fills this place: %(place)s. Correct it or take it out; nothing was sent.")
            % {"place": wrong[0]}
        )
    subject, language = f"case:{case.pk}", language_of(text)
    promises = promises_on(subjects=[subject], now=now)[subject]
    facts = CaseFacts(
        number=case.number,
        kind=case.kind,
        voiced_at=case.voiced_at,
        owner_name=case.owner.name if case.owner else "",
        me=names_of([actor.id]).get(actor.id, "") if actor.id else "",
        answer_at=owed_at(promises, decision=False),
        decision_at=owed_at(promises, decision=True),
    )
    said = filled(text, case_values(facts, language=language, now=now) | name_values(name, language=language))
    lacking = known_places(said)
    if lacking:
        raise CannotRecordResponse(
            _("This case has nothing for %(place)s. Say it in your own words; nothing was sent.")
            % {"place": lacking[0]}
        )
    return said
