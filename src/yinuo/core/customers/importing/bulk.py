"""Seal and store a batch of customers in one transaction: COPY for the rows, one evidence entry for the batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError
from uuid_utils.compat import uuid7

from yinuo.core.customers import rules
from yinuo.core.customers.importing.checking import Candidate
from yinuo.core.customers.indexing import terms
from yinuo.core.customers.models import Detail, DetailIndex
from yinuo.core.customers.names import place_of
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import (
    NO_TEXTS,
    attempt,
    bytes_cell,
    copy_rows,
    date_cell,
    integer_cell,
    moment_cell,
    row_of,
    small_cell,
    text_cell,
    transaction,
    uuid_cell,
)
from yinuo.platform.vault.public import Sealer, index_digests, new_owners

_CUSTOMER = (
    "customers_customer (id, kind, name_mask, tier, segment, path, language, time_zone, vulnerabilities,"
    " state, closed_cause, imported_by, revision, created_at)"
)
_DETAIL = "customers_detail (id, customer_id, kind, sealed, mask, added_at, verified_by, verified_how)"
_INDEX = "customers_detailindex (detail_id, customer_id, field, version, digest)"
_RELATION = "customers_relationchange (id, customer_id, before, after, effective_date, cause, actor, at)"


_FIVE, _EIGHT, _FOURTEEN = row_of(5), row_of(8), row_of(14)


class _Repeated(dict[str, bytes]):
    """Cells of texts that stand in many rows, each made once."""

    def __missing__(self, text: str) -> bytes:
        cell = self[text] = text_cell(str(text))
        return cell


@dataclass(frozen=True, kw_only=True)
class BatchDone:
    """How many of a batch were taken over, and how many were there already."""

    taken: int
    known: int


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of a batch, ready to be copied; ``copies`` pairs each table with its rows."""

    copies: tuple[tuple[str, list[bytes]], ...]
    digest: bytes


def take_batch(*, candidates: Sequence[Candidate], import_id: UUID, actor: Actor, now: datetime) -> BatchDone:
    """
    Take over those of a batch whose number nobody has; the same batch again takes nothing.

    The evidence is one entry for the batch, which commits to every sealed value in it: an entry for each of a
    million customers would say no more.
    """
    with transaction():
        try:
            with attempt():
                return _take(candidates, import_id, actor, now)
        except IntegrityError:
            # Another process took over one of these numbers meanwhile: now it is known.
            return _take(candidates, import_id, actor, now)


def _take(candidates: Sequence[Candidate], import_id: UUID, actor: Actor, now: datetime) -> BatchDone:
    fresh = _fresh(candidates)
    if not fresh:
        return BatchDone(taken=0, known=len(candidates))
    ids = [uuid7() for _ in fresh]
    sealers = new_owners(ids)
    rows = prepare(fresh, ids, sealers, import_id, actor, now)
    for table, listed in rows.copies:
        copy_rows(into=table, rows=listed)
    append(
        stream=f"import:{import_id}:{fresh[0].line}",
        action="customer.batch_imported",
        actor=actor.reference,
        at=now,
        facts={
            "import": str(import_id),
            "taken": len(fresh),
            "from_line": fresh[0].line,
            "to_line": fresh[-1].line,
        },
        sealed=rows.digest,
    )
    return BatchDone(taken=len(fresh), known=len(candidates) - len(fresh))


def prepare(
    fresh: Sequence[Candidate],
    ids: Sequence[UUID],
    sealers: dict[UUID, Sealer],
    import_id: UUID,
    actor: Actor,
    now: datetime,
) -> Rows:
    """Seal and index everything; no database."""
    customers: list[bytes] = []
    details: list[bytes] = []
    index: list[bytes] = []
    relations: list[bytes] = []
    whole, at, none = sha256(), moment_cell(now), text_cell("")
    known, said = _Repeated(), text_cell(actor.reference) + at
    ended = none + uuid_cell(import_id) + integer_cell(1) + at
    for candidate, pk in zip(fresh, ids, strict=True):
        sealer, owner, state = sealers[pk], uuid_cell(pk), known[candidate.state]
        name = next(value.mask for value in candidate.values if value.kind is Detail.Kind.NAME)
        customers.append(
            _FOURTEEN
            + owner
            + known[candidate.kind]
            + text_cell(name[:16])
            + known[candidate.tier]
            + known[candidate.segment]
            + known[candidate.path]
            + none
            + none
            + NO_TEXTS
            + state
            + ended
        )
        relations.append(
            _EIGHT + uuid_cell(uuid7()) + owner + none + state + date_cell(rules.day_of(now)) + none + said
        )
        detail_ids = {}
        for value in candidate.values:
            detail_id = uuid7()
            named = detail_ids[value.kind] = uuid_cell(detail_id)
            sealed = sealer.seal(place=place_of(detail_id), value=value.shown)
            whole.update(sealed)
            details.append(
                _EIGHT
                + named
                + owner
                + known[value.kind]
                + bytes_cell(sealed)
                + text_cell(value.mask)
                + at
                + none
                + none
            )
        index.extend(
            _FIVE + detail_ids[value.kind] + owner + known[field] + small_cell(version) + bytes_cell(digest)
            for value, field, text in terms(candidate.values)
            for version, digest in index_digests(field=field, value=text).items()
        )
    copies = ((_CUSTOMER, customers), (_DETAIL, details), (_INDEX, index), (_RELATION, relations))
    return Rows(copies=copies, digest=whole.digest())


def _fresh(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those whose number nobody has yet."""
    by_digest = {
        digest: candidate.number
        for candidate in candidates
        for digest in index_digests(field=Detail.Kind.NUMBER.value, value=candidate.number).values()
    }
    held = DetailIndex.objects.filter(digest__in=list(by_digest), field=Detail.Kind.NUMBER)
    known = {by_digest[bytes(digest)] for digest in held.values_list("digest", flat=True)}
    fresh: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.number not in known:
            fresh.setdefault(candidate.number, candidate)
    return list(fresh.values())
