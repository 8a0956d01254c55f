"""Reads about promises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q

from yinuo.core.promises.models import Promise
from yinuo.core.promises.views import PromiseView, view_of
from yinuo.kernel.stats import Share, wilson


def promises_on(*, subjects: Iterable[str], now: datetime) -> dict[str, list[PromiseView]]:
    """The promises on each subject, nearest due time first: one query for all of them."""
    found: dict[str, list[PromiseView]] = {subject: [] for subject in subjects}
    rows = Promise.objects.filter(subject__in=list(found)).select_related("policy").order_by("due_at", "id")
    for promise in rows:
        found[promise.subject].append(view_of(promise, now=now))
    return found


def kept_share(*, duty: str, reach: str | None, since: datetime, until: datetime, now: datetime) -> Share:
    """
    How many of the promises due in a half-open period were kept, with its interval.

    Promises that still run or stand still, and withdrawn ones, are not counted; an unsettled one past its time is
    broken.

    Args:
        duty: what was owed, by whichever policy.
        reach: the organisation node whose subtree counts; None counts nothing.
    """
    if reach is None:
        return wilson(hits=0, total=0)
    late = Q(state__in=[Promise.State.RUNNING, Promise.State.BROKEN], due_at__lt=now)
    decided = Promise.objects.filter(
        policy__duty=duty, path__startswith=reach, due_at__gte=since, due_at__lt=until
    ).aggregate(
        kept=Count("id", filter=Q(state=Promise.State.KEPT)),
        broken=Count("id", filter=late | Q(state=Promise.State.BROKEN, settled_at__isnull=False)),
    )
    return wilson(hits=decided["kept"], total=decided["kept"] + decided["broken"])
