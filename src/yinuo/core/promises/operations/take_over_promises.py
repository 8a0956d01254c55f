"""Promises on many past subjects at once: each policy chosen once, each due time computed once, rows by COPY."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from yinuo.core.promises import rules
from yinuo.core.promises.arranging import CLOCK_LOOKS_EVERY, TICK, arrange
from yinuo.core.promises.choosing import best_of, published_versions
from yinuo.core.promises.errors import CannotReadTerms
from yinuo.core.promises.keeping import calendar_for, keeper_for
from yinuo.core.promises.models import PolicyVersion, Promise
from yinuo.core.promises.operations.make_promise import CannotMakePromise
from yinuo.platform.audit.public import NewEntry
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import RowForm, wake_clock

_OF_STANDARD = (
    "version_id",
    "policy_id",
    "calendar_version",
    "made_at",
    "base_due_at",
    "at_risk_at",
    "due_at",
    "is_provisional",
    "plan",
)
_OF_PROMISE = ("id", "subject", "path", "owner_id", "state", "settled_at", "evidence", "next_alarm_at")


@dataclass(frozen=True, kw_only=True)
class Standard:
    """
    What applies to a duty that began at a moment, and when it is due; the same for all that began then.

    Attributes:
        begun: what it gives to each row of its promises.
    """

    version: PolicyVersion
    starts_at: datetime
    model: Promise
    begun: bytes

    @property
    def due_at(self) -> datetime:
        """The last moment that is still in time."""
        return self.model.due_at


class PromisesTakenOver:
    """
    The promises of one batch of an import; made within its transaction, thrown away after it.

    ``standard`` says what applies, ``add`` makes a promise, settled or still owed, and gives its entries of
    evidence, ``store`` writes the rows. No event is published: what happened long ago is no news.
    """

    def __init__(self, *, actor: Actor, now: datetime) -> None:
        self._actor = actor.reference
        self._now = now
        self._standards: dict[tuple[object, ...], Standard] = {}
        self._published: dict[str, list[PolicyVersion]] = {}
        self._form = RowForm(Promise(), varying=(*_OF_STANDARD, *_OF_PROMISE))
        self._rows: list[bytes] = []
        self._wakes = False

    def standard(
        self, *, duty: str, circumstances: Mapping[str, str], path: str, starts_at: datetime
    ) -> Standard:
        """
        What applies to a duty.

        Raises:
            CannotMakePromise: no policy says how long it may take, or none that was valid then.
        """
        key = (duty, tuple(sorted(circumstances.items())), path, starts_at)
        found = self._standards.get(key)
        if found is None:
            found = self._standards[key] = self._choose(duty, circumstances, path, starts_at)
        return found

    def add(
        self,
        *,
        standard: Standard,
        subject: str,
        path: str,
        owner_id: UUID | None,
        happened_at: datetime | None = None,
        evidence: str = "",
    ) -> list[NewEntry]:
        """
        Promise ``subject`` what is owed, and settle it at once where it happened already.

        Args:
            happened_at: when what was promised happened; None where it is still owed.
            evidence: what proves it, where it happened.

        Returns:
            What the chain of the subject is to say, in order.
        """
        promise_id, model = uuid7(), standard.model
        state, settled_at, next_alarm_at = Promise.State.RUNNING, None, model.next_alarm_at
        entries = [self._made(standard, promise_id, subject)]
        if happened_at is not None:
            verdict = rules.verdict(due=model.due_at, happened_at=happened_at)
            if verdict is rules.Verdict.KEPT or standard.version.settle_late:
                state, settled_at, next_alarm_at = Promise.State(verdict.value), happened_at, None
                entries.append(self._settled(standard, promise_id, subject, happened_at, evidence))
        if next_alarm_at is not None and next_alarm_at < self._now + CLOCK_LOOKS_EVERY:
            self._wakes = True
        self._rows.append(
            self._form.row(
                promise_id,
                subject,
                path,
                owner_id,
                state.value,
                settled_at,
                evidence if settled_at else "",
                next_alarm_at,
                begun=(len(_OF_STANDARD), standard.begun),
            )
        )
        return entries

    def forget(self) -> None:
        """Throw away what was added and not stored."""
        self._rows, self._wakes = [], False

    def store(self) -> None:
        """
        Write what was added, as part of the open transaction.

        Raises:
            NoTransaction: there is no business write that the promises could be part of.
        """
        if self._rows:
            self._form.store(self._rows)
        if self._wakes:
            wake_clock(tick=TICK)
        self.forget()

    def _choose(
        self, duty: str, circumstances: Mapping[str, str], path: str, starts_at: datetime
    ) -> Standard:
        if duty not in self._published:
            self._published[duty] = list(published_versions().filter(policy__duty=duty))
        valid = [
            one
            for one in self._published[duty]
            if one.valid_from is not None
            and one.valid_from <= starts_at
            and (one.valid_to is None or one.valid_to > starts_at)
        ]
        version = best_of(valid, circumstances=circumstances, path=path)
        if version is None:
            raise CannotMakePromise(
                _("No policy said on that day how long “%(duty)s” may take; take it over with a later date.")
                % {"duty": duty}
            )
        terms = version.terms
        try:
            calendar = calendar_for(terms, at=self._now)
            keeper = keeper_for(terms, calendar_version=calendar, at=starts_at)
        except CannotReadTerms as problem:
            raise CannotMakePromise(str(problem)) from None
        timing = rules.timing(start=starts_at, terms=terms, keeper=keeper)
        model = Promise(
            version=version, policy=version.policy, made_at=starts_at, calendar_version=calendar, subject=""
        )
        arrange(model, timing, plan=rules.to_come(timing.alarms, after=self._now))
        begun = self._form.begin(*(getattr(model, name) for name in _OF_STANDARD))
        return Standard(version=version, starts_at=starts_at, model=model, begun=begun)

    def _made(self, standard: Standard, promise_id: UUID, subject: str) -> NewEntry:
        return NewEntry(
            stream=subject,
            action="promise.made",
            actor=self._actor,
            at=self._now,
            facts={
                "promise": str(promise_id),
                "policy": standard.version.policy_id,
                "version": standard.version.number,
                "starts_at": standard.starts_at.isoformat(),
                "due_at": standard.due_at.isoformat(),
            },
        )

    def _settled(
        self, standard: Standard, promise_id: UUID, subject: str, happened_at: datetime, evidence: str
    ) -> NewEntry:
        kept = happened_at <= standard.due_at
        return NewEntry(
            stream=subject,
            action="promise.kept" if kept else "promise.fulfilled_late",
            actor=self._actor,
            at=self._now,
            facts={
                "promise": str(promise_id),
                "policy": standard.version.policy_id,
                "happened_at": happened_at.astimezone(UTC).isoformat(),
                "due_at": standard.due_at.isoformat(),
                "evidence": evidence,
            },
        )
