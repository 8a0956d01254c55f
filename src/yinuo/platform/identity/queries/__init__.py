"""Reads about staff and the organisation, scoped to who asks."""

from yinuo.platform.identity.queries.actors import actor_of_staff, staff_reaching
from yinuo.platform.identity.queries.nodes import NodeView, head_office, institution_name, nodes
from yinuo.platform.identity.queries.sessions import SessionView, sessions_of
from yinuo.platform.identity.queries.staff import (
    Persona,
    StaffDetail,
    StaffPage,
    StaffRow,
    names_of,
    nearest_with_role,
    personas,
    staff_by_number,
    staff_detail,
    staff_list,
    staff_with_role,
)
from yinuo.platform.identity.queries.substitutes import (
    AbsenceView,
    absences_in_reach,
    absences_of,
    absences_with,
    ask_stand_ins,
    stand_ins,
    substitute_for,
)

__all__ = [
    "AbsenceView",
    "NodeView",
    "Persona",
    "SessionView",
    "StaffDetail",
    "StaffPage",
    "StaffRow",
    "absences_in_reach",
    "absences_of",
    "absences_with",
    "actor_of_staff",
    "ask_stand_ins",
    "head_office",
    "institution_name",
    "names_of",
    "nearest_with_role",
    "nodes",
    "personas",
    "sessions_of",
    "staff_by_number",
    "staff_detail",
    "staff_list",
    "staff_reaching",
    "staff_with_role",
    "stand_ins",
    "substitute_for",
]
