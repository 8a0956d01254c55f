"""Write a new promise in one call, if the policies that it was decided by are still the current ones."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import connection

from yinuo.core.promises.models import Promise

# The migration that names editions of policies defines it; the server keeps its plan.
_MAKE = f"SELECT promises_make({', '.join(['%s'] * 13)}, %s::jsonb, %s)"


def insert_promise(promise: Promise, *, edition: UUID | None) -> bool:
    """Whether it was written: not where somebody has changed a policy since ``edition``."""
    with connection.cursor() as cursor:
        cursor.execute(
            _MAKE,
            [
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
        [made] = cursor.fetchone()
    promise._state.adding = not made
    return bool(made)
