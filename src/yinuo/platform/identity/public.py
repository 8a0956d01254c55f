"""The door of the identity room: who acts, what they may do, how far they see."""

from yinuo.platform.identity.access import (
    Access,
    PageRequest,
    StaffRequest,
    declare,
    public_page,
    staff_page,
)
from yinuo.platform.identity.actor import SYSTEM, Actor, ActorKind
from yinuo.platform.identity.addresses import client_address
from yinuo.platform.identity.errors import CannotAdminister, UnknownNode, UnknownStaff
from yinuo.platform.identity.events import AbsenceSet, StaffDeactivated
from yinuo.platform.identity.operations.cancel_absence import CannotCancelAbsence, cancel_absence
from yinuo.platform.identity.operations.change_node import CannotChangeNode, change_node
from yinuo.platform.identity.operations.change_staff import CannotChangeStaff, change_staff
from yinuo.platform.identity.operations.close_account import deactivate_staff, reactivate_staff
from yinuo.platform.identity.operations.create_node import CannotCreateNode, NodeCreated, create_node
from yinuo.platform.identity.operations.create_staff import CannotCreateStaff, StaffCreated, create_staff
from yinuo.platform.identity.operations.create_token import CannotCreateToken, TokenCreated, create_token
from yinuo.platform.identity.operations.end_sessions import end_sessions
from yinuo.platform.identity.operations.prune_expired import prune_expired
from yinuo.platform.identity.operations.reset_staff import CannotResetStaff, StaffReset, reset_staff
from yinuo.platform.identity.operations.revoke_token import UnknownToken, revoke_token
from yinuo.platform.identity.operations.set_absence import CannotSetAbsence, set_absence
from yinuo.platform.identity.operations.set_preferences import CannotSetPreferences, set_preferences
from yinuo.platform.identity.operations.set_roles import (
    CannotSetRoles,
    grant_role,
    revoke_role,
    set_roles,
)
from yinuo.platform.identity.queries import (
    AbsenceView,
    NodeView,
    Persona,
    StaffDetail,
    StaffPage,
    StaffRow,
    absences_of,
    actor_of_staff,
    ask_stand_ins,
    head_office,
    institution_name,
    names_of,
    nearest_with_role,
    nodes,
    personas,
    staff_by_number,
    staff_detail,
    staff_list,
    staff_reaching,
    staff_with_role,
    stand_ins,
    substitute_for,
)
from yinuo.platform.identity.queries.mailboxes import Mailbox, mailbox_of
from yinuo.platform.identity.queries.roster import Person, Unit, ask_roster, directory, roster, skills_known
from yinuo.platform.identity.queries.session_actors import actor_of_session, sessions_still_open
from yinuo.platform.identity.queries.tokens import (
    HolderQuestion,
    TokenHolder,
    TokenState,
    TokenView,
    api_tokens,
    holder_question,
    token_holder,
)
from yinuo.platform.identity.roles import EVERY_ROLE, Role
from yinuo.platform.identity.tokens import Scope, known_scopes, register_scope

__all__ = [
    "EVERY_ROLE",
    "SYSTEM",
    "AbsenceSet",
    "AbsenceView",
    "Access",
    "Actor",
    "ActorKind",
    "CannotAdminister",
    "CannotCancelAbsence",
    "CannotChangeNode",
    "CannotChangeStaff",
    "CannotCreateNode",
    "CannotCreateStaff",
    "CannotCreateToken",
    "CannotResetStaff",
    "CannotSetAbsence",
    "CannotSetPreferences",
    "CannotSetRoles",
    "HolderQuestion",
    "Mailbox",
    "NodeCreated",
    "NodeView",
    "PageRequest",
    "Person",
    "Persona",
    "Role",
    "Scope",
    "StaffCreated",
    "StaffDeactivated",
    "StaffDetail",
    "StaffPage",
    "StaffRequest",
    "StaffReset",
    "StaffRow",
    "TokenCreated",
    "TokenHolder",
    "TokenState",
    "TokenView",
    "Unit",
    "UnknownNode",
    "UnknownStaff",
    "UnknownToken",
    "absences_of",
    "actor_of_session",
    "actor_of_staff",
    "api_tokens",
    "ask_roster",
    "ask_stand_ins",
    "cancel_absence",
    "change_node",
    "change_staff",
    "client_address",
    "create_node",
    "create_staff",
    "create_token",
    "deactivate_staff",
    "declare",
    "directory",
    "end_sessions",
    "grant_role",
    "head_office",
    "holder_question",
    "institution_name",
    "known_scopes",
    "mailbox_of",
    "names_of",
    "nearest_with_role",
    "nodes",
    "personas",
    "prune_expired",
    "public_page",
    "reactivate_staff",
    "register_scope",
    "reset_staff",
    "revoke_role",
    "revoke_token",
    "roster",
    "sessions_still_open",
    "set_absence",
    "set_preferences",
    "set_roles",
    "skills_known",
    "staff_by_number",
    "staff_detail",
    "staff_list",
    "staff_page",
    "staff_reaching",
    "staff_with_role",
    "stand_ins",
    "substitute_for",
    "token_holder",
]
