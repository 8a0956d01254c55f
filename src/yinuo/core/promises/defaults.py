"""The standards that an institution starts with; from then on they are data that it edits."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from yinuo.core.promises.models import Policy, PolicyVersion
from yinuo.core.promises.terms import read_terms
from yinuo.platform.jobs.public import transaction

_FILE = Path(__file__).resolve().parent / "data" / "default_policies.json"
# Long before the first imported case, so that past cases get past verdicts.
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # from which on the policies that come with the house hold


def add_default_policies(**_signal: object) -> None:
    """Add the default policies that are not there yet, after every migration; edited ones are left alone."""
    known = set(Policy.objects.values_list("code", flat=True))
    with transaction():
        for default in default_policies():
            if default["code"] not in known:
                _add(default)


def default_policies() -> list[dict[str, Any]]:
    """The default policies as their file holds them."""
    read: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read


def _add(default: dict[str, Any]) -> None:
    names = ("code", "duty", "name_zh", "name_en", "basis")
    policy = Policy.objects.create(**{name: default[name] for name in names})
    version = PolicyVersion(
        policy=policy, number=1, state=PolicyVersion.State.PUBLISHED, valid_from=BEGINNING
    )
    version.terms = read_terms(default["terms"])
    version.save(force_insert=True)
