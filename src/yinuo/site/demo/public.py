"""The demo story's door: is it told already, how long is it, tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from yinuo.core.promises.public import fire_due_alarms
from yinuo.platform.audit.public import sequence_all
from yinuo.platform.identity.public import SYSTEM, nodes
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.public import mark_read
from yinuo.site.demo.access import tell_access
from yinuo.site.demo.former import take_over_former_cases
from yinuo.site.demo.narration import Moment, Narrator, moments, register_customers
from yinuo.site.demo.organisation import Bank, found_bank
from yinuo.site.demo.people import Customer, invent_customers
from yinuo.site.demo.plot import Plot, plot
from yinuo.site.demo.ready_made import keep_ready_made
from yinuo.site.demo.standards import tell_standards
from yinuo.site.demo.teams import tell_teams

SEED = 20_251_124
# Notices older than this were read at the time; the rest still wait behind the bell.
UNREAD = timedelta(hours=5)
BEFORE_THE_STORY = timedelta(days=75)


def is_built() -> bool:
    """Whether the bank of the story, or any other, is there already."""
    return bool(nodes(actor=SYSTEM))


def steps(*, now: datetime, seed: int = SEED) -> int:
    """How many steps ``build`` will count."""
    return len(_planned(now, seed).happenings)


def build(*, now: datetime, step: Callable[[], None], seed: int = SEED) -> None:
    """
    Tell the whole story in one transaction: it is there whole, or not at all.

    Args:
        now: the moment up to which it is told; the same moment and seed tell the same story.
        step: called after each of its steps.

    Raises:
        CannotCreateNode: there is a bank already.
    """
    planned = _planned(now, seed)
    customers, cases = planned.customers, planned.plot.told
    with transaction():
        bank = found_bank(now=now)
        register_customers(customers=customers, bank=bank, now=now - BEFORE_THE_STORY)
        take_over_former_cases(cases=planned.plot.former, customers=customers, bank=bank, now=now)
        narrator = Narrator(bank=bank, cases=cases, customers=customers)
        for moment in planned.happenings:
            narrator.tell(moment)
            step()
        fire_due_alarms(now=now)
        tell_access(bank=bank, cases=cases, customers=customers, now=now)
        tell_standards(bank=bank, now=now)
        tell_teams(bank=bank, customers=customers, now=now)
        keep_ready_made(bank=bank, now=now)
        _read_old_notices(bank, now)
        sequence_all(now=now)


@dataclass(frozen=True, kw_only=True)
class _Planned:
    customers: tuple[Customer, ...]
    plot: Plot
    happenings: list[Moment]


def _planned(now: datetime, seed: int) -> _Planned:
    random = Random(seed)  # noqa: S311 - a story, not a secret
    customers = invent_customers(random)
    found = plot(now=now, random=random, customers=customers)
    return _Planned(customers=customers, plot=found, happenings=moments(found.told))


def _read_old_notices(bank: Bank, now: datetime) -> None:
    for actor in bank.staff.values():
        mark_read(actor=actor, shown_until=now - UNREAD, now=now - UNREAD)
