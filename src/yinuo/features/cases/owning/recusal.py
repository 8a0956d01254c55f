"""Who may not have a case: whomever it concerns, and, for a review, whoever had the matter before."""

from __future__ import annotations

from uuid import UUID

from yinuo.features.cases.models import Case, Message, Relation
from yinuo.platform.audit.public import records_of


def is_recused(*, case: Case, staff_id: UUID) -> bool:
    """Whether ``case`` concerns this person, or reviews one that they owned or answered."""
    return staff_id in recused_from(case)


def recused_from(case: Case) -> frozenset[UUID]:
    """Everybody who may not have ``case``."""
    before = handlers_of(case.parent_id) if case.relation == Relation.REVIEW and case.parent_id else ()
    return frozenset({*case.concerns, *before})


def handlers_of(case_id: UUID) -> frozenset[UUID]:
    """Everybody who owned a case at some time, or answered its customer."""
    owners = Case.objects.filter(pk=case_id, owner__isnull=False).values_list("owner_id", flat=True)
    answered = Message.objects.filter(case_id=case_id, kind=Message.Kind.REPLY, author_id__isnull=False)
    named = {
        UUID(str(record.facts[key]))
        for record in records_of(f"case:{case_id}")
        if record.action in ("case.opened", "case.assigned")
        for key in ("owner", "from", "to")
        if record.facts.get(key)
    }
    authors = (author for author in answered.values_list("author_id", flat=True) if author)
    return frozenset({*owners, *authors, *named})
