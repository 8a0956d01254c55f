"""The tables of the cases room, one subject in each file."""

from yinuo.features.cases.models.bonds import Link, Merge
from yinuo.features.cases.models.canned import CannedText, Macro
from yinuo.features.cases.models.case import Case
from yinuo.features.cases.models.complainants import Complainant
from yinuo.features.cases.models.decision import Proposal
from yinuo.features.cases.models.imports import CaseImport
from yinuo.features.cases.models.kinds import ENDED, LIVING, Kind, Level, Relation, Source, State
from yinuo.features.cases.models.letters import Delivery, Letter
from yinuo.features.cases.models.message import Message
from yinuo.features.cases.models.owning import OwnerRules
from yinuo.features.cases.models.presence import Presence
from yinuo.features.cases.models.rating import Rating
from yinuo.features.cases.models.task import Task
from yinuo.features.cases.models.taxonomy import TaxonomyEdition
from yinuo.features.cases.models.teams import ServiceTeam, TeamCustomer, TeamMember
from yinuo.features.cases.models.text import CaseText
from yinuo.features.cases.models.tracking import TrackingKey
from yinuo.features.cases.models.views import SavedView
from yinuo.features.cases.models.visits import CustomerSession, SignInCode, SpentToken
from yinuo.features.cases.models.wish import AnswerBy, Demand, PreferredTime, Wish

__all__ = [
    "ENDED",
    "LIVING",
    "AnswerBy",
    "CannedText",
    "Case",
    "CaseImport",
    "CaseText",
    "Complainant",
    "CustomerSession",
    "Delivery",
    "Demand",
    "Kind",
    "Letter",
    "Level",
    "Link",
    "Macro",
    "Merge",
    "Message",
    "OwnerRules",
    "PreferredTime",
    "Presence",
    "Proposal",
    "Rating",
    "Relation",
    "SavedView",
    "ServiceTeam",
    "SignInCode",
    "Source",
    "SpentToken",
    "State",
    "Task",
    "TaxonomyEdition",
    "TeamCustomer",
    "TeamMember",
    "TrackingKey",
    "Wish",
]
