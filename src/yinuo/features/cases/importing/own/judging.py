"""Decide on the rows of a portion: which case each describes, or why it is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.core.customers.public import CustomerDetails, customers_with_numbers, name_masks
from yinuo.core.promises.public import CannotMakePromise, PromisesTakenOver
from yinuo.features.cases import rules
from yinuo.features.cases.importing.own import columns as form
from yinuo.features.cases.importing.past import Answer, Owed, PastCase
from yinuo.features.cases.taxonomy import classification
from yinuo.kernel.canonical_values import UnreadableValue, canonical_phone
from yinuo.platform.identity.public import Actor, Role, nodes, staff_with_role
from yinuo.platform.tables.public import Line, fault_of, mask_cell

Found = TypeVar("Found")
_TIMES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
)


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a row is refused: line, column, a code, and the cell with all but its ends hidden."""

    line: int
    column: str
    code: str
    masked: str


class _Refused(Exception):
    def __init__(self, column: str, code: str) -> None:
        super().__init__(code)
        self.column, self.code = column, code


@dataclass(frozen=True, kw_only=True)
class Frame:
    """
    What every row of a file is judged by.

    Attributes:
        paths: of the units that may be named, by their codes.
        path: of the unit of rows that name none.
        owners: specialists and supervisors who may be named, by their staff numbers.
        mark: what the file is called in evidence.
    """

    paths: Mapping[str, str]
    path: str
    owners: Mapping[str, UUID]
    reach: str | None
    mark: str
    now: datetime


def frame_of(*, path: str, mark: str, actor: Actor, now: datetime) -> Frame:
    """What the rows of a file that this actor brings are judged by."""
    owners = {}
    for role in (Role.COMPLAINT_SPECIALIST, Role.SUPERVISOR):
        for row in staff_with_role(role=role, reach=actor.reach or "-"):
            owners[row.number.upper()] = row.id
    return Frame(
        paths={node.code: node.path for node in nodes(actor=actor)},
        path=path,
        owners=owners,
        reach=actor.reach,
        mark=mark,
        now=now,
    )


def reasons() -> dict[str, str]:
    """Each code in words."""
    return {
        "missing": _("is needed and empty"),
        "too_long": _("is longer than such a cell may be"),
        "formula": _("is a formula"),
        "control": _("holds characters that no text has"),
        "unknown": _("is none of the values that are known"),
        "unreadable": _("cannot be read as such a value"),
        "twice": _("stands in an earlier row of this file already"),
        "no_time": _("is no time such as 2026-03-02 10:15"),
        "future": _("lies in the future"),
        "order": _("lies before what must have happened first"),
        "unknown_customer": _("no customer within your reach has this number"),
        "no_cause": _("a resolved case needs its cause"),
        "no_policy": _("no standard was valid at that time"),
        "no_answer": _("is an automatic acknowledgement, or too short, and no answer"),
    }


def judge(
    lines: Sequence[Line], *, frame: Frame, promises: PromisesTakenOver
) -> tuple[list[PastCase], list[Refusal]]:
    """The cases that a portion describes, and the rows that are refused."""
    named = customers_with_numbers(
        {cells["customer"] for line in lines if (cells := line.cells).get("customer")}, reach=frame.reach
    )
    tiers = {pk: tier for pk, (_name, tier) in name_masks(list(named.values())).items()} if named else {}
    cases, refused = [], []
    for line in lines:
        try:
            cases.append(_case(line, frame, named, tiers, promises))
        except _Refused as problem:
            masked = mask_cell(line.cells.get(problem.column, ""))
            refused.append(Refusal(line=line.number, column=problem.column, code=problem.code, masked=masked))
    return cases, refused


def _case(
    line: Line,
    frame: Frame,
    named: Mapping[str, UUID],
    tiers: Mapping[UUID, str],
    promises: PromisesTakenOver,
) -> PastCase:
    cells = {column: line.cells.get(column, "") for column in form.HEADS}
    for column, cell in cells.items():
        longest = rules.LONGEST_TEXT if column in {"text", "answer"} else form.LONGEST_CELL
        if column == "number":
            longest = form.LONGEST_NUMBER
        prose = column in form.PROSE
        if code := fault_of(cell, longest=longest, signs=column == "phone", prose=prose):
            raise _Refused(column, code)
        if not cell and column in form.COLUMNS.needed:
            raise _Refused(column, "missing")
    kind = _known(form.KINDS, cells, "kind")
    source = _known(form.SOURCES, cells, "source")
    level = _known(form.LEVELS, cells, "level")
    path = _one_of(frame.paths, cells, "unit") or frame.path
    owner = _one_of(frame.owners, cells, "owner", upper=True)
    voiced, answered, resolved = _times(cells, frame.now)
    _classified(cells, is_resolved=resolved is not None)
    customer = _one_of(named, cells, "customer", code="unknown_customer")
    circumstances = {
        "kind": kind,
        "level": level,
        "channel": source,
        "source": source,
        "tier": tiers.get(customer, "") if customer else "",
    }
    happened = {
        rules.response_duty(kind=kind, source=source): answered,
        rules.decision_duty(kind=kind, source=source): resolved,
    }
    owed = []
    for duty, happened_at in happened.items():
        if duty is None:
            continue
        try:
            standard = promises.standard(duty=duty, circumstances=circumstances, path=path, starts_at=voiced)
        except CannotMakePromise:
            raise _Refused("voiced", "no_policy") from None
        proof = f"file:{frame.mark}:{line.number}" if happened_at else ""
        owed.append(Owed(standard=standard, happened_at=happened_at, evidence=proof))
    text, subject = cells["text"], cells["subject"]
    return PastCase(
        line=line.number,
        external_id=cells["number"],
        source=source,
        kind=kind,
        level=level,
        subject=subject or text[: rules.LONGEST_SUBJECT],
        text=f"{subject}\n\n{text}" if subject else text,
        path=path,
        voiced_at=voiced,
        customer_id=customer,
        person=None if customer else _person(cells),
        owner_id=owner,
        owed=tuple(owed),
        answer=Answer(text=cells["answer"], at=answered) if cells["answer"] and answered else None,
        answered_at=answered,
        resolved_at=resolved,
        category=cells["category"],
        cause=cells["cause"],
    )


def _known(values: Mapping[str, str], cells: Mapping[str, str], column: str) -> str:
    found = values.get(cells[column].lower().replace("_", " "))
    if found is None:
        raise _Refused(column, "unknown")
    return str(found)


def _one_of(
    values: Mapping[str, Found],
    cells: Mapping[str, str],
    column: str,
    *,
    code: str = "unknown",
    upper: bool = False,
) -> Found | None:
    cell = cells[column].upper() if upper else cells[column]
    if not cell:
        return None
    if cell not in values:
        raise _Refused(column, code)
    return values[cell]


def _times(cells: Mapping[str, str], now: datetime) -> tuple[datetime, datetime | None, datetime | None]:
    """When it was voiced, answered and resolved; whoever resolved it answered it then at the latest."""
    voiced = _time(cells, "voiced", now)
    answered, resolved = _time(cells, "answered", now), _time(cells, "resolved", now)
    if voiced is None:
        raise _Refused("voiced", "missing")
    if cells["answer"] and answered is None:
        raise _Refused("answered", "missing")
    if cells["answer"] and not rules.is_substantive(cells["answer"]):
        raise _Refused("answer", "no_answer")
    if answered is not None and answered < voiced:
        raise _Refused("answered", "order")
    if resolved is not None and resolved < (answered or voiced):
        raise _Refused("resolved", "order")
    return voiced, answered or resolved, resolved


def _time(cells: Mapping[str, str], column: str, now: datetime) -> datetime | None:
    cell = cells[column].replace("T", " ")
    if not cell:
        return None
    for written in _TIMES:
        try:
            naive = datetime.strptime(cell, written)  # noqa: DTZ007 - given its zone below
        except ValueError:
            continue
        at = naive.replace(tzinfo=timezone.get_default_timezone()).astimezone(UTC)
        if at > now:
            raise _Refused(column, "future")
        return at
    raise _Refused(column, "no_time")


def _classified(cells: Mapping[str, str], *, is_resolved: bool) -> None:
    dimensions = {"category": classification.CATEGORY, "cause": classification.CAUSE}
    for column, dimension in dimensions.items():
        if cells[column] and not classification.is_code(cells[column], dimension=dimension):
            raise _Refused(column, "unknown")
    if is_resolved and not cells["cause"]:
        raise _Refused("cause", "no_cause")


def _person(cells: Mapping[str, str]) -> CustomerDetails | None:
    if not cells["name"]:
        return None
    if cells["phone"]:
        try:
            canonical_phone(cells["phone"])
        except UnreadableValue:
            raise _Refused("phone", "unreadable") from None
    return CustomerDetails(name=cells["name"], phone=cells["phone"])
