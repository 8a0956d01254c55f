"""The call that writes a new promise, if the policies that it was decided by are still the current ones."""

from __future__ import annotations

import json
from uuid import UUID

from yinuo.core.promises.models import Promise
from yinuo.platform.audit.public import Call

# The migration that names editions of policies defines it; the server keeps its plan.
_MAKE = f"promises_make({', '.join(['%s'] * 13)}, %s::jsonb, %s)"


def insertion_of(promise: Promise, *, edition: UUID | None) -> Call:
    """It writes nothing where somebody has changed a policy since ``edition``."""
    return Call(
        sql=_MAKE,
        params=[
            edition,
            promise.pk,
            promise.version_id,
            promise.policy_id,
            promise.subject,
            promise.path,
            promise.owner_id,
            promise.calendar_version,
            promise.made_at,
            promise.base_due_at,
            promise.at_risk_at,
            promise.due_at,
            promise.is_provisional,
            json.dumps(promise.plan),
            promise.next_alarm_at,
        ],
    )
