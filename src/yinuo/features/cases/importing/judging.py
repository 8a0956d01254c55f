"""What a published complaint is as a case of ours: judged by when it happened."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.core.promises.public import PromisesTakenOver
from yinuo.features.cases import rules
from yinuo.features.cases.importing.cfpb import PastComplaint
from yinuo.features.cases.importing.errors import CannotReadRow
from yinuo.features.cases.importing.past import Owed, PastCase
from yinuo.features.cases.models import Kind, Source

UNKNOWN_CAUSE = "C99"
# A late answer's time is not published, only that it came after the last second that was in time.
_AFTER_DUE = timedelta(seconds=1)


def case_of(
    *, complaint: PastComplaint, line: int, path: str, promises: PromisesTakenOver, now: datetime
) -> PastCase:
    """
    The case as it stands by now: ended, or answered and still open; it has no owner.

    The published reading "Timely response?" settles the promise: "Yes" at the last moment that was in time,
    "No" at the first that was not. Where nothing was published about a case that ended, nothing is judged.

    Raises:
        CannotReadRow: it was received in the future, or called late before its time has passed.
        CannotMakePromise: no standard was valid when it was received.
    """
    midnight = datetime.combine(complaint.received_date, time(), timezone.get_default_timezone())
    voiced_at = midnight.astimezone(UTC)
    if voiced_at > now:
        raise CannotReadRow(_("its “Date received” lies in the future"))
    answered_at: datetime | None = None
    owed: tuple[Owed, ...] = ()
    if complaint.is_timely is not None or not complaint.is_ended:
        standard = promises.standard(
            duty=str(rules.response_duty(kind=Kind.COMPLAINT, source=Source.CFPB)),
            circumstances={},
            path=path,
            starts_at=voiced_at,
        )
        answered_at = _answered_at(complaint, standard.due_at, now)
        proof = f"cfpb:timely_response={'Yes' if complaint.is_timely else 'No'}" if answered_at else ""
        owed = (Owed(standard=standard, happened_at=answered_at, evidence=proof),)
    return PastCase(
        line=line,
        external_id=complaint.external_id,
        subject=complaint.subject,
        text=complaint.text,
        is_common=complaint.is_composed,
        path=path,
        voiced_at=voiced_at,
        owed=owed,
        answered_at=answered_at,
        resolved_at=(answered_at or voiced_at) if complaint.is_ended else None,
        cause=UNKNOWN_CAUSE if complaint.is_ended else "",
        outcome=complaint.outcome,
    )


def _answered_at(complaint: PastComplaint, due_at: datetime, now: datetime) -> datetime | None:
    if complaint.is_timely is None:
        return None
    if complaint.is_timely:
        return min(due_at, now)
    if due_at + _AFTER_DUE > now:
        raise CannotReadRow(_("it is called late, but its time has not passed yet"))
    return due_at + _AFTER_DUE
