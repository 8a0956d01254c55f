"""Whose page a customer's address opens: by the secret in it, of which only the hash is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from yinuo.features.cases.models import Case, Complainant, TrackingKey
from yinuo.platform.identity.public import Actor, ActorKind

LONGEST_TOKEN = 64  # characters; ours have 32


@dataclass(frozen=True, kw_only=True)
class Tracked:
    """
    A case as somebody who holds a key comes to it.

    Attributes:
        person: who they are, where they are not its first customer.
    """

    case: Case
    person: Complainant | None

    @property
    def customer_id(self) -> UUID:
        """Of whoever holds the key."""
        return self.person.customer_id if self.person else self.case.customer_id

    @property
    def actor(self) -> Actor:
        return Actor(kind=ActorKind.CUSTOMER, id=self.customer_id)

    @property
    def is_customers_side(self) -> bool:
        """Whether they are the first customer, or act in their place."""
        return self.person is None or self.person.is_customers_side

    @property
    def withdrew_at(self) -> datetime | None:
        """When they withdrew while others go on."""
        return self.person.withdrew_at if self.person else self.case.customer_withdrew_at


def digest_of(token: str) -> bytes:
    """The hash under which a tracking token is known."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def new_token() -> str:
    """A secret for somebody's page, which nobody guesses."""
    return secrets.token_urlsafe(24)


def find_tracked(*, token: str, now: datetime, lock: bool = False) -> Tracked | None:
    """
    The case that a token opens, and for whom: the token of a receipt, of a further person's link, or one that was
    made for a customer who signed in.

    The receipt of a case that was merged leads to the one that lives on. Whoever left a case has no page of it.

    Args:
        lock: hold the case until the transaction ends.
    """
    if len(token) > LONGEST_TOKEN:
        return None
    digest = digest_of(token)
    case_id = Case.objects.filter(tracking_digest=digest).values_list("pk", flat=True).first()
    person: Complainant | None = None
    if case_id is None:
        person = Complainant.objects.filter(tracking_digest=digest).first()
        case_id = person.case_id if person else None
    if case_id is None:
        key = TrackingKey.objects.select_related("person").filter(digest=digest, ends_at__gt=now).first()
        case_id, person = (key.case_id, key.person) if key else (None, None)
    if case_id is None or (person is not None and person.until is not None):
        return None
    cases = Case.objects.select_for_update(of=("self",)) if lock else Case.objects.all()
    while True:
        case = cases.select_related("owner").filter(pk=case_id).first()
        if case is None:
            return None
        if case.merged_into_id is None:
            return Tracked(case=case, person=person)
        case_id = case.merged_into_id


def new_key(*, case: Case, ends_at: datetime, person: Complainant | None = None) -> str:
    """Make a further token for the page of a case, as ``person`` sees it, good until ``ends_at``."""
    token = new_token()
    TrackingKey.objects.create(case=case, person=person, digest=digest_of(token), ends_at=ends_at)
    return token
