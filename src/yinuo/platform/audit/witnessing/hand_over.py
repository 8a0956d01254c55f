"""Hand the last checkpoint to the witnesses; a failure is kept, told and tried again."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from yinuo.platform.audit.models import Checkpoint, Testimony, WitnessFailure
from yinuo.platform.audit.witnessing import file, mail, syslog, timestamp
from yinuo.platform.audit.witnessing.addresses import WitnessAddress
from yinuo.platform.audit.witnessing.statement import CannotWitness, Statement, continue_from
from yinuo.platform.jobs.public import transaction

logger = logging.getLogger(__name__)
BETWEEN = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class WitnessState:
    """
    What a witness knows.

    Attributes:
        size: the length of the log that it saw last, or None before the first time.
        failing: the code of what has gone wrong since ``failing_since``; empty when all is well.
    """

    name: str
    size: int | None
    seen_at: datetime | None
    failing: str = ""
    failing_since: datetime | None = None
    tried_at: datetime | None = None


def witness_states() -> list[WitnessState]:
    """The configured witnesses, as far as they have come."""
    failures = {failure.witness: failure for failure in WitnessFailure.objects.all()}
    found = []
    for address in settings.CONFIG.witnesses:
        last, failure = _last(address.name), failures.get(address.name)
        found.append(
            WitnessState(
                name=address.name,
                size=last.size if last else None,
                seen_at=last.at if last else None,
                failing=failure.code if failure else "",
                failing_since=failure.since if failure else None,
                tried_at=failure.tried_at if failure else None,
            )
        )
    return found


def due_witnesses(*, now: datetime) -> list[str]:
    """Those to whom the last checkpoint is new, asked at most once a minute each."""
    size = Checkpoint.objects.values_list("size", flat=True).first()
    if size is None:
        return []
    return [
        state.name
        for state in witness_states()
        if state.size != size
        and all(now - at >= BETWEEN for at in (state.seen_at, state.tried_at) if at is not None)
    ]


def hand_to_witness(*, name: str, now: datetime) -> bool:
    """
    Show one witness the last checkpoint, with the proof that it continues the one that it saw before.

    Returns:
        Whether it accepted; if not, the failure is kept until it does.
    """
    address = next((one for one in settings.CONFIG.witnesses if one.name == name), None)
    checkpoint = Checkpoint.objects.first()
    if address is None or checkpoint is None:
        return False
    try:
        last = _last(name)
        before = Checkpoint.objects.get(size=last.size).note if last else ""
        token = _send(address, continue_from(before, checkpoint.note), now)
    except Checkpoint.DoesNotExist:
        return _failed(name, "witness.inconsistent", now)
    except CannotWitness as refusal:
        return _failed(name, refusal.code, now)
    with transaction():
        Testimony.objects.get_or_create(
            witness=name, size=checkpoint.size, defaults={"at": now, "token": token}
        )
        WitnessFailure.objects.filter(witness=name).delete()
    return True


def _send(address: WitnessAddress, statement: Statement, now: datetime) -> bytes:
    if address.kind == "file":
        return file.hand_over(address, statement)
    if address.kind == "mailto":
        return mail.hand_over(address, statement)
    if address.kind.startswith("syslog"):
        return syslog.hand_over(address, statement, at=now)
    return timestamp.hand_over(address, statement)


def _failed(name: str, code: str, now: datetime) -> bool:
    logger.error("a witness did not accept the checkpoint", extra={"error": code})
    WitnessFailure.objects.update_or_create(
        witness=name,
        defaults={"tried_at": now, "code": code},
        create_defaults={"since": now, "tried_at": now, "code": code},
    )
    return False


def _last(name: str) -> Testimony | None:
    return Testimony.objects.filter(witness=name).first()
