"""Canned texts: which somebody may use, and how a case fills their places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from yinuo.features.cases.models import CannedText
from yinuo.features.cases.queries.case import CaseDetail
from yinuo.features.cases.texts.places import CaseFacts, case_values, filled, language_of, owed_at
from yinuo.platform.identity.public import Actor, Role


@dataclass(frozen=True, kw_only=True)
class CannedView:
    """
    A canned text.

    Attributes:
        text: with its places filled where a case was at hand; those of the customer's name stay until it is sent.
    """

    id: UUID
    title: str
    language: str
    language_label: str
    text: str
    may_change: bool


def canned_texts(
    *, actor: Actor, now: datetime, case: CaseDetail | None = None, me: str = ""
) -> tuple[CannedView, ...]:
    """The texts of the actor's unit and those above it, those in the reader's language first: one query."""
    if actor.node_path is None:
        return ()
    steps = actor.node_path.strip("/").split("/")
    above = ["/" + "/".join(steps[:count]) + "/" for count in range(1, len(steps) + 1)]
    texts = list(CannedText.objects.filter(path__in=above))
    values = {
        language: case_values(_facts(case, me), language=language, now=now)
        for language in {one.language for one in texts}
        if case
    }
    return tuple(
        CannedView(
            id=one.pk,
            title=one.title,
            language=one.language,
            language_label=one.get_language_display(),
            text=filled(one.text, values.get(one.language, {})),
            may_change=actor.has(Role.SUPERVISOR) and actor.sees(one.path),
        )
        for one in sorted(texts, key=lambda one: not (get_language() or "").startswith(one.language[:2]))
    )


def filled_answer(text: str, *, case: CaseDetail, me: str, now: datetime) -> str:
    """A text for the reply box, in its own language; the customer's name, and what the case lacks, stay places."""
    return filled(text, case_values(_facts(case, me), language=language_of(text), now=now))


def _facts(case: CaseDetail, me: str) -> CaseFacts:
    return CaseFacts(
        number=case.number,
        kind=case.kind,
        voiced_at=case.voiced_at,
        owner_name=case.owner_name,
        me=me,
        answer_at=owed_at(case.promises, decision=False),
        decision_at=owed_at(case.promises, decision=True),
    )
