"""What the evidence log keeps about staff: ids, codes and times; never names, numbers or addresses."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from django.conf import settings

from yinuo.platform.audit.public import Facts, append
from yinuo.platform.identity.actor import Actor

# Attempts with a staff number that nobody has belong to no person's chain.
NOBODY = "sign-in:nobody"


def stream_of(staff_id: UUID) -> str:
    """The evidence chain of a member of staff."""
    return f"staff:{staff_id}"


def note_staff(
    *, staff_id: UUID, action: str, actor: Actor, at: datetime, facts: Facts | None = None
) -> None:
    """Append what happened to a member of staff to their chain, in the open transaction."""
    append(stream=stream_of(staff_id), action=action, actor=actor.reference, at=at, facts=facts)


def note_node(*, node_id: UUID, action: str, actor: Actor, at: datetime, facts: Facts | None = None) -> None:
    """Append what happened to a unit of the organisation to its chain, in the open transaction."""
    append(stream=f"node:{node_id}", action=action, actor=actor.reference, at=at, facts=facts)


def address_mark(address: str) -> str:
    """A short keyed mark of a network address: tells two apart without saying which they are."""
    key = hashlib.sha256(b"yinuo.address-mark:" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()[:12]
