"""A shorter standard and a changed calendar that wait for a second person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.timezone import get_default_timezone

from yinuo.core.calendars.public import ask_for_calendar, calendar_at, draft_calendar
from yinuo.core.promises.public import ask_for_policy, draft_policy_version, policy_of, write_terms
from yinuo.kernel.worktime import data_of
from yinuo.platform.identity.public import Role
from yinuo.site.demo.organisation import Bank

POLICY, CALENDAR = "consultation.answer", "cn.bank"
SHORTER = 12  # hours


def tell_standards(*, bank: Bank, now: datetime) -> None:
    """Let two people ask for it this morning."""
    asked_at = now - timedelta(minutes=40)
    supervisor = next(one for one in bank.staff.values() if one.has(Role.SUPERVISOR))
    policy = policy_of(code=POLICY, now=now)
    if policy is not None and policy.valid is not None:
        terms = write_terms(replace(policy.valid.terms, amount=SHORTER))
        draft = draft_policy_version(policy=POLICY, terms=terms, actor=supervisor, now=asked_at)
        ask_for_policy(
            version_id=draft.id,
            valid_from=_midnight(now, days=7),
            reason="咨询量已回落，答复时限恢复为 12 小时",
            actor=supervisor,
            now=asked_at,
        )
    editor = next((one for one in bank.staff.values() if one.has(Role.COMPLAINT_ANALYST)), None)
    if editor is not None:
        data = data_of(calendar_at(code=CALENDAR, at=now))
        day = _midnight(now, days=10).date()
        day += timedelta(days=-day.weekday() % 7)  # a Monday
        data["exceptions"] = [
            *(one for one in data["exceptions"] if one["date"] != day.isoformat()),
            {
                "date": day.isoformat(),
                "kind": "TAKEN",
                "hours": ["14:00-16:00"],
                "name": "消防演练",
                "name_en": "Fire drill",
            },
        ]
        draft_calendar(code=CALENDAR, data=data, actor=editor, now=asked_at)
        ask_for_calendar(
            code=CALENDAR,
            takes_effect_at=_midnight(now, days=1),
            reason="总行消防演练，当日下午暂停营业两小时",
            actor=editor,
            now=asked_at,
        )


def _midnight(now: datetime, *, days: int) -> datetime:
    local = now.astimezone(get_default_timezone()) + timedelta(days=days)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)
