"""Who may not decide a review: whoever had the matter before."""

from __future__ import annotations

from uuid import UUID

from yinuo.features.cases.models import Case, Message, Relation
from yinuo.platform.audit.public import records_of


def is_recused(*, case: Case, staff_id: UUID) -> bool:
    """Whether this person owned, or answered, the case that ``case`` reviews."""
    if case.relation != Relation.REVIEW or case.parent_id is None:
        return False
    return staff_id in handlers_of(case.parent_id)


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
