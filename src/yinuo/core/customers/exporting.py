"""Lists of customers as files: masked as on the screen, and no cell can become a formula."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from yinuo.core.customers.queries.lists import Filters, Position, customer_list
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.rest.public import Rate, spend
from yinuo.platform.tables.public import harmless

MOST = 20_000
BATCH = 1_000
EXPORTS = Rate(name="exports", requests=10, seconds=3600)


class CannotExport(DomainError):
    """Too many files were taken away within the hour."""

    code = "customer.cannot_export"


def export_customers(*, filters: Filters, actor: Actor, now: datetime) -> bytes:
    """
    The customers within reach as CSV in UTF-8 with a byte order mark, for spreadsheets; at most 20,000.

    Raises:
        CannotExport: ten files were taken away within the hour already.
    """
    if actor.id is not None:
        subject = sha256(b"export:" + actor.id.bytes).digest()
        if spend(subject=subject, rate=EXPORTS, now=now).is_refused:
            raise CannotExport(_("You took away many files within the hour; wait before the next one."))
    lines = io.StringIO()
    writer = csv.writer(lines)
    heads = (_("Name"), _("Customer number"), _("Phone"), _("Tier"), _("Segment"), _("Relation"))
    writer.writerow([harmless(head) for head in heads])
    count, after = 0, None
    while count < MOST:
        page = customer_list(actor=actor, filters=filters, after=after, limit=min(BATCH, MOST - count))
        for row in page.rows:
            cells = (row.name, row.number, row.phone, row.tier, row.segment_label, row.state_label)
            writer.writerow([harmless(str(cell)) for cell in cells])
        count += len(page.rows)
        after = page.after
        if not isinstance(after, Position):
            break
    with transaction():
        append(
            stream=f"exports:{actor.id or actor.kind.value}",
            action="customer.exported",
            actor=actor.reference,
            at=now,
            facts={
                "rows": count,
                "tier": bool(filters.tier),
                "state": filters.state[:8] or None,
                "segment": filters.segment[:16] or None,
            },
        )
    return lines.getvalue().encode("utf-8-sig")
