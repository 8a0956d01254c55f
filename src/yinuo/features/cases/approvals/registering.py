"""Let all of these acts be asked for, and hear what was refused."""

from __future__ import annotations

from yinuo.features.cases.approvals.extensions import EXTENSION
from yinuo.features.cases.approvals.offers import OFFER, on_offer_refused
from yinuo.features.cases.approvals.releases import RELEASE, on_release_refused
from yinuo.platform.approvals.public import ApprovalRefused, register_approval_kind


def register_kinds() -> None:
    """Let all of them be asked for."""
    for kind in (OFFER, EXTENSION, RELEASE):
        register_approval_kind(kind)


def on_approval_refused(event: ApprovalRefused) -> None:
    """What a second person did not agree to is not offered, and not issued."""
    on_offer_refused(event)
    on_release_refused(event)
