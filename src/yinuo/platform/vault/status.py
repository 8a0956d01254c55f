"""What keys there are, and whether the holder of the wrapping key answers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from yinuo.kernel.errors import DomainError
from yinuo.platform.vault.models import DataKey, Erasure, IndexKey, LegalHold, Rotation
from yinuo.platform.vault.providers.chosen import chosen_suite, provider
from yinuo.platform.vault.suites import SUITES
from yinuo.platform.vault.unwrapping import unwrap_all, wrap_all

_PROBE = b"yinuo health"


@dataclass(frozen=True, kw_only=True)
class KeyHealth:
    """Whether keys can be wrapped and unwrapped; ``text`` says what to do where not."""

    holder: str
    version: int | None
    text: str

    @property
    def is_well(self) -> bool:
        return self.version is not None


@dataclass(frozen=True, kw_only=True)
class KeyStatus:
    """
    All keys, counted.

    Attributes:
        wrapped_by: for each holder's key and version, how many data keys it wraps.
        suites: for each suite, how many data keys.
        unfinished: kinds of rotations that were begun and not finished.
    """

    health: KeyHealth
    suite: str
    wrapped_by: dict[tuple[str, int], int]
    suites: dict[str, int]
    index_versions: dict[int, str]
    unfinished: list[str]
    erased: int
    holds: int


def key_health() -> KeyHealth:
    """Ask the holder to wrap and unwrap something; never raises."""
    holder = ""
    try:
        holder = provider().key_id
        version = provider().current_version()
        key = chosen_suite().new_key()
        (wrapped,) = wrap_all([(key, _PROBE)])
        is_same = unwrap_all([(wrapped, _PROBE)]) == [key]
    except DomainError as error:
        return KeyHealth(holder=holder, version=None, text=str(error))
    if not is_same:
        return KeyHealth(
            holder=holder, version=None, text="The holder of the keys gives back another key than it got."
        )
    return KeyHealth(holder=holder, version=version, text=f"{holder}, version {version}, wraps and unwraps")


def key_status() -> KeyStatus:
    """Count all keys."""
    by_wrapping = DataKey.objects.values_list("key_id", "key_version").annotate(n=Count("pk")).order_by()
    by_suite = DataKey.objects.values_list("suite").annotate(n=Count("pk")).order_by()
    return KeyStatus(
        health=key_health(),
        suite=chosen_suite().name,
        wrapped_by={(key_id, version): n for key_id, version, n in by_wrapping},
        suites={SUITES[code].name: n for code, n in by_suite},
        index_versions={row.version: row.state for row in IndexKey.objects.order_by("version")},
        unfinished=list(Rotation.objects.order_by("kind").values_list("kind", flat=True)),
        erased=Erasure.objects.count(),
        holds=LegalHold.objects.filter(lifted_at=None).count(),
    )


def owners_with_keys() -> int:
    """How many owners have a key: the length of a rotation."""
    return DataKey.objects.values("owner").distinct().count()
