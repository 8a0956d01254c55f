"""A customer comes from the institution's own app, which says who they are in a short-lived signed token."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from yinuo.core.customers.public import customer_with_number
from yinuo.features.cases.models import SpentToken
from yinuo.features.cases.operations.visits import Visit, begin_visit
from yinuo.kernel.errors import DomainError
from yinuo.kernel.signed_tokens import TokenKey, claims_of
from yinuo.platform.jobs.public import transaction

LONGEST_LIFE = timedelta(minutes=5)
SKEW = timedelta(seconds=60)
SHORTEST_ID, LONGEST_ID = 8, 128  # characters of jti


class CannotEnter(DomainError):
    """The token is forged, old, used, or meant for somebody else; which of these is not told."""

    code = "customer.cannot_enter"


class NotKnownYet(DomainError):
    """The token is good, but this customer never turned to us."""

    code = "customer.not_known_yet"


def sign_in_by_app(*, token: str, keys: Iterable[TokenKey], audience: str, now: datetime) -> Visit:
    """
    Let in whom the app vouches for.

    Args:
        token: a compact JWS (RFC 7515) with the claims aud, sub, iat, exp and jti (RFC 7519).
        audience: what ``aud`` must say.

    Raises:
        CannotEnter: see the class.
        NotKnownYet: nobody with this customer number has turned to us.
    """
    claims = claims_of(token, keys=keys)
    if claims is None or claims.get("aud") != audience or not _is_fresh(claims, now):
        raise _refused()
    spent = sha256(f"{claims['jti']}".encode("utf-8", "surrogatepass")).digest()
    with transaction():
        _row, is_first = SpentToken.objects.get_or_create(
            digest=spent, defaults={"ends_at": now + LONGEST_LIFE + 2 * SKEW}
        )
        if not is_first:
            raise _refused()
        customer_id = customer_with_number(claims["sub"])
        if customer_id is not None:
            return begin_visit(customer_id=customer_id, by="app", now=now)
    raise NotKnownYet(_("You have not turned to us yet: there is nothing to show."))


def _refused() -> CannotEnter:
    return CannotEnter(_("This way in no longer counts. Go back to the app and open the page again."))


def _is_fresh(claims: dict[str, Any], now: datetime) -> bool:
    issued, ends, token_id, subject = (claims.get(name) for name in ("iat", "exp", "jti", "sub"))
    if not isinstance(token_id, str) or not SHORTEST_ID <= len(token_id) <= LONGEST_ID:
        return False
    if not isinstance(subject, str) or not 0 < len(subject) <= 40 or "\x00" in subject:
        return False
    if type(issued) is not int or type(ends) is not int or not 0 < issued < ends < 2**40:
        return False
    try:
        began, over = datetime.fromtimestamp(issued, UTC), datetime.fromtimestamp(ends, UTC)
    except (OverflowError, ValueError, OSError):
        return False
    return over - began <= LONGEST_LIFE and began <= now + SKEW and now < over
