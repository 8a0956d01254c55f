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
            "case.import_checked": _("File of past cases looked through"),
            "case.import_confirmed": _("File of past cases confirmed"),
            "case.import_given_up": _("File of past cases given up"),
            "case.import_done": _("File of past cases taken over"),
            "case.assigned": _("Handed to a specialist"),
            "case.response_sent": _("Answer sent"),
            "case.note_added": _("Internal note written"),
            "case.customer_wrote": _("Customer added something"),
            "case.resolved": _("Resolved"),
            "case.letter_issued": _("Decision letter issued"),
            "case.letter_delivery": _("Attempt to deliver the decision letter"),
            "case.classified": _("Classified"),
            "case.level_set": _("Level changed"),
            "case.snoozed": _("Put aside"),
            "case.woken": _("Brought back into the queue"),
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
            "case.reopened": _("Taken up again in a new round"),
            "case.review_requested": _("Review by the superior unit asked for"),
            "case.split": _("A part split off"),
            "case.merged": _("Merged into another case"),
            "case.took_in": _("Another case merged into this one"),
            "case.merge_undone": _("Merge undone"),
            "case.gave_back": _("Merge undone, the other case is on its own again"),
            "case.referred": _("Handed on to whom it belongs"),
            "case.declined": _("Declined with the reason"),
            "case.task_given": _("A colleague asked for something"),
            "case.task_done": _("Task done by a colleague"),
            "case.task_declined": _("Task declined by a colleague"),
            "case.task_cancelled": _("Task no longer needed"),
            "case.task_passed_on": _("Task passed on to a colleague"),
            "owner_rules.drafted": _("Rules for owners drafted"),
            "owner_rules.discarded": _("Draft of rules for owners given up"),
            "owner_rules.put_in_force": _("Rules for owners put in force"),
            "team.made": _("Dedicated team made"),
            "team.closed": _("Dedicated team closed"),
            "team.member_added": _("Somebody joined a dedicated team"),
            "team.member_removed": _("Somebody left a dedicated team"),
            "team.customer_added": _("Dedicated team looks after a customer"),
            "team.customer_removed": _("Dedicated team no longer looks after a customer"),
            "case.concerned": _("Noted whom the matter concerns"),
            "case.complainant_added": _("Another person joined the case"),
            "case.complainant_left": _("A person left the case"),
            "case.extension_asked": _("More time asked for by another program"),
            "case.linked": _("Linked to another case"),
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
