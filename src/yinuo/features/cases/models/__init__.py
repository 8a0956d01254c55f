"""The tables of the cases room, one subject in each file."""

from yinuo.features.cases.models.case import Case
from yinuo.features.cases.models.kinds import ENDED, LIVING, Kind, Level, Relation, Source, State
from yinuo.features.cases.models.message import Message

__all__ = ["ENDED", "LIVING", "Case", "Kind", "Level", "Message", "Relation", "Source", "State"]
