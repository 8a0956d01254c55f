"""Who a staff number and a password belong to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.http import HttpRequest

from yinuo.platform.identity.models import Staff
from yinuo.platform.identity.queries.actors import signing_in


class AuthenticationBackend(AllauthBackend):
    """
    Allauth's, but a closed account and an overdue one-time password look exactly like a wrong password,
    and the person behind a session is read with roles and second factor in one query.
    """

    _now: datetime | None = None

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:  # type: ignore[override]
        self._now = getattr(request, "now", None)
        return super().authenticate(request, **credentials)

    def user_can_authenticate(self, user: Any) -> bool:
        if not user.is_active:
            return False
        return user.one_time_until is None or self._now is None or self._now < user.one_time_until

    def get_user(self, user_id: UUID) -> Any:
        return signing_in().filter(pk=user_id, is_active=True).first()

    @classmethod
    def _stash_user(cls, user: Any) -> None:
        """Allauth would lead somebody who knows the password of a closed account to a page that says so."""


def staff_of(user: Any) -> Staff:
    """The member of staff that ``request.user`` is, for the type checker's eyes."""
    assert isinstance(user, Staff)  # noqa: S101
    return user
