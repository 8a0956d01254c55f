"""Hand a case on to whom it belongs, or decline it with the reason; the customer is told in the same write."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yinuo.core.promises.public import settle_promise, withdraw_promises
from yinuo.features.cases import rules
from yinuo.features.cases.helping.holding import cancel_tasks
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING, Case, Message, State
from yinuo.features.cases.owning.alarm import forget_owner
from yinuo.features.cases.referring import DECLINED, name_of
from yinuo.features.cases.telling import tell_screens
from yinuo.features.cases.texts.messages import write_message
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.jobs.public import transaction


class CannotReferCase(DomainError):
    """No such place or reason, nothing is explained, or the case has ended."""

    code = "case.cannot_refer"


def refer_case(
    *,
    case_id: UUID,
    choice: str,
    explanation: str,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
) -> None:
    """
    End a case that is not ours, with the customer told where it belongs or why it is not taken up.

    The notice is a substantive answer by a person: it keeps the promise of an answer at the time it is sent. A decision
    is owed no more; what was late by then stays broken.

    Args:
        choice: ``to:`` and the code of a place (``referring.places``), or ``why:`` and a key of ``DECLINED``.
        explanation: in the handler's own words, for the customer; it stands in the notice.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotReferCase: see the class.
    """
    notice = notice_of(choice=choice, explanation=explanation)
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if case.state not in LIVING:
            raise CannotReferCase(_("This case has ended already; nothing is handed on."))
        if case.relation == "REVIEW":
            raise CannotReferCase(_("A review is decided here; it is not handed on."))
        told = write_message(
            case=case,
            kind=Message.Kind.REPLY,
            text=notice,
            at=now,
            channel=case.source,
            author_id=actor.id if actor.kind is ActorKind.STAFF else None,
        )
        case.state = State.REFERRED if choice.startswith("to:") else State.DECLINED
        case.answered_at = case.answered_at or now
        case.attention_at = None
        case.revision += 1
        case.save(update_fields=["state", "answered_at", "attention_at", "revision"])
        append(
            stream=f"case:{case.pk}",
            action="case.referred" if case.state == State.REFERRED else "case.declined",
            actor=actor.reference,
            at=now,
            facts={"choice": choice, "message": str(told.pk)},
            sealed=bytes(told.sealed),
        )
        _settle(case, told, actor, now)
        cancel_tasks(case=case, actor=actor, now=now)
        forget_owner(case, reason="case_ended", actor=actor, now=now)
        tell_screens(case)


def notice_of(*, choice: str, explanation: str) -> str:
    """
    What the customer reads, in the language of the house.

    Raises:
        CannotReferCase: see the class.
    """
    said = explanation.strip()
    if len(said) < rules.SHORTEST_ANSWER or len(said) > rules.LONGEST_TEXT // 2:
        raise CannotReferCase(_("Explain it to the customer in your own words, in 6 to 10,000 characters."))
    kind, _colon, code = choice.partition(":")
    with translation.override(settings.LANGUAGE_CODE):
        if kind == "to" and name_of(code):
            head = _("Your matter does not belong to us. Please turn to: %(place)s.") % {
                "place": name_of(code)
            }
        elif kind == "why" and code in DECLINED:
            head = _("We cannot take up your matter, because %(reason)s.") % {"reason": DECLINED[code]}
        else:
            head = ""
    if not head:
        raise CannotReferCase(_("Choose where it belongs, or why it is not taken up."))
    return f"{head}\n\n{said}"


def _settle(case: Case, told: Message, actor: Actor, now: datetime) -> None:
    subject = f"case:{case.pk}"
    duty = rules.response_duty(kind=case.kind, source=case.source, relation=case.relation)
    if duty:
        settle_promise(
            subject=subject,
            duty=duty,
            happened_at=now,
            evidence=f"message:{told.pk}",
            actor=actor,
            now=now,
        )
    withdraw_promises(subject=subject, reason=f"case_{case.state.lower()}", actor=actor, now=now)
