"""The door of the reveals room: what can be shown in clear, to whom, and who looks after that."""

from yinuo.platform.reveals.kinds import Revealable, register_revealable
from yinuo.platform.reveals.models import Reason
from yinuo.platform.reveals.more import ask_for_more, register_more
from yinuo.platform.reveals.operations.close_alarm import AlarmNotFound, CannotCloseAlarm, close_alarm
from yinuo.platform.reveals.operations.reveal import (
    CannotReveal,
    NothingToReveal,
    Revealed,
    record_reveal,
    reveal,
)
from yinuo.platform.reveals.operations.review_reveal import (
    CannotReviewReveal,
    RevealNotFound,
    review_reveals,
)
from yinuo.platform.reveals.queries import (
    AlarmRow,
    RevealRow,
    alarms,
    open_alarms_count,
    reveals_of,
    reveals_of_owner,
    to_review,
    waiting_count,
)
from yinuo.platform.reveals.roles import LOOKERS, REVIEWERS
from yinuo.platform.reveals.telling import register_wordings
from yinuo.platform.reveals.watching import watch_evidence
from yinuo.platform.reveals.wording import register_evidence_wordings

__all__ = [
    "LOOKERS",
    "REVIEWERS",
    "AlarmNotFound",
    "AlarmRow",
    "CannotCloseAlarm",
    "CannotReveal",
    "CannotReviewReveal",
    "NothingToReveal",
    "Reason",
    "RevealNotFound",
    "RevealRow",
    "Revealable",
    "Revealed",
    "alarms",
    "ask_for_more",
    "close_alarm",
    "open_alarms_count",
    "record_reveal",
    "register_evidence_wordings",
    "register_more",
    "register_revealable",
    "register_wordings",
    "reveal",
    "reveals_of",
    "reveals_of_owner",
    "review_reveals",
    "to_review",
    "waiting_count",
    "watch_evidence",
]
