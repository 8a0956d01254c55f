"""
A form that is sent twice files one case: a double tap, a network that answered nobody, the browser's way back.

Each empty form holds a key of ours. The secret of the new page is derived from this key and all that was said, so that
the very same filing leads to the page that it led to before, and anything else is filed anew.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

_SALT = "cases.filing"
LIFE = timedelta(days=2)
BYTES = 24  # of the secret, as ``queries.tracking`` makes them


def new_key() -> str:
    """A key for an empty form; nobody else makes one that counts."""
    return signing.dumps(secrets.token_urlsafe(18), salt=_SALT)


def token_of(*, key: str, said: Mapping[str, str], files: Iterable[bytes]) -> str:
    """The secret of the page of this filing; empty where the key is none of ours or too old to count."""
    try:
        signing.loads(key, salt=_SALT, max_age=LIFE)
    except signing.BadSignature:
        return ""
    words = json.dumps([key, sorted(said.items())]).encode()
    filing = salted_hmac(_SALT, words, algorithm="sha256")
    for data in files:
        filing.update(len(data).to_bytes(8) + data)
    return urlsafe_b64encode(filing.digest()[:BYTES]).decode()
