"""The door of the jobs room: transactions, domain events, background jobs."""

from yinuo.platform.jobs.background import defer, task
from yinuo.platform.jobs.copying import copy_bytes, copy_lines, copy_text
from yinuo.platform.jobs.events import Event, publish, subscribe
from yinuo.platform.jobs.processes.notifications import listening_parameters, wake_clock
from yinuo.platform.jobs.processes.ticks import register_tick
from yinuo.platform.jobs.ranges import TsTzRange
from yinuo.platform.jobs.state import ProcessState, process_state
from yinuo.platform.jobs.transactions import NoTransaction, require_transaction, transaction
from yinuo.platform.jobs.write_once import write_once

__all__ = [
    "Event",
    "NoTransaction",
    "ProcessState",
    "TsTzRange",
    "copy_bytes",
    "copy_lines",
    "copy_text",
    "defer",
    "listening_parameters",
    "process_state",
    "publish",
    "register_tick",
    "require_transaction",
    "subscribe",
    "task",
    "transaction",
    "wake_clock",
    "write_once",
]
