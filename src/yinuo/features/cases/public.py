"""The door of the cases room."""

from yinuo.features.cases.approvals.registering import on_approval_refused, register_kinds
from yinuo.features.cases.customer_panel import PANEL as CUSTOMER_PANEL
from yinuo.features.cases.events import CaseAnswered, CaseOpened, CaseResolved, CaseWithdrawn
from yinuo.features.cases.evidence import register_wordings as register_evidence_wordings
from yinuo.features.cases.helping.notices import on_task_alarms, register_task_wordings
from yinuo.features.cases.importing.errors import CannotFindFile, CannotImport
from yinuo.features.cases.importing.import_complaints import (
    Imported,
    import_complaints,
    look_through_complaints,
)
from yinuo.features.cases.importing.own.judging import Refusal
from yinuo.features.cases.importing.own.looking import (
    CasesFound,
    CasesTaken,
    look_through_cases,
    take_over_cases,
)
from yinuo.features.cases.importing.own.runs import forget_case_imports
from yinuo.features.cases.importing.own.template import template_as_csv
from yinuo.features.cases.importing.portion import Refused
from yinuo.features.cases.letters.delivering import record_delivery
from yinuo.features.cases.letters.font_in_force import LetterFont, letter_font
from yinuo.features.cases.letters.issuing import LetterWords, issue_letter
from yinuo.features.cases.models import Kind, Level, Source
from yinuo.features.cases.operations.add_customer_message import add_customer_message
from yinuo.features.cases.operations.add_note import add_note
from yinuo.features.cases.operations.assign_case import assign_case
from yinuo.features.cases.operations.change_team import add_member, look_after, make_team
from yinuo.features.cases.operations.choose_anew import on_staff_deactivated
from yinuo.features.cases.operations.classify_case import CannotClassifyCase, Classification, classify_case
from yinuo.features.cases.operations.end_task import answer_task, decline_task
from yinuo.features.cases.operations.give_task import give_task
from yinuo.features.cases.operations.import_taxonomy import import_taxonomy, look_through_taxonomy
from yinuo.features.cases.operations.keep_canned_text import keep_canned_text
from yinuo.features.cases.operations.keep_macro import keep_macro
from yinuo.features.cases.operations.open_case import CannotOpenCase, OpenedCase, open_case
from yinuo.features.cases.operations.owner_rules import draft_owner_rules
from yinuo.features.cases.operations.pass_on_task import pass_on_task
from yinuo.features.cases.operations.record_response import CannotRecordResponse, record_response
from yinuo.features.cases.operations.reopen_case import CannotReopenCase, reopen_as_customer, reopen_case
from yinuo.features.cases.operations.request_review import (
    CannotRequestReview,
    may_review,
    request_review,
)
from yinuo.features.cases.operations.resolve_case import CannotResolveCase, resolve_case
from yinuo.features.cases.operations.save_view import save_view
from yinuo.features.cases.operations.snooze_case import snooze_case
from yinuo.features.cases.operations.visits import prune_visits
from yinuo.features.cases.operations.withdraw_case import CannotWithdrawCase, withdraw_case
from yinuo.features.cases.owning.alarm import on_unowned_alarms
from yinuo.features.cases.owning.notices import register_owner_wordings
from yinuo.features.cases.queries.case import may_read_case
from yinuo.features.cases.queries.counting import counts
from yinuo.features.cases.queries.queue import soonest
from yinuo.features.cases.revealing import register_revealables
from yinuo.features.cases.roles import HELPERS, READERS
from yinuo.features.cases.texts.macros import Acts

__all__ = [
    "CUSTOMER_PANEL",
    "HELPERS",
    "READERS",
    "Acts",
    "CannotClassifyCase",
    "CannotFindFile",
    "CannotImport",
    "CannotOpenCase",
    "CannotRecordResponse",
    "CannotReopenCase",
    "CannotRequestReview",
    "CannotResolveCase",
    "CannotWithdrawCase",
    "CaseAnswered",
    "CaseOpened",
    "CaseResolved",
    "CaseWithdrawn",
    "CasesFound",
    "CasesTaken",
    "Classification",
    "Imported",
    "Kind",
    "LetterFont",
    "LetterWords",
    "Level",
    "OpenedCase",
    "Refusal",
    "Refused",
    "Source",
    "add_customer_message",
    "add_member",
    "add_note",
    "answer_task",
    "assign_case",
    "classify_case",
    "counts",
    "decline_task",
    "draft_owner_rules",
    "forget_case_imports",
    "give_task",
    "import_complaints",
    "import_taxonomy",
    "issue_letter",
    "keep_canned_text",
    "keep_macro",
    "letter_font",
    "look_after",
    "look_through_cases",
    "look_through_complaints",
    "look_through_taxonomy",
    "make_team",
    "may_read_case",
    "may_review",
    "on_approval_refused",
    "on_staff_deactivated",
    "on_task_alarms",
    "on_unowned_alarms",
    "open_case",
    "pass_on_task",
    "prune_visits",
    "record_delivery",
    "record_response",
    "register_evidence_wordings",
    "register_kinds",
    "register_owner_wordings",
    "register_revealables",
    "register_task_wordings",
    "reopen_as_customer",
    "reopen_case",
    "request_review",
    "resolve_case",
    "save_view",
    "snooze_case",
    "soonest",
    "take_over_cases",
    "template_as_csv",
    "withdraw_case",
]
