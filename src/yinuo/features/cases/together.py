"""Several people with one matter: who is on a case, what each of them reads, and whether it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from yinuo.core.customers.public import clear_names, name_masks
from yinuo.features.cases.models import Case, Complainant, Message
from yinuo.features.cases.queries.tracking import Tracked
from yinuo.platform.files.public import FileView
from yinuo.platform.vault.public import CannotOpen


def people_of(case_id: UUID) -> list[Complainant]:
    """Everybody beside the first customer who is on the case, or on one that was merged into it."""
    ids, found = {case_id}, {case_id}
    while found:
        found = set(Case.objects.filter(merged_into_id__in=found).values_list("pk", flat=True)) - ids
        ids |= found
    return list(Complainant.objects.filter(case_id__in=ids, until__isnull=True))


def names_of_people(case_id: UUID) -> frozenset[str]:
    """The names of the further people in clear, to be taken out of what lists and searches read."""
    names: set[str] = set()
    for person in Complainant.objects.filter(case_id=case_id):
        with suppress(CannotOpen):  # erased: there is no name any more
            names |= clear_names(person.customer_id)
    return frozenset(names)


def names_of_speakers(messages: Iterable[Message]) -> dict[UUID, str]:
    """The masked names of the further people who said something, by their place on the case."""
    said_by = {one.said_by_id for one in messages if one.said_by_id}
    if not said_by:
        return {}
    who = dict(Complainant.objects.filter(pk__in=said_by).values_list("pk", "customer_id"))
    masks = name_masks(who.values())
    return {place: masks[customer_id][0] for place, customer_id in who.items()}


def goes_on(*, first_withdrew: bool, people: Iterable[Complainant]) -> bool:
    """Whether somebody whose matter it is still wants it: the first customer, or another."""
    return not first_withdrew or any(one.is_party and one.withdrew_at is None for one in people)


def reads_message(tracked: Tracked, message: Message) -> bool:
    """
    Whether the holder of a key reads a message on their page.

    Our answers are for all. The first customer and those who act in their place read each other's words; whoever also
    complains reads their own: they share a matter, not their lives.
    """
    if message.kind == Message.Kind.REPLY:
        return True
    if message.kind != Message.Kind.CUSTOMER:
        return False
    if tracked.person and message.said_by_id == tracked.person.pk:
        return True
    of_side = message.said_by is None or message.said_by.is_customers_side
    return tracked.is_customers_side and of_side


def readable_files(tracked: Tracked, files: Iterable[FileView]) -> list[FileView]:
    """The files on the page of the holder of a key: of their side; whoever also complains sees their own alone."""
    if not tracked.is_customers_side:
        return [one for one in files if one.added_by == tracked.actor.reference]
    others = {
        f"customer:{one.customer_id}" for one in people_of(tracked.case.pk) if not one.is_customers_side
    }
    return [one for one in files if one.added_by not in others]
