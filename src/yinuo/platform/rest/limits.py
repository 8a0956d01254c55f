"""How much each caller may ask: an allowance that refills evenly, shared by all web processes."""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from yinuo.platform.identity.public import HolderQuestion, TokenHolder, client_address
from yinuo.platform.jobs.public import ask
from yinuo.platform.rest.models import Allowance

# One statement, one row, no lock beyond it (the generic cell rate algorithm, ITU-T I.371). The row is written
# only when the request fits, so a caller who keeps knocking is not kept out for longer.
_SPEND = """
INSERT INTO rest_allowance (subject, whole_at) VALUES (%s, %s)
ON CONFLICT (subject) DO UPDATE SET whole_at = greatest(rest_allowance.whole_at, %s) + %s
WHERE greatest(rest_allowance.whole_at, %s) + %s <= %s
RETURNING whole_at
"""
# The same for the subject that `of_token` gives, in the query that asks who holds the token.
_ADMIT = """
WITH holder AS ({holder}), spent AS (
    INSERT INTO rest_allowance (subject, whole_at) SELECT sha256('token:'::bytea || uuid_send(id)), %s FROM holder
    ON CONFLICT (subject) DO UPDATE SET whole_at = greatest(rest_allowance.whole_at, %s) + %s
    WHERE greatest(rest_allowance.whole_at, %s) + %s <= %s
    RETURNING whole_at
)
SELECT (SELECT whole_at FROM spent), holder.* FROM holder
"""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """``requests`` in any ``seconds``, all at once or spread; ``name`` is how the headers speak of it."""

    name: str
    requests: int
    seconds: int

    @property
    def cost(self) -> float:
        """Seconds of the allowance that one request takes."""
        return self.seconds / self.requests

    @property
    def header(self) -> str:
        """The value of the RateLimit-Policy header (draft-ietf-httpapi-ratelimit-headers)."""
        return f'"{self.name}";q={self.requests};w={self.seconds}'


FOR_TOKENS = Rate(name="token", requests=1200, seconds=60)
FOR_ADDRESSES = Rate(name="address", requests=60, seconds=60)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """
    What is left of an allowance after a request.

    Attributes:
        left: requests that would still be answered at this moment.
        retry_after: seconds until one more fits; 0 when this one did.
        whole_in: seconds until the allowance is whole again.
    """

    rate: Rate
    left: int
    retry_after: int
    whole_in: int

    @property
    def is_refused(self) -> bool:
        return self.retry_after > 0

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": self.rate.header,
            "RateLimit": f'"{self.rate.name}";r={self.left};t={self.retry_after or self.whole_in}',
        }


def of_token(token_id: UUID) -> bytes:
    """The subject under which a token's allowance is kept."""
    return sha256(b"token:" + token_id.bytes).digest()


def of_address(address: str, *, key: str) -> bytes:
    """
    The subject of a network address, under a key so that the table does not tell addresses.

    A household or office has a /64 of IPv6: its single addresses cost nothing and count together.
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        network = b"unknown"
    else:
        network = known.packed[:8] if isinstance(known, ipaddress.IPv6Address) else known.packed
    return sha256(b"address:" + key.encode() + b":" + network).digest()


def spend(*, subject: bytes, rate: Rate, now: datetime) -> Standing:
    """Take one request from the allowance of ``subject``, or say how long to wait."""
    at = now.timestamp()
    rows = ask(_SPEND, [subject, *_one_request(rate, at)]).rows()
    return _spent(rows[0][0], rate, at) if rows else _refused(subject, rate, at)


def admit(*, question: HolderQuestion, rate: Rate, now: datetime) -> tuple[TokenHolder, Standing] | None:
    """Who holds a token, with a request taken from its allowance, in one query; None for a token that is not valid."""
    at = now.timestamp()
    params = [*question.params, *_one_request(rate, at)]
    rows = ask(_ADMIT.format(holder=question.sql), params).rows()
    if not rows:
        return None
    [(whole_at, *row)] = rows
    holder = question.holder(row)
    if whole_at is None:
        return holder, _refused(of_token(holder.token_id), rate, at)
    return holder, _spent(whole_at, rate, at)


def _one_request(rate: Rate, at: float) -> list[float]:
    """What the statements are told beside the subject."""
    return [at + rate.cost, at, rate.cost, at, rate.cost, at + rate.seconds]


def _spent(whole_at: float, rate: Rate, at: float) -> Standing:
    used = whole_at - at
    left = int((rate.seconds - used) / rate.cost + 1e-3)
    return Standing(rate=rate, left=left, retry_after=0, whole_in=math.ceil(used))


def _refused(subject: bytes, rate: Rate, at: float) -> Standing:
    rows = ask("SELECT whole_at FROM rest_allowance WHERE subject = %s", [subject]).rows()
    used = (rows[0][0] if rows else at + rate.seconds) - at
    wait = max(1, math.ceil(used + rate.cost - rate.seconds))
    return Standing(rate=rate, left=0, retry_after=wait, whole_in=math.ceil(used))


def spend_of_visitor(*, request: HttpRequest, rate: Rate, now: datetime) -> Standing:
    """Take one request from what the visitor's network may ask of this kind of page, each ``rate.name`` apart."""
    subject = of_address(client_address(request), key=f"{rate.name}:{settings.SECRET_KEY}")
    return spend(subject=subject, rate=rate, now=now)


def forget_whole(*, now: datetime) -> int:
    """Remove the allowances that nobody has used lately; how many there were."""
    return Allowance.objects.filter(whole_at__lte=now.timestamp()).delete()[0]
