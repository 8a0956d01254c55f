"""
Take a batch of past cases over in one transaction: everything that a case gets, and every table by COPY.

Each case has its customer under seal, its texts sealed and redacted, its number, its promises with their verdicts or
alarms, and a chain of evidence of its own. No event is published: what happened long ago is no news.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, connection
from django.utils import timezone
from uuid_utils.compat import uuid7

from yinuo.core.customers.public import clear_names, register_customer, register_unnamed
from yinuo.core.promises.public import PromisesTakenOver
from yinuo.features.cases import rules
from yinuo.features.cases.importing.past import PastCase
from yinuo.features.cases.models import Case, Message, State
from yinuo.features.cases.texts.messages import place_of
from yinuo.kernel.redaction import redact
from yinuo.platform.audit.public import NewEntry, begin_streams
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import RowForm, attempt, transaction
from yinuo.platform.live.public import announce
from yinuo.platform.vault.public import Sealer, sealers_for

_CASE = (
    "id",
    "number",
    "kind",
    "source",
    "level",
    "state",
    "subject",
    "customer_id",
    "path",
    "owner_id",
    "voiced_at",
    "answered_at",
    "resolved_at",
    "business_channel",
    "category",
    "cause",
    "attention_at",
    "tracking_digest",
    "external_id",
)
_MESSAGE = ("id", "case_id", "kind", "channel", "author_id", "at", "sealed", "redacted")


@dataclass(frozen=True, kw_only=True)
class Taken:
    """How many of a batch were taken over, and how many were there already."""

    taken: int = 0
    known: int = 0


def take_cases(
    *, cases: Sequence[PastCase], promises: PromisesTakenOver, actor: Actor, now: datetime
) -> Taken:
    """
    Take over those whose number this source has not brought yet; the same batch again takes nothing.

    Args:
        promises: of this batch; it chose the standards that the cases are owed by.
    """
    with transaction():
        try:
            with attempt():
                return _take(cases, promises, actor, now)
        except IntegrityError as error:
            if "imported_once" not in str(error):
                raise
            # Another import took one of these numbers meanwhile: now it is known.
            return _take(cases, promises, actor, now)


def _take(cases: Sequence[PastCase], promises: PromisesTakenOver, actor: Actor, now: datetime) -> Taken:
    promises.forget()
    fresh = _fresh(cases)
    if fresh:
        _Batch(fresh, promises, actor, now).store()
        for path in {one.path for one in fresh}:
            announce("cases", reach=path)
    return Taken(taken=len(fresh), known=len(cases) - len(fresh))


def _fresh(cases: Sequence[PastCase]) -> list[PastCase]:
    """Those that are not there yet, in the order of their numbers: two imports wait for each other in turn."""
    by_number: dict[tuple[str, str], PastCase] = {}
    for one in cases:
        by_number.setdefault((one.source, one.external_id), one)
    for source in {source for source, _number in by_number}:
        numbers = [number for of, number in by_number if of == source]
        there = Case.objects.filter(source=source, external_id__in=numbers)
        for known in there.values_list("external_id", flat=True):
            del by_number[source, known]
    return [by_number[key] for key in sorted(by_number)]


class _Batch:
    """The rows of one batch while they are made."""

    def __init__(
        self,
        cases: Sequence[PastCase],
        promises: PromisesTakenOver,
        actor: Actor,
        now: datetime,
    ) -> None:
        self._cases, self._promises, self._actor, self._now = cases, promises, actor, now
        self._case_form = RowForm(Case(opened_at=now), varying=_CASE)
        self._message_form = RowForm(Message(), varying=_MESSAGE)
        self._case_rows: list[bytes] = []
        self._messages: list[bytes] = []
        self._entries: list[NewEntry] = []

    def store(self) -> None:
        """Seal, redact and promise; then write it all."""
        sealers = self._sealers()
        named = {sealer.owner for one, sealer in zip(self._cases, sealers, strict=True) if _is_named(one)}
        names = {customer: clear_names(customer) for customer in named}
        serials = _draw_serials(len(self._cases))
        for one, sealer, serial in zip(self._cases, sealers, serials, strict=True):
            self._add(one, sealer, names.get(sealer.owner, frozenset()), serial)
        self._case_form.store(self._case_rows)
        self._message_form.store(self._messages)
        self._promises.store()
        begin_streams(entries=self._entries)

    def _sealers(self) -> list[Sealer]:
        """For each case the key of its customer; whoever has no record gets one."""
        owners = [self._owner(one) for one in self._cases]
        known = sealers_for({owner for owner in owners if owner})
        unnamed = Counter(one.path for one in self._cases if not _is_named(one))
        made = {
            path: iter(register_unnamed(count=count, path=path, actor=self._actor, now=self._now).values())
            for path, count in sorted(unnamed.items())
        }
        return [
            known[owner] if owner else next(made[one.path])
            for one, owner in zip(self._cases, owners, strict=True)
        ]

    def _owner(self, one: PastCase) -> UUID | None:
        if one.customer_id or one.person is None:
            return one.customer_id
        who = register_customer(details=one.person, path=one.path, actor=self._actor, now=self._now)
        return who.id

    def _add(self, one: PastCase, sealer: Sealer, names: frozenset[str], serial: int) -> None:
        case_id = uuid7()
        number = rules.case_number(kind=one.kind, day=_local_day(one.voiced_at), serial=serial)
        subject = f"case:{case_id}"
        said = self._say(one, case_id, sealer, names)
        self._entries.append(self._imported(one, subject, number, said))
        for owed in one.owed:
            self._entries += self._promises.add(
                standard=owed.standard,
                subject=subject,
                path=one.path,
                owner_id=one.owner_id,
                happened_at=owed.happened_at,
                evidence=owed.evidence,
            )
        is_over = one.resolved_at is not None
        due = [owed.standard.due_at for owed in one.owed if owed.happened_at is None]
        self._case_rows.append(
            self._case_form.row(
                case_id,
                number,
                one.kind,
                one.source,
                one.level,
                State.RESOLVED if is_over else State.ANSWERED if one.answered_at else State.OPEN,
                _redacted_subject(one.subject) if not names else redact(one.subject, names=names)[:_SUBJECT],
                sealer.owner,
                one.path,
                one.owner_id,
                one.voiced_at,
                one.answered_at,
                one.resolved_at,
                one.business_channel,
                one.category,
                one.cause,
                None if is_over else min(due, default=None),
                sha256(secrets.token_bytes(24)).digest(),
                one.external_id,
            )
        )

    def _say(self, one: PastCase, case_id: UUID, sealer: Sealer, names: frozenset[str]) -> bytes:
        """The customer's words and our answer; gives the sealed words, which the evidence commits to."""
        message_id = uuid7()
        sealed = sealer.seal(place=place_of(message_id), value=one.text)
        redacted = _redacted_text(one.text) if one.is_common else redact(one.text, names=names)
        kind = Message.Kind.CUSTOMER
        self._messages.append(
            self._message_form.row(
                message_id, case_id, kind, one.source, None, one.voiced_at, sealed, redacted
            )
        )
        if one.answer is not None:
            answer_id, text = uuid7(), one.answer.text
            self._messages.append(
                self._message_form.row(
                    answer_id,
                    case_id,
                    Message.Kind.REPLY,
                    one.source,
                    one.owner_id,
                    one.answer.at,
                    sealer.seal(place=place_of(answer_id), value=text),
                    redact(text, names=names),
                )
            )
        return sealed

    def _imported(self, one: PastCase, subject: str, number: str, sealed: bytes) -> NewEntry:
        return NewEntry(
            stream=subject,
            action="case.imported",
            actor=self._actor.reference,
            at=self._now,
            facts={
                "number": number,
                "source": one.source,
                "external_id": one.external_id,
                "voiced_at": one.voiced_at.isoformat(),
                "outcome": one.outcome,
            },
            sealed=sealed,
        )


_SUBJECT = rules.LONGEST_SUBJECT


def _is_named(one: PastCase) -> bool:
    return one.customer_id is not None or one.person is not None


def _draw_serials(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


@lru_cache(maxsize=4096)
def _local_day(at: datetime) -> date:
    return timezone.localtime(at).date()


@lru_cache(maxsize=4096)
def _redacted_subject(subject: str) -> str:
    """The same words head many cases of one file."""
    return redact(subject)[:_SUBJECT]


@lru_cache(maxsize=4096)
def _redacted_text(text: str) -> str:
    return redact(text)
