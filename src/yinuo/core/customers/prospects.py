"""
Prospects: people who never became customers. No law wants their data kept, so they may go at any time when two people
decide; by themselves they go when nothing was heard of them for as long as the rule of prospects says.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from yinuo.core.customers.models import Consent, Customer, Detail, RelationChange, State
from yinuo.core.customers.queries import family
from yinuo.platform.vault.public import retention_rules

PROSPECT_DATA = "prospect_data"


def silent_prospects(*, since: date) -> QuerySet[Customer]:
    """Living records of prospects of whom nothing was heard after that day."""
    mine = {"customer": OuterRef("pk")}
    heard = (
        Q(Exists(RelationChange.objects.filter(**mine, at__date__gt=since)))
        | Q(Exists(Detail.objects.filter(**mine).filter(_later(since))))
        | Q(Exists(Consent.objects.filter(**mine, at__date__gt=since)))
    )
    found: QuerySet[Customer] = Customer.objects.filter(
        state=State.PROSPECT, merged_into=None, erased_at=None, created_at__date__lte=since
    )
    return found.exclude(heard)


def silence_is_over_on(*, customer_id: UUID) -> date:
    """
    The first day on which a prospect has been silent long enough.

    A word is: the first record of them, one that was joined to it, a step of the relation, a value that was given or
    verified, a consent. What was said in a case keeps the file of that case, by its own rule.
    """
    records = family(customer_id=customer_id)
    words: Iterable[datetime | None] = (
        Customer.objects.filter(pk__in=records).aggregate(at=Max("created_at"))["at"],
        RelationChange.objects.filter(customer__in=records).aggregate(at=Max("at"))["at"],
        Detail.objects.filter(customer__in=records).aggregate(at=Max("added_at"))["at"],
        Detail.objects.filter(customer__in=records).aggregate(at=Max("verified_at"))["at"],
        Consent.objects.filter(customer__in=records).aggregate(at=Max("at"))["at"],
    )
    return retention_rules()[PROSPECT_DATA].ends_on(max(filter(None, words)))


def _later(since: date) -> Q:
    return Q(added_at__date__gt=since) | Q(verified_at__date__gt=since)
