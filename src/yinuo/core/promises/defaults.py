"""The standards that an institution starts with; from then on they are data that it edits."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from yinuo.core.promises.models import Policy, PolicyVersion
from yinuo.platform.jobs.public import transaction

_FILE = Path(__file__).resolve().parent / "data" / "default_policies.json"
# Long before the first imported case, so that past cases get past verdicts.
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def add_default_policies(**_signal: object) -> None:
    """Add the default policies that are not there yet, after every migration; edited ones are left alone."""
    known = set(Policy.objects.values_list("code", flat=True))
    defaults = json.loads(_FILE.read_text(encoding="utf-8"))
    with transaction():
        for default in defaults:
            if default["code"] not in known:
                _add(default)


def _add(default: dict[str, object]) -> None:
    names = ("code", "name_zh", "name_en", "basis")
    terms = ("amount", "unit", "at_risk_percent", "alarm_percents")
    policy = Policy.objects.create(**{name: default[name] for name in names})
    PolicyVersion.objects.create(
        policy=policy, number=1, valid_from=BEGINNING, **{name: default[name] for name in terms}
    )
