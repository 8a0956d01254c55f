"""Canned texts: which somebody may use, and how a case fills their places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from yinuo.core.promises.public import PromiseView
from yinuo.features.cases.models import CannedText, Kind
from yinuo.features.cases.queries import CaseDetail
from yinuo.platform.identity.public import Actor, Role

_PLACE = re.compile(r"\{([a-z_]{1,30})\}")


@dataclass(frozen=True, kw_only=True)
class CannedView:
    """A canned text; ``text`` with its places filled where a case was at hand."""

    id: UUID
    title: str
    language: str
    language_label: str
    text: str
    may_change: bool


def places() -> dict[str, str]:
    """What a text may name, and what stands there then. No name: it is sealed, and an answer begins without it."""
    return {
        "number": _("the number of the case"),
        "kind": _("the kind of the case"),
        "voiced": _("when the customer said it"),
        "answer_due": _("by when an answer is promised"),
        "decision_due": _("by when a decision is promised"),
        "owner": _("the specialist who owns the case"),
        "me": _("the name of whoever answers"),
    }


def unknown_places(text: str) -> list[str]:
    """Those that no case fills, as they stand in the text."""
    return [found.group() for found in _PLACE.finditer(text) if found.group(1) not in places()]


def canned_texts(*, actor: Actor, case: CaseDetail | None = None, me: str = "") -> tuple[CannedView, ...]:
    """The texts of the actor's unit and those above it, by title: one query."""
    if actor.node_path is None:
        return ()
    steps = actor.node_path.strip("/").split("/")
    above = ["/" + "/".join(steps[:count]) + "/" for count in range(1, len(steps) + 1)]
    return tuple(
        CannedView(
            id=one.pk,
            title=one.title,
            language=one.language,
            language_label=one.get_language_display(),
            text=filled(one.text, _values(case, one.language, me)) if case else one.text,
            may_change=actor.has(Role.SUPERVISOR) and actor.sees(one.path),
        )
        for one in CannedText.objects.filter(path__in=above)
    )


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each place filled once: what is filled in is not read for places again."""
    return _PLACE.sub(lambda found: values.get(found.group(1), found.group()), text)


def _values(case: CaseDetail, language: str, me: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "number": case.number,
            "kind": str(Kind(case.kind).label),
            "voiced": _said(case.voiced_at),
            "answer_due": _due(case.promises, decision=False),
            "decision_due": _due(case.promises, decision=True),
            "owner": case.owner_name or "—",
            "me": me or "—",
        }


def _due(promises: tuple[PromiseView, ...], *, decision: bool) -> str:
    found = next((one for one in promises if one.duty.endswith(".decision") is decision), None)
    return _said(found.due_at) if found else "—"


def _said(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
