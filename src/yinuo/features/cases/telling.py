"""Tell the screens that are open that a case changed."""

from __future__ import annotations

from yinuo.features.cases.models import Case
from yinuo.platform.live.public import announce


def tell_screens(case: Case) -> None:
    """Ask the queues and pages that show ``case`` to fetch it again, once the transaction commits."""
    announce("cases", reach=case.path, data={"case": str(case.pk)})
