"""What the evidence of policies and of what happens to all promises alike is called on auditors' pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from yinuo.core.promises.models import Policy
from yinuo.platform.audit.public import Naming, register_actions, register_naming


def register_evidence_wordings() -> None:
    """Name actions and policies; called once, when the room is loaded."""
    register_naming(kind="policy", naming=Naming(label=_("Policy"), names=_policies, has_codes=True))
    register_actions(
        {
            "policy.draft_discarded": _("Draft of a policy given up"),
            "policy.drafted": _("Policy drafted"),
            "policy.published": _("Policy put in force"),
            "policy.reapplication_started": _("Policy is being applied to open promises"),
            "policy.reapplied": _("Policy applied to open promises"),
            "promise.broken": _("Promise broken"),
            "promise.escalated": _("Promise reported to the superior"),
            "promise.extended": _("Promise got more time"),
            "promise.fulfilled_late": _("Promise fulfilled late"),
            "promise.kept": _("Promise kept"),
            "promise.made": _("Promise made"),
            "promise.moved": _("Another policy applies to the promise"),
            "promise.paused": _("Clock of the promise stopped"),
            "promise.reapplied": _("Changed policy applied to the promise"),
            "promise.resumed": _("Clock of the promise runs again"),
            "promise.warned": _("Reminder: the promise is at risk"),
            "promise.withdrawn": _("Promise no longer owed"),
        }
    )


def _policies(codes: Collection[str]) -> Mapping[str, str]:
    return {policy.code: policy.name for policy in Policy.objects.filter(pk__in=codes)}
