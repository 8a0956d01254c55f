"""Who looks at a customer's page, and what of it is for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.features.cases.queries.tracking import Tracked, find_tracked
from yinuo.features.cases.together import goes_on, people_of, readable_files
from yinuo.platform.files.public import FileView, files_of


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """
    Whoever holds the key of a page.

    Attributes:
        person_id: of their place on the case; None for its first customer.
        part: what they are to the case, in words; empty for its first customer.
        is_customers_side: the first customer, or somebody who acts in their place.
        withdrew_at: when they withdrew while others go on.
        may_withdraw: their authority, or their own right, allows it.
        ends_it: the case ends when they withdraw; otherwise others go on.
        files: those that are for them.
    """

    person_id: UUID | None
    part: str
    is_customers_side: bool
    withdrew_at: datetime | None
    may_withdraw: bool
    ends_it: bool
    files: tuple[FileView, ...]


def viewer_of(*, token: str, now: datetime) -> Viewer | None:
    """Whose page this secret opens; None when no page has it."""
    tracked = find_tracked(token=token, now=now)
    if tracked is None:
        return None
    person = tracked.person
    files = files_of(subject=f"case:{tracked.case.pk}", for_customer=True)
    return Viewer(
        person_id=person.pk if person else None,
        part=str(person.get_part_display()) if person else "",
        is_customers_side=tracked.is_customers_side,
        withdrew_at=tracked.withdrew_at,
        may_withdraw=tracked.withdrew_at is None
        and (person is None or person.is_party or person.may_withdraw),
        ends_it=_ends_it(tracked),
        files=tuple(readable_files(tracked, files)),
    )


def _ends_it(tracked: Tracked) -> bool:
    person = tracked.person
    if person is not None and person.may_withdraw:
        return True
    others = [one for one in people_of(tracked.case.pk) if person is None or one.pk != person.pk]
    first_withdrew = person is None or tracked.case.customer_withdrew_at is not None
    return not goes_on(first_withdrew=first_withdrew, people=others)
