"""What the evidence of customers is called, on their pages and on auditors'."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yinuo.core.customers.models import Customer
from yinuo.platform.audit.public import Naming, names_in, register_actions, register_naming


def register_evidence_wordings() -> None:
    """Name actions and customers, these by their masks; called once, when the room is loaded."""
    register_naming(
        kind="customer", naming=Naming(label=_("Customer"), names=names_in(Customer, "name_mask"))
    )
    register_naming(kind="import", naming=Naming(label=_("File taken over")))
    register_naming(kind="lookups", naming=Naming(label=_("Look-ups of customers")))
    register_naming(kind="exports", naming=Naming(label=_("Exports of customers")))
    register_actions(
        {
            "customer.registered": _("Record made"),
            "customer.details_added": _("Further values added"),
            "customer.detail_added": _("A value added"),
            "customer.detail_replaced": _("A value replaced"),
            "customer.detail_removed": _("A value removed"),
            "customer.changed": _("Profile changed"),
            "customer.code_sent": _("One-time code sent"),
            "customer.code_refused": _("Wrong code given"),
            "customer.contact_verified": _("Contact verified"),
            "customer.consent_given": _("Consent given"),
            "customer.consent_withdrawn": _("Consent withdrawn"),
            "customer.relation_changed": _("Relation changed"),
            "customer.merged": _("Another record joined"),
            "customer.merged_into": _("Joined to another record"),
            "customer.merge_undone": _("Joining undone"),
            "customer.duplicate_dismissed": _("Known to be two customers"),
            "customer.hold_placed": _("Legal hold placed"),
            "customer.hold_lifted": _("Legal hold lifted"),
            "customer.retention_listed": _("Put on the list of what falls due"),
            "customer.revealed": _("A value was opened"),
            "customer.erased": _("Data erased"),
            "customer.batch_imported": _("Customers taken over from a file"),
            "customer.exported": _("Customers exported"),
            "customer.import_checked": _("File of customers looked through"),
            "customer.import_confirmed": _("File of customers confirmed"),
            "customer.import_done": _("File of customers taken over"),
            "customer.import_given_up": _("File of customers given up"),
            "customer.search_refused": _("Look-up refused: too many"),
            "customer.searched": _("Customers looked up"),
        }
    )
