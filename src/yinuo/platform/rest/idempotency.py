"""
Exactly one effect for a write that is sent again: draft-ietf-httpapi-idempotency-key-header.

The lock, the operation and its kept answer share one transaction. A second call with the same key that
arrives meanwhile is told to come back; one that arrives later is given the same answer.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db import transaction as django_transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from yinuo.platform.jobs.public import attempt, transaction
from yinuo.platform.rest.models import KeptAnswer
from yinuo.platform.rest.problems import Problem, ProblemResponse
from yinuo.platform.rest.requests import ApiRequest
from yinuo.platform.vault.public import CannotOpen, Place, Sealer, new_owner, sealer_for, unlock

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_FOR = timedelta(hours=24)
# The draft writes the key as a quoted string; plain ones are common and taken too.
_FORM = re.compile(r'"([\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255})')
_KEPT_HEADERS = ("Content-Type", "Location", "Link", "ETag")
_SEALED_IN = "rest_keptanswer"


def key_of(request: ApiRequest) -> str | None:
    """
    The request's idempotency key, if it carries one.

    Raises:
        Problem: 400, it is empty, too long or holds blanks.
    """
    value = request.headers.get(HEADER)
    if value is None:
        return None
    match = _FORM.fullmatch(value.strip())
    if match is None:
        raise Problem(
            400,
            "rest.bad_idempotency_key",
            _("Write the idempotency key with 1 to 255 visible ASCII characters; a UUID serves well."),
        )
    return match[1] or match[2]


def answer_once(
    *, request: ApiRequest, key: str, body: bytes, run: Callable[[], HttpResponse]
) -> HttpResponse:
    """
    Run the operation if this key is new, else give the answer that was given to it.

    Answers that are refusals of the operation itself are kept as well; a request that never reached it, or a
    fault of ours, leaves the key free.

    Args:
        body: canonical.

    Raises:
        Problem: 409, the key came with another request, or with one that is still running.
    """
    token_id = request.holder.token_id
    key_digest = sha256(key.encode()).digest()
    mark = _fingerprint(request, body)
    with transaction():
        _claim(token_id, key_digest)
        kept = KeptAnswer.objects.filter(token_id=token_id, key_digest=key_digest).first()
        if kept is not None and kept.expires_at > request.now:
            if not hmac.compare_digest(bytes(kept.fingerprint), mark):
                raise Problem(
                    409,
                    "rest.idempotency_key_reused",
                    _("This idempotency key came with another request; use a new key for a new request."),
                )
            return _replay(kept)
        response = _attempted(run)
        if _is_settled(response):
            if kept is not None:
                kept.delete()
            _keep(response, token_id=token_id, key_digest=key_digest, mark=mark, now=request.now)
        else:
            django_transaction.set_rollback(True)
        return response


def _attempted(run: Callable[[], HttpResponse]) -> HttpResponse:
    """Run the operation; what it refused has changed nothing, and its answer can be kept all the same."""
    with attempt():
        response = run()
        if isinstance(response, ProblemResponse):
            django_transaction.set_rollback(True)
    return response


def forget_expired(*, now: datetime) -> int:
    """Remove the answers whose time is over; how many there were."""
    return KeptAnswer.objects.filter(expires_at__lte=now).delete()[0]


def _claim(token_id: UUID, key_digest: bytes) -> None:
    """Hold the key until the transaction ends; nobody waits for it, lest retries use up all threads."""
    number = int.from_bytes(sha256(token_id.bytes + key_digest).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise Problem(
            409,
            "rest.idempotency_key_in_use",
            _("A request with this idempotency key is still running; send it again in a moment."),
            headers={"Retry-After": "1"},
        )


def _fingerprint(request: ApiRequest, body: bytes) -> bytes:
    """What makes two requests the same; keyed, because personal data in bodies could be guessed."""
    key = b"yinuo.rest.fingerprint:" + settings.SECRET_KEY.encode()
    parts = (request.method or "", request.get_full_path())
    return hmac.digest(key, "\n".join(parts).encode() + b"\n" + body, sha256)


def _is_settled(response: HttpResponse) -> bool:
    return not isinstance(response, ProblemResponse) or response.settled


def _keep(response: HttpResponse, *, token_id: UUID, key_digest: bytes, mark: bytes, now: datetime) -> None:
    answer = {
        "status": response.status_code,
        "headers": {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers},
        "body": response.content.decode(),
    }
    sealer = _sealer(token_id)
    sealed = sealer.seal(place=place_of(token_id, key_digest), value=json.dumps(answer, ensure_ascii=False))
    KeptAnswer.objects.create(
        token_id=token_id, key_digest=key_digest, fingerprint=mark, sealed=sealed, expires_at=now + KEPT_FOR
    )


def _replay(kept: KeptAnswer) -> HttpResponse:
    place = place_of(kept.token_id, bytes(kept.key_digest))
    answer = json.loads(
        unlock([kept.token_id]).open(owner=kept.token_id, place=place, sealed=bytes(kept.sealed))
    )
    response = HttpResponse(answer["body"], status=answer["status"], headers=answer["headers"])
    response.headers[REPLAYED] = "true"
    return response


def _sealer(token_id: UUID) -> Sealer:
    """The key of the token's answers; made with the first one, by one process only."""
    try:
        return sealer_for(token_id)
    except CannotOpen:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(token_id.bytes[8:], "big", signed=True)]
            )
        try:
            return sealer_for(token_id)
        except CannotOpen:
            return new_owner(token_id)


def place_of(token_id: UUID, key_digest: bytes) -> Place:
    """Where a kept answer stands."""
    return Place(table=_SEALED_IN, column=bytes(key_digest).hex(), row=token_id)
