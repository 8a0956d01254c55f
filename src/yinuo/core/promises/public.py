"""The door of the promise engine."""

from yinuo.core.promises.conditions import register_vocabulary
from yinuo.core.promises.errors import CannotReadTerms, PolicyNotFound, PromiseNotFound
from yinuo.core.promises.events import (
    AlarmsFired,
    FiredAlarm,
    Owed,
    PolicyPublished,
    PromiseAtRisk,
    PromiseBroken,
    PromiseMoved,
    PromiseSettled,
)
from yinuo.core.promises.operations.extend_promise import CannotExtendPromise, extend_promise
from yinuo.core.promises.operations.fire_alarms import fire_due_alarms
from yinuo.core.promises.operations.hold_promises import hold_promises
from yinuo.core.promises.operations.make_promise import CannotMakePromise, make_promise
from yinuo.core.promises.operations.pause_promise import (
    CannotPausePromise,
    CannotResumePromise,
    pause_promise,
    resume_promise,
)
from yinuo.core.promises.operations.settle_promise import CannotSettlePromise, settle_promise
from yinuo.core.promises.operations.transfer_promises import transfer_promises
from yinuo.core.promises.operations.withdraw_promises import withdraw_promises
from yinuo.core.promises.queries import kept_share, promises_on
from yinuo.core.promises.terms import (
    AlarmTerm,
    ClockKind,
    PauseReason,
    Rung,
    Terms,
    Unit,
    read_terms,
    write_terms,
)
from yinuo.core.promises.views import PromiseView

__all__ = [
    "AlarmTerm",
    "AlarmsFired",
    "CannotExtendPromise",
    "CannotMakePromise",
    "CannotPausePromise",
    "CannotReadTerms",
    "CannotResumePromise",
    "CannotSettlePromise",
    "ClockKind",
    "FiredAlarm",
    "Owed",
    "PauseReason",
    "PolicyNotFound",
    "PolicyPublished",
    "PromiseAtRisk",
    "PromiseBroken",
    "PromiseMoved",
    "PromiseNotFound",
    "PromiseSettled",
    "PromiseView",
    "Rung",
    "Terms",
    "Unit",
    "extend_promise",
    "fire_due_alarms",
    "hold_promises",
    "kept_share",
    "make_promise",
    "pause_promise",
    "promises_on",
    "read_terms",
    "register_vocabulary",
    "resume_promise",
    "settle_promise",
    "transfer_promises",
    "withdraw_promises",
    "write_terms",
]
