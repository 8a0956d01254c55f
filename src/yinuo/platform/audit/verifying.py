"""Verify from a page: one subject at once, the whole log in the background, where its progress can be watched."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from uuid_utils.compat import uuid7

from yinuo.platform.audit.log import append
from yinuo.platform.audit.models import Entry, Stream, VerificationRun
from yinuo.platform.audit.proofs import proof_of_stream
from yinuo.platform.audit.signing import public_key
from yinuo.platform.audit.standalone.verify import Key, verify_receipt
from yinuo.platform.audit.verification import log_size, verify_log
from yinuo.platform.jobs.public import transaction

STREAM = "audit:verification"
MOST_KEPT = 50


@dataclass(frozen=True, kw_only=True)
class VerificationView:
    """One verification of the whole log; ``findings`` are (entry or None, what, detail), the first one first."""

    started_at: datetime
    total: int
    done: int
    finished_at: datetime | None
    findings: tuple[tuple[int | None, str, str], ...]
    found: int

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // max(self.total, 1))


def begin_verification(*, actor: str, now: datetime) -> UUID:
    """Put a verification on record; the caller lets a worker run it."""
    with transaction():
        run = VerificationRun.objects.create(id=uuid7(), started_at=now, total=log_size())
        append(
            stream=STREAM,
            action="audit.verification_begun",
            actor=actor,
            at=now,
            facts={"entries": run.total},
        )
    return run.pk


def run_verification(*, run_id: UUID) -> None:
    """Read the whole log, telling now and then how far it is."""
    run = VerificationRun.objects.get(pk=run_id)
    VerificationRun.objects.filter(pk=run_id).update(done=0)
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        aside.submit(_tell, run_id, done).result()

    # What is told has to be seen at once, so it is no part of the long transaction that reads.
    with ThreadPoolExecutor(1) as aside:
        verified = verify_log(step=step)
    now = timezone.now()  # lint: clock: this is the job itself
    with transaction():
        run.done, run.finished_at, run.found = verified.entries, now, len(verified.findings)
        run.findings = [[one.entry, one.what, one.detail] for one in verified.findings[:MOST_KEPT]]
        run.save()
        facts = {"entries": verified.entries, "findings": len(verified.findings)}
        append(stream=STREAM, action="audit.verified", actor="system", at=now, facts=facts)


def _tell(run_id: UUID, done: int) -> None:
    VerificationRun.objects.filter(pk=run_id).update(done=done)
    connection.close()


def last_verification() -> VerificationView | None:
    """The verification that was begun last."""
    run = VerificationRun.objects.first()
    if run is None:
        return None
    return VerificationView(
        started_at=run.started_at,
        total=run.total,
        done=run.done,
        finished_at=run.finished_at,
        findings=tuple((entry, what, detail) for entry, what, detail in run.findings),
        found=run.found,
    )


def verify_stream(*, stream: str) -> list[tuple[int | None, str]]:
    """
    Verify one subject's chain now: each entry by the stand-alone verifier, the end by the head and by the numbers.

    Returns what is wrong, as pairs of the entry's place in its chain, or None, and a code: those of the stand-alone
    verifier; ``end``, the chain does not end at its head; ``numbers``, the log lacks entries after the last one of
    this subject, which may have been its own.

    Raises:
        CannotProve: there is none, or its last entry waits for its number.
    """
    before = _head(stream)
    proof = proof_of_stream(stream=stream)
    said, findings = verify_receipt(proof, Key(public_key()))
    # An entry that is appended just now moves the head; that is no finding.
    if said and _end(said, proof) not in (before, _head(stream)):
        findings.append((said[-1]["n"] + 1, "end"))
    last = proof["entries"][-1]["number"]
    size = log_size()
    if Entry.objects.filter(number__gt=last, number__lt=size).count() != size - last - 1:
        findings.append((None, "numbers"))
    return findings


def _head(stream: str) -> tuple[int, bytes] | None:
    found = Stream.objects.filter(pk=stream).values_list("version", "head").first()
    return (found[0], bytes(found[1])) if found else None


def _end(said: list[dict[str, Any]], proof: dict[str, Any]) -> tuple[int, bytes]:
    return said[-1]["n"], sha256(proof["entries"][-1]["body"].encode()).digest()
