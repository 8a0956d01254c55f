"""The door of the customer record."""

from yinuo.core.customers.code_mail import mail_contact_code
from yinuo.core.customers.details import CannotReadDetails, CustomerDetails
from yinuo.core.customers.errors import CannotChangeCustomer, CustomerChangedMeanwhile, CustomerNotFound
from yinuo.core.customers.events import (
    ConsentRecorded,
    CustomerErased,
    CustomersMerged,
    MergeUndone,
    RelationChanged,
)
from yinuo.core.customers.importing.checking import Refusal
from yinuo.core.customers.importing.operations import LookedThrough, forget_imports, look_through
from yinuo.core.customers.importing.parallel import FileTaken, read_file, take_file, unit_path
from yinuo.core.customers.importing.reading import CannotReadFile
from yinuo.core.customers.importing.unnamed import register_unnamed
from yinuo.core.customers.mailboxes import Mailbox, clear_address, verified_mailbox
from yinuo.core.customers.names import clear_names
from yinuo.core.customers.operations.change_customer import Profile, change_customer
from yinuo.core.customers.operations.change_details import remove_detail, set_detail
from yinuo.core.customers.operations.change_relation import CannotChangeRelation, change_relation
from yinuo.core.customers.operations.deliver_code import deliver_code
from yinuo.core.customers.operations.erase_customer import (
    CannotEraseCustomer,
    ask_to_erase,
    erase_customer,
    register_erasure,
)
from yinuo.core.customers.operations.hold import lift_hold, place_hold
from yinuo.core.customers.operations.merge_customers import (
    CannotMergeCustomers,
    dismiss_duplicate,
    merge_customers,
    undo_merge,
)
from yinuo.core.customers.operations.record_consent import CannotRecordConsent, record_consent
from yinuo.core.customers.operations.register_customer import CustomerRegistered, register_customer
from yinuo.core.customers.operations.verify_contact import (
    CannotVerifyContact,
    confirm_contact,
    register_code_sender,
    send_contact_code,
    verify_contact,
)
from yinuo.core.customers.panels import CustomerPanel, register_customer_panel
from yinuo.core.customers.queries import (
    CannotSearch,
    ConsentView,
    CustomerCard,
    CustomerRow,
    Filters,
    Portrait,
    cards,
    consent_history,
    consents_of,
    customer_list,
    duplicates,
    family,
    has_consent,
    name_masks,
    portrait,
    rows_of,
    search_customers,
)
from yinuo.core.customers.queries.recognising import (
    Contact,
    contact_of,
    customer_with_number,
    customers_with_numbers,
)
from yinuo.core.customers.retention import keep_retention
from yinuo.core.customers.revealing import (
    SealedDetail,
    find_detail,
    register_details,
    sealed_details,
)
from yinuo.core.customers.roles import READERS, STEWARDS, WRITERS

__all__ = [
    "READERS",
    "STEWARDS",
    "WRITERS",
    "CannotChangeCustomer",
    "CannotChangeRelation",
    "CannotEraseCustomer",
    "CannotMergeCustomers",
    "CannotReadDetails",
    "CannotReadFile",
    "CannotRecordConsent",
    "CannotSearch",
    "CannotVerifyContact",
    "ConsentRecorded",
    "ConsentView",
    "Contact",
    "CustomerCard",
    "CustomerChangedMeanwhile",
    "CustomerDetails",
    "CustomerErased",
    "CustomerNotFound",
    "CustomerPanel",
    "CustomerRegistered",
    "CustomerRow",
    "CustomersMerged",
    "FileTaken",
    "Filters",
    "LookedThrough",
    "Mailbox",
    "MergeUndone",
    "Portrait",
    "Profile",
    "Refusal",
    "RelationChanged",
    "SealedDetail",
    "ask_to_erase",
    "cards",
    "change_customer",
    "change_relation",
    "clear_address",
    "clear_names",
    "confirm_contact",
    "consent_history",
    "consents_of",
    "contact_of",
    "customer_list",
    "customer_with_number",
    "customers_with_numbers",
    "deliver_code",
    "dismiss_duplicate",
    "duplicates",
    "erase_customer",
    "family",
    "find_detail",
    "forget_imports",
    "has_consent",
    "keep_retention",
    "lift_hold",
    "look_through",
    "mail_contact_code",
    "merge_customers",
    "name_masks",
    "place_hold",
    "portrait",
    "read_file",
    "record_consent",
    "register_code_sender",
    "register_customer",
    "register_customer_panel",
    "register_details",
    "register_erasure",
    "register_unnamed",
    "remove_detail",
    "rows_of",
    "sealed_details",
    "search_customers",
    "send_contact_code",
    "set_detail",
    "take_file",
    "undo_merge",
    "unit_path",
    "verified_mailbox",
    "verify_contact",
]
