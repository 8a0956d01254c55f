"""The door of the promise engine."""

from yinuo.core.promises.events import PromiseAtRisk, PromiseBroken, PromiseSettled
from yinuo.core.promises.operations.fire_alarms import fire_due_alarms
from yinuo.core.promises.operations.hold_promises import hold_promises
from yinuo.core.promises.operations.make_promise import CannotMakePromise, make_promise
from yinuo.core.promises.operations.settle_promise import settle_promise
from yinuo.core.promises.operations.transfer_promises import transfer_promises
from yinuo.core.promises.operations.withdraw_promises import withdraw_promises
from yinuo.core.promises.queries import kept_share, promises_on
from yinuo.core.promises.views import PromiseView

__all__ = [
    "CannotMakePromise",
    "PromiseAtRisk",
    "PromiseBroken",
    "PromiseSettled",
    "PromiseView",
    "fire_due_alarms",
    "hold_promises",
    "kept_share",
    "make_promise",
    "promises_on",
    "settle_promise",
    "transfer_promises",
    "withdraw_promises",
]
