"""What the evidence of cases and of their promises is called, on receipts and on auditors' pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yinuo.platform.audit.public import register_actions


def register_wordings() -> None:
    """Name the actions; called once from the wiring."""
    register_actions(
        {
            "case.opened": _("Received"),
            "case.imported": _("Taken over from an earlier system"),
            "case.assigned": _("Handed to a specialist"),
            "case.response_sent": _("Answer sent"),
            "case.note_added": _("Internal note written"),
            "case.customer_wrote": _("Customer added something"),
            "case.resolved": _("Resolved"),
            "case.classified": _("Classified"),
            "case.proposed": _("Solution proposed"),
            "case.offered": _("Solution offered to the customer"),
            "case.proposal_accepted": _("Customer accepted the offer"),
            "case.proposal_declined": _("Customer declined the offer"),
            "promise.paused": _("Clock of the promise stopped"),
            "promise.resumed": _("Clock of the promise runs again"),
            "promise.extended": _("Promise got more time"),
            "promise.moved": _("Another policy applies to the promise"),
            "case.wishes_noted": _("Noted how the customer wishes to be answered"),
            "case.withdrawn": _("Withdrawn by the customer"),
            "case.rated": _("Handling rated by the customer"),
            "customer.signed_in": _("Customer signed in"),
            "customer.sign_in_code_sent": _("Code for signing in sent"),
            "promise.made": _("Promise made"),
            "promise.kept": _("Promise kept"),
            "promise.fulfilled_late": _("Promise fulfilled late"),
            "promise.warned": _("Reminder: the promise is at risk"),
            "promise.broken": _("Promise broken"),
            "promise.withdrawn": _("Promise no longer owed"),
        }
    )
