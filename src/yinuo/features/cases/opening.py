"""The first entry in the evidence of a case, however it came about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yinuo.features.cases.models import Case
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor


def record_opening(case: Case, *, actor: Actor, now: datetime, more: Mapping[str, Any]) -> None:
    """Say that ``case`` was opened and as what; ``more`` says how it came about."""
    append(
        stream=f"case:{case.pk}",
        action="case.opened",
        actor=actor.reference,
        at=now,
        facts={
            "number": case.number,
            "kind": case.kind,
            "source": case.source,
            "level": case.level,
            "voiced_at": case.voiced_at.isoformat(),
            "owner": str(case.owner_id) if case.owner_id else None,
            **more,
        },
    )
