"""One stream of what was said and what happened, as the case page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from yinuo.features.cases.models import Level
from yinuo.features.cases.queries.case import CaseDetail, MessageView
from yinuo.features.cases.taxonomy import classification
from yinuo.platform.audit.public import Record


@dataclass(frozen=True, kw_only=True)
class Item:
    """Either a message or an event; ``tone`` colours the event's mark."""

    at: datetime
    message: MessageView | None = None
    text: str = ""
    tone: str = ""


def stream_of(case: CaseDetail, names: Mapping[str, str]) -> list[Item]:
    """
    Messages and events of a case, oldest first.

    Args:
        names: of staff by id, for events that name colleagues.
    """
    items = [Item(at=message.at, message=message) for message in case.messages]
    items += [item for record in case.records if (item := _event(record, case, names))]
    # At one moment: what was said stands before what followed from it.
    return sorted(items, key=lambda item: (item.at, item.message is None))


def _event(record: Record, case: CaseDetail, names: Mapping[str, str]) -> Item | None:
    if record.action not in _WORDINGS:
        return None
    text, tone = _WORDINGS[record.action]
    return Item(at=record.at, text=str(text) % _values(record.facts, case, names), tone=tone)


def _values(facts: Mapping[str, Any], case: CaseDetail, names: Mapping[str, str]) -> dict[str, object]:
    """What the wordings may name."""
    promise = next((promise for promise in case.promises if promise.policy == facts.get("policy")), None)
    return {
        "number": case.number,
        "named": facts.get("number", ""),
        "source": case.source_label,
        "owner": names.get(str(facts.get("owner")), "—"),
        "to": names.get(str(facts.get("to")), "—"),
        "from": names.get(str(facts.get("from")), _("nobody")),
        "cause": classification.name_of(str(facts.get("cause"))),
        "promise": promise.name if promise else "",
        "category": classification.full_name_of(str(facts.get("category"))),
        "amount": facts.get("amount", ""),
        "level": Level(facts["level"]).label if facts.get("level") in Level.values else "",
        "percent": facts.get("percent", ""),
        "unit": facts.get("unit", ""),
        "until": _time(facts.get("until")),
    }


def _time(text: object) -> str:
    return (
        date_format(timezone.localtime(datetime.fromisoformat(str(text))), "SHORT_DATETIME_FORMAT")
        if text
        else ""
    )


# For each action of the evidence that staff read in the stream: its words, and the colour of its mark.
_WORDINGS = {
    "case.opened": (_("Received by %(source)s, number %(number)s given, owned by %(owner)s"), ""),
    "case.assigned": (_("Handed over from %(from)s to %(to)s"), ""),
    "case.classified": (_("Classified: %(category)s"), ""),
    "case.snoozed": (_("Put aside until %(until)s"), ""),
    "case.woken": (_("Brought back into the queue"), ""),
    "case.level_set": (_("Level changed to %(level)s"), "warn"),
    "case.proposed": (_("Solution proposed · compensation CNY %(amount)s"), ""),
    "case.offered": (_("Offered to the customer · compensation CNY %(amount)s"), ""),
    "case.proposal_accepted": (_("Customer accepted the offer"), "good"),
    "case.proposal_declined": (_("Customer declined the offer"), "warn"),
    "promise.paused": (_("%(promise)s: its clock stands still"), "warn"),
    "promise.resumed": (_("%(promise)s: its clock runs again"), ""),
    "promise.extended": (_("%(promise)s: more time, by a second person's leave"), "warn"),
    "promise.moved": (_("%(promise)s applies now: the level changed"), "warn"),
    "case.resolved": (_("Resolved · cause: %(cause)s"), "good"),
    "case.letter_written": (_("Decision letter written; a second person releases it"), "warn"),
    "case.letter_refused": (_("Decision letter not released"), "bad"),
    "case.letter_issued": (_("Decision letter issued"), "good"),
    "case.letter_mail_asked": (_("Decision letter: an e-mail to the customer was asked for"), ""),
    "case.letter_came_in": (_("The letter came from another program"), ""),
    "case.letter_delivery": (_("Decision letter: an attempt to deliver it was recorded"), ""),
    "case.reopened": (_("Taken up again in a new round: %(named)s"), ""),
    "case.review_requested": (_("Review by the superior unit: %(named)s"), "warn"),
    "case.merged": (_("Merged into %(named)s"), ""),
    "case.took_in": (_("%(named)s was merged into this case"), ""),
    "case.merge_undone": (_("The merge into %(named)s was undone"), ""),
    "case.gave_back": (_("%(named)s is a case of its own again"), ""),
    "case.concerned": (_("It concerns a colleague, who will not own it"), "warn"),
    "case.complainant_added": (_("Another person joined the case"), ""),
    "case.link_given": (_("A further person was given a link to their page"), ""),
    "case.stepped_back": (_("One of several people withdrew; the others go on"), "warn"),
    "case.complainant_left": (_("A person left the case"), ""),
    "case.extension_asked": (_("Another program asked for %(amount)s more days"), "warn"),
    "case.split": (_("A part was split off: %(named)s"), ""),
    "case.linked": (_("Linked to %(named)s"), ""),
    "case.withdrawn": (_("Withdrawn"), ""),
    "case.referred": (_("Handed on to whom it belongs; the customer was told"), "warn"),
    "case.declined": (_("Declined; the customer was told the reason"), "warn"),
    "case.task_given": (_("Task for %(unit)s · %(to)s"), ""),
    "case.task_done": (_("Task done"), "good"),
    "case.task_declined": (_("Task declined with a reason"), "warn"),
    "case.task_cancelled": (_("Task taken back: no longer needed"), ""),
    "case.task_passed_on": (_("Task passed on to %(to)s"), ""),
    "promise.warned": (_("%(promise)s: %(percent)s %% of the time has passed"), "warn"),
    "promise.broken": (_("%(promise)s: the time has passed, the promise is broken"), "bad"),
    "promise.kept": (_("%(promise)s: promise kept"), "good"),
    "promise.fulfilled_late": (_("%(promise)s: done, but late"), "bad"),
    "promise.withdrawn": (_("%(promise)s: no longer owed"), ""),
}
