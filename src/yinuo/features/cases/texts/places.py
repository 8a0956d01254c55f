"""The places of a text, such as ``{number}``: what a case puts there, and what only the sending puts there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from yinuo.core.promises.public import PromiseView
from yinuo.features.cases.models import Kind
from yinuo.platform.identity.public import institution_name

_PLACE = re.compile(r"\{\s*([^\s{}]{1,30})\s*\}")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
CHINESE, ENGLISH = "zh-hans", "en"


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """
    What a case knows for the places of a text.

    Attributes:
        me: the name of whoever answers.
        answer_at, decision_at: by when they are promised.
    """

    number: str
    kind: str
    voiced_at: datetime
    owner_name: str
    me: str
    answer_at: datetime | None
    decision_at: datetime | None


def places() -> dict[str, str]:
    """What a text may name, and what stands there then; the customer's name is sealed, and filled in at the sending."""
    return {
        "salutation": _("how the customer is addressed: “Dear …”; filled in when it is sent"),
        "customer": _("the customer's name; filled in when it is sent"),
        "number": _("the number of the case"),
        "kind": _("the kind of the case"),
        "voiced": _("when the customer said it"),
        "answer_due": _("by when an answer is promised"),
        "answer_by": _("the same in words: “by 17:00 today”"),
        "decision_due": _("by when a decision is promised"),
        "decision_by": _("the same in words: “by 17:00 on 12 December”"),
        "owner": _("the specialist who owns the case"),
        "me": _("the name of whoever answers"),
        "institution": _("the name of the institution"),
    }


def unknown_places(text: str) -> list[str]:
    """Those that no case fills, as they stand in the text."""
    return [found.group() for found in _PLACE.finditer(text) if found.group(1) not in places()]


def refused_place(text: str) -> str:
    """Why a text is not kept: the first place that no case fills, and those that are filled; empty where all are."""
    wrong = unknown_places(text)
    if not wrong:
        return ""
    return _("No case fills this place: %(place)s. These are filled: %(places)s") % {
        "place": wrong[0],
        "places": " ".join(f"{{{one}}}" for one in places()),
    }


def known_places(text: str) -> list[str]:
    """The places that stand in the text, as they stand there."""
    return [found.group() for found in _PLACE.finditer(text) if found.group(1) in places()]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each place filled once: what is filled in is not read for places again."""
    return _PLACE.sub(lambda found: values.get(found.group(1), found.group()), text)


def language_of(text: str) -> str:
    """Chinese where at least as many Chinese characters as English words stand in it; places count for nothing."""
    said = _PLACE.sub("", text)
    chinese = len(_CHINESE.findall(said))
    return CHINESE if chinese and chinese >= len(_LATIN_WORD.findall(said)) else ENGLISH


def case_values(facts: CaseFacts, *, language: str, now: datetime) -> dict[str, str]:
    """What stands in the places that hold nothing sealed, in ``language``; what the case does not know is left out."""
    with translation.override(language):
        known = {
            "number": facts.number,
            "kind": str(Kind(facts.kind).label),
            "voiced": _said(facts.voiced_at),
            "answer_due": _said(facts.answer_at),
            "answer_by": _in_words(facts.answer_at, now),
            "decision_due": _said(facts.decision_at),
            "decision_by": _in_words(facts.decision_at, now),
            "owner": facts.owner_name,
            "me": facts.me,
            "institution": institution_name(),
        }
    return {place: text for place, text in known.items() if text}


def name_values(name: str, *, language: str) -> dict[str, str]:
    """What stands in the places of the customer's name; ``name`` in clear, masked for a preview, or empty."""
    with translation.override(language):
        return {
            "customer": name or _("customer"),
            "salutation": _("Dear %(name)s:") % {"name": name} if name else _("Dear customer:"),
        }


def owed_at(promises: Iterable[PromiseView], *, decision: bool) -> datetime | None:
    """By when the answer or the decision is promised."""
    return next((one.due_at for one in promises if one.duty.endswith(".decision") is decision), None)


def example_values(*, me: str, now: datetime, language: str) -> dict[str, str]:
    """What stands in all places for an invented case, so that whoever writes a text sees how it reads."""
    facts = CaseFacts(
        number="TS-261124-0001",
        kind=Kind.COMPLAINT,
        voiced_at=now,
        owner_name=me,
        me=me,
        answer_at=now + timedelta(hours=24),
        decision_at=now + timedelta(days=15),
    )
    with translation.override(language):
        name = _("Zhang *")
    return case_values(facts, language=language, now=now) | name_values(name, language=language)


def _said(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else ""


def _in_words(at: datetime | None, now: datetime) -> str:
    if at is None:
        return ""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    time = date_format(local, "H:i")
    if local.date() == today:
        return _("by %(time)s today") % {"time": time}
    if local.date() == today + timedelta(days=1):
        return _("by %(time)s tomorrow") % {"time": time}
    return _("by %(time)s on %(date)s") % {"time": time, "date": date_format(local, "MONTH_DAY_FORMAT")}
