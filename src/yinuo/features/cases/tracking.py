"""Which case a customer's page belongs to: by the secret in its address, of which only the hash is kept."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from yinuo.features.cases.models import Case, TrackingKey

LONGEST_TOKEN = 64  # characters; ours have 32


def digest_of(token: str) -> bytes:
    """The hash under which a tracking token is known."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def find_tracked(*, token: str, now: datetime, lock: bool = False) -> Case | None:
    """
    The case that a token opens: the one on its receipt, or one that was made for a customer who signed in.

    Args:
        lock: hold the case until the transaction ends.
    """
    if len(token) > LONGEST_TOKEN:
        return None
    digest = digest_of(token)
    case_id = Case.objects.filter(tracking_digest=digest).values_list("pk", flat=True).first()
    if case_id is None:
        keys = TrackingKey.objects.filter(digest=digest, ends_at__gt=now)
        case_id = keys.values_list("case_id", flat=True).first()
    if case_id is None:
        return None
    cases = Case.objects.select_for_update(of=("self",)) if lock else Case.objects.all()
    return cases.select_related("owner").filter(pk=case_id).first()


def new_key(*, case: Case, ends_at: datetime) -> str:
    """Make a further token for the page of a case, good until ``ends_at``."""
    token = secrets.token_urlsafe(24)
    TrackingKey.objects.create(case=case, digest=digest_of(token), ends_at=ends_at)
    return token
