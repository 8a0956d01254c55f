"""What the evidence of cases is called, on receipts and on auditors' pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yinuo.features.cases.models import Case, ServiceTeam, Task
from yinuo.platform.audit.public import Naming, names_in, register_actions, register_naming


def register_wordings() -> None:
    """Name actions, cases by their numbers, and teams; called once from the wiring."""
    cases = Naming(label=_("Case"), names=names_in(Case, "number"), is_plain=True, find=_case_numbered)
    register_naming(kind="case", naming=cases)
    register_naming(
        kind="ownership", naming=Naming(label=_("Owner of a case"), names=names_in(Case, "number"))
    )
    register_naming(kind="task", naming=Naming(label=_("Task"), names=names_in(Task, "case__number")))
    register_naming(
        kind="team", naming=Naming(label=_("Dedicated team"), names=names_in(ServiceTeam, "name"))
    )
    register_naming(kind="taxonomy", naming=Naming(label=_("Classification")))
    register_naming(kind="owner-rules", naming=Naming(label=_("Rules for owners")))
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
            "case.letter_written": _("Decision letter written, for a second person to release"),
            "case.letter_refused": _("Decision letter not released by the second person"),
            "case.letter_issued": _("Decision letter issued"),
            "case.letter_mail_asked": _("E-mail about the decision letter asked for"),
            "case.letter_came_in": _("Decision letter from another program"),
            "case.letter_delivery": _("Attempt to deliver the decision letter"),
            "case.classified": _("Classified"),
            "case.level_set": _("Level changed"),
            "case.snoozed": _("Put aside"),
            "case.woken": _("Brought back into the queue"),
            "case.proposed": _("Solution proposed"),
            "case.offered": _("Solution offered to the customer"),
            "case.proposal_accepted": _("Customer accepted the offer"),
            "case.proposal_declined": _("Customer declined the offer"),
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
            "taxonomy.imported": _("Classification taken over from a file"),
            "case.concerned": _("Noted whom the matter concerns"),
            "case.complainant_added": _("Another person joined the case"),
            "case.link_given": _("A further person was given a link to their page"),
            "case.stepped_back": _("One of several people withdrew; the others go on"),
            "case.complainant_left": _("A person left the case"),
            "case.extension_asked": _("More time asked for by another program"),
            "case.linked": _("Linked to another case"),
            "case.rated": _("Handling rated by the customer"),
            "customer.signed_in": _("Customer signed in"),
            "customer.sign_in_code_sent": _("Code for signing in sent"),
        }
    )


def _case_numbered(text: str) -> str:
    return str(Case.objects.filter(number=text.upper()).values_list("pk", flat=True).first() or "")
