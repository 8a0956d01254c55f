"""Long lists, one page after the other: the position is in the cursor, and the cursor cannot be made up."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Generic, TypeVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from yinuo.platform.rest.problems import Problem
from yinuo.platform.rest.requests import ApiRequest

Item = TypeVar("Item")
Row = TypeVar("Row")
SortValue = str | int | datetime | None
_NONCE_BYTES = 12


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a page ended: a list goes on with what sorts after ``(value, id)``."""

    value: SortValue
    id: UUID


class Page(BaseModel, Generic[Item]):
    """One page of a list."""

    model_config = ConfigDict(from_attributes=True)

    items: list[Item]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class Paging(BaseModel):
    """The two parameters of every list."""

    limit: int = Field(50, ge=1, le=200, description="The most items that a page holds.")
    cursor: str = Field(
        "", max_length=1024, description="The `next_cursor` of the page before; leave it out for the first."
    )

    def after(self, request: ApiRequest) -> Position | None:
        """
        Where to go on, or None at the beginning.

        Raises:
            Problem: 400, the cursor is not one that this list has given out.
        """
        return _opened(self.cursor, list_name=request.operation_name) if self.cursor else None

    @property
    def fetch(self) -> int:
        """How many rows to ask the query for: one more tells whether there is another page."""
        return self.limit + 1

    def page(
        self,
        request: ApiRequest,
        rows: Sequence[Row],
        *,
        position: Callable[[Row], Position],
    ) -> dict[str, object]:
        """
        The page of these rows, of which there are at most ``fetch``; its successor goes into the Link header.

        Args:
            position: where a row stands in the order of the list.
        """
        shown = list(rows[: self.limit])
        cursor = None
        if len(rows) > self.limit:
            cursor = _closed(position(shown[-1]), list_name=request.operation_name)
            query = request.GET.copy()
            query["cursor"] = cursor
            request.answer_headers["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'
        return {"items": shown, "next_cursor": cursor}


def _closed(position: Position, *, list_name: str) -> str:
    """A cursor: sealed, because sort values may be names and addresses end up in logs."""
    value = position.value
    kind = "t" if isinstance(value, datetime) else "v"
    plain = json.dumps([kind, value.isoformat() if isinstance(value, datetime) else value, position.id.hex])
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, plain.encode(), list_name.encode())
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _opened(cursor: str, *, list_name: str) -> Position:
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        plain = _cipher(settings.SECRET_KEY).decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], list_name.encode()
        )
    except (ValueError, InvalidTag):
        raise Problem(
            400, "rest.unknown_cursor", _("This cursor is not one of this list; start again without it.")
        ) from None
    kind, value, row_id = json.loads(plain)
    return Position(value=datetime.fromisoformat(value) if kind == "t" else value, id=UUID(row_id))


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(sha256(b"yinuo.rest.cursor:" + secret.encode()).digest())
