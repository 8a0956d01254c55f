"""One byte string for one value, so that hashes mean the same everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """
    The canonical bytes of a JSON object: sorted keys, no blanks, UTF-8, no floats.

    Raises:
        TypeError: a value is neither text, whole number, boolean, null, list nor object.
    """
    _refuse_floats(value)
    return _ENCODER.encode(value).encode()


_PLAIN = frozenset(
    {str, int, bool, type(None)}
)  # nearly all there is, and entries are written by the thousand


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("floats have no single canonical form; use whole numbers or text")
    if isinstance(value, Mapping):
        for item in value.values():
            if type(item) not in _PLAIN:
                _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
