"""The door of the jobs room: transactions, domain events, background jobs."""

from yinuo.platform.jobs.background import defer, task
from yinuo.platform.jobs.binary import execute_binary
from yinuo.platform.jobs.calls import Call, ask_calls, make_call
from yinuo.platform.jobs.copying import (
    NO_TEXTS,
    bytes_cell,
    copy_rows,
    date_cell,
    integer_cell,
    moment_cell,
    row_of,
    small_cell,
    text_cell,
    uuid_cell,
)
from yinuo.platform.jobs.copying_models import RowForm
from yinuo.platform.jobs.events import Event, publish, subscribe
from yinuo.platform.jobs.inserting import insert_rows
from yinuo.platform.jobs.preparing import Asked, ask, prepared_cursor
from yinuo.platform.jobs.processes.notifications import listening_parameters, wake_clock
from yinuo.platform.jobs.processes.ticks import register_tick
from yinuo.platform.jobs.ranges import TsTzRange
from yinuo.platform.jobs.spreading import portions, spread
from yinuo.platform.jobs.state import ProcessState, process_state
from yinuo.platform.jobs.transactions import (
    NoTransaction,
    attempt,
    require_transaction,
    sending_ahead,
    transaction,
)
from yinuo.platform.jobs.write_once import write_once

__all__ = [
    "NO_TEXTS",
    "Asked",
    "Call",
    "Event",
    "NoTransaction",
    "ProcessState",
    "RowForm",
    "TsTzRange",
    "ask",
    "ask_calls",
    "attempt",
    "bytes_cell",
    "copy_rows",
    "date_cell",
    "defer",
    "execute_binary",
    "insert_rows",
    "integer_cell",
    "listening_parameters",
    "make_call",
    "moment_cell",
    "portions",
    "prepared_cursor",
    "process_state",
    "publish",
    "register_tick",
    "require_transaction",
    "row_of",
    "sending_ahead",
    "small_cell",
    "spread",
    "subscribe",
    "task",
    "text_cell",
    "transaction",
    "uuid_cell",
    "wake_clock",
    "write_once",
]
