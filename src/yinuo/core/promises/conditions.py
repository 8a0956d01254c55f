"""What a policy may ask of a matter before it applies."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from yinuo.core.promises.errors import CannotReadTerms

# ``branch`` holds the paths of organisation units and means all below them.
FIELDS = ("kind", "level", "channel", "product", "tier", "source", "branch")
BRANCH = "branch"

_vocabularies: dict[str, Callable[[], Iterable[str]]] = {}


def register_vocabulary(*, name: str, values: Callable[[], Iterable[str]]) -> None:
    """Say which values a field of conditions knows, so that a misspelt one is refused; for ``AppConfig.ready``."""
    _vocabularies[name] = values


def check_condition(*, name: str, values: tuple[str, ...]) -> None:
    """
    Refuse a condition that could match nothing.

    Raises:
        CannotReadTerms: there is no such field, no value is named, or one that nothing ever has.
    """
    where = f"conditions.{name}"
    if name not in FIELDS:
        raise CannotReadTerms(
            where, _("there is no such condition; use one of %(fields)s.") % {"fields": ", ".join(FIELDS)}
        )
    if not values or not all(values):
        raise CannotReadTerms(where, _("names no value, so it would match nothing; leave the field out."))
    if name == BRANCH:
        for value in values:
            if not (value.startswith("/") and value.endswith("/")):
                raise CannotReadTerms(where, _("“%(value)s” is no path of a unit.") % {"value": value[:40]})
        return
    known = set(_vocabularies[name]()) if name in _vocabularies else None
    for value in values:
        if known is not None and value not in known:
            raise CannotReadTerms(
                where,
                _("“%(value)s” would match nothing; use one of %(known)s.")
                % {"value": value[:40], "known": ", ".join(sorted(known))},
            )
