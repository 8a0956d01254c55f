"""Wrap and unwrap through whichever provider holds the key, and spare a remote one what was just asked."""

from __future__ import annotations

import time
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from threading import Lock

from yinuo.platform.vault.providers.base import Wrapped
from yinuo.platform.vault.providers.chosen import provider, provider_of

# Seconds that a key unwrapped by a remote provider is kept in this process. The wrapped row is read from the
# database before every use, and is what the keys are kept under: a destroyed or re-wrapped key is never found
# here. What remains is that somebody who reads this process's memory finds up to a minute's keys; they
# would find the values, too.
KEPT_FOR = 60.0
MOST_KEPT = 20_000


class _Kept:
    """Unwrapped keys, by their whole wrapping, for a minute."""

    def __init__(self) -> None:
        self._keys: OrderedDict[tuple[Wrapped, bytes], tuple[float, bytes]] = OrderedDict()
        self._lock = Lock()

    def get(self, item: tuple[Wrapped, bytes]) -> bytes | None:
        with self._lock:
            until, key = self._keys.get(item, (0.0, b""))
            return key if until > time.monotonic() else None

    def put(self, item: tuple[Wrapped, bytes], key: bytes) -> None:
        now = time.monotonic()
        with self._lock:
            self._keys[item] = (now + KEPT_FOR, key)
            self._keys.move_to_end(item)
            while self._keys and (len(self._keys) > MOST_KEPT or next(iter(self._keys.values()))[0] <= now):
                self._keys.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._keys.clear()


kept = _Kept()


def wrap_all(items: Sequence[tuple[bytes, bytes]]) -> list[Wrapped]:
    """
    Wrap keys, each with its associated data, under the current key of the chosen provider.

    Raises:
        CannotUseKeys: it does not answer, or has no key.
    """
    return provider().wrap(items) if items else []


def rewrap_all(items: Sequence[tuple[Wrapped, bytes]]) -> list[Wrapped]:
    """
    The same keys under the current key of the chosen provider, whichever wrapped them; in the same order.

    Raises:
        CannotUseKeys, CannotOpen: as in ``unwrap_all``.
    """
    holder = provider()
    ours = [number for number, (wrapped, _) in enumerate(items) if wrapped.key_id == holder.key_id]
    others = [number for number, (wrapped, _) in enumerate(items) if wrapped.key_id != holder.key_id]
    fresh: dict[int, Wrapped] = {}
    if ours:
        fresh.update(zip(ours, holder.rewrap([items[n] for n in ours]), strict=True))
    keys = unwrap_all([items[n] for n in others])
    bounds = [items[n][1] for n in others]
    fresh.update(zip(others, wrap_all(list(zip(keys, bounds, strict=True))), strict=True))
    return [fresh[number] for number in range(len(items))]


def unwrap_all(items: Sequence[tuple[Wrapped, bytes]]) -> list[bytes]:
    """
    Unwrap keys: one call to each provider that is concerned.

    Raises:
        CannotUseKeys: a provider does not answer, or lacks that version.
        CannotOpen: a wrapped key was altered or moved.
    """
    keys: dict[int, bytes] = {}
    by_provider: dict[str, list[int]] = defaultdict(list)
    for number, (wrapped, _) in enumerate(items):
        by_provider[wrapped.key_id].append(number)
    for key_id, numbers in by_provider.items():
        holder = provider_of(key_id)
        if not holder.is_remote:
            keys.update(zip(numbers, holder.unwrap([items[n] for n in numbers]), strict=True))
            continue
        missing = []
        for number in numbers:
            known = kept.get(items[number])
            if known is None:
                missing.append(number)
            else:
                keys[number] = known
        if missing:
            for number, key in zip(missing, holder.unwrap([items[n] for n in missing]), strict=True):
                kept.put(items[number], key)
                keys[number] = key
    return [keys[number] for number in range(len(items))]
