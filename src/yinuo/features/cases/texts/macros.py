"""Macros: which somebody may use, what each does, and what it would do to one case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from yinuo.features.cases.models import Case, Level, Macro
from yinuo.features.cases.operations.classify_case import first_suggested
from yinuo.features.cases.queries.case import CaseDetail
from yinuo.features.cases.taxonomy import classification
from yinuo.features.cases.texts.canned import filled_answer
from yinuo.platform.identity.public import SYSTEM, Actor, Role, nodes


@dataclass(frozen=True, kw_only=True)
class Acts:
    """
    What a macro does, in this order; empty words do nothing.

    Attributes:
        level: a level, or as it is.
        confirm: the suggested classification becomes the person's decision, where nobody decided yet.
        note: an internal note.
        task: what a unit is asked; ``unit`` is its path.
        answer: a text with places, which stands in the reply box afterwards; only the person sends it.
    """

    level: str = ""
    confirm: bool = False
    note: str = ""
    task: str = ""
    unit: str = ""
    answer: str = ""

    @property
    def is_any(self) -> bool:
        return bool(self.level or self.confirm or self.note or self.task or self.answer)


@dataclass(frozen=True, kw_only=True)
class MacroRow:
    """A macro that somebody may use."""

    id: UUID
    name: str
    is_team: bool
    may_change: bool
    acts: Acts
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """
    The answer of a macro for the reply box of a case.

    Attributes:
        text: filled, but for the customer's name.
    """

    macro_id: UUID
    name: str
    text: str


def acts_of(macro: Macro) -> Acts:
    """What is kept of a macro; what makes no sense (any more) does nothing."""
    kept = macro.acts
    level = kept.get("level", "")
    return Acts(
        level=level if level in Level.values else "",
        confirm=kept.get("confirm") is True,
        note=str(kept.get("note", "")),
        task=str(kept.get("task", "")),
        unit=str(kept.get("unit", "")),
        answer=str(kept.get("answer", "")),
    )


def macros(*, actor: Actor) -> tuple[MacroRow, ...]:
    """The actor's own and those of their unit and the units above it, by name."""
    rows = [
        MacroRow(
            id=macro.pk,
            name=macro.name,
            is_team=macro.owner_id is None,
            may_change=macro.owner_id == actor.id or (actor.has(Role.SUPERVISOR) and actor.sees(macro.path)),
            acts=acts_of(macro),
            lines=said(acts_of(macro)),
        )
        for macro in Macro.objects.filter(usable(actor))
    ]
    return tuple(sorted(rows, key=lambda row: not row.is_team))


def usable(actor: Actor) -> Q:
    """Which macros somebody may use: their own, and those kept for a unit that they belong to."""
    if actor.id is None or actor.node_path is None:
        return Q(pk__in=())
    steps = actor.node_path.strip("/").split("/")
    above = ["/" + "/".join(steps[:count]) + "/" for count in range(1, len(steps) + 1)]
    return Q(owner_id=actor.id) | Q(owner__isnull=True, path__in=above)


def said(acts: Acts) -> tuple[tuple[str, str], ...]:
    """What a macro does, in words: each act with what goes with it."""
    lines = []
    if acts.level:
        lines.append((_("Level"), str(Level(acts.level).label)))
    if acts.confirm:
        lines.append((_("Classification"), _("as suggested")))
    if acts.note:
        lines.append((_("Internal note"), acts.note))
    if acts.task:
        unit = next((one.name for one in nodes(actor=SYSTEM) if one.path == acts.unit), "—")
        lines.append((_("Task for %(unit)s") % {"unit": unit}, acts.task))
    if acts.answer:
        lines.append((_("Answer"), acts.answer))
    return tuple(lines)


def would_do(acts: Acts, case_id: UUID) -> tuple[tuple[str, str], ...]:
    """What a macro would do to a case as it is now: its answer and acts that change nothing there are left out."""
    case = Case.objects.get(pk=case_id)
    lines = said(replace(applicable(acts, case), answer=""))
    if acts.confirm and case.classified_at is None:
        name = classification.full_name_of(first_suggested(case.suggested)["category"])
        lines = tuple((what, name if what == _("Classification") else how) for what, how in lines)
    return lines


def applicable(acts: Acts, case: Case) -> Acts:
    """The acts that change something on a case, and the answer."""
    can_confirm = case.classified_at is None and bool(first_suggested(case.suggested)["category"])
    return Acts(
        level=acts.level if acts.level != case.level else "",
        confirm=acts.confirm and can_confirm,
        note=acts.note,
        task=acts.task,
        unit=acts.unit,
        answer=acts.answer,
    )


def offer_of(macro: MacroRow | None, *, case: CaseDetail, me: str, now: datetime) -> Offer | None:
    """The answer that a macro holds for a case, if it holds one; ``me`` is the name of whoever answers."""
    if macro is None or not macro.acts.answer:
        return None
    text = filled_answer(macro.acts.answer, case=case, me=me, now=now)
    return Offer(macro_id=macro.id, name=macro.name, text=text)
