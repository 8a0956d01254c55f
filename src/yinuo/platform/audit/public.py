"""The door of the evidence log."""

from yinuo.platform.audit.checkpoints import LogState, check_signature, log_state, was_once
from yinuo.platform.audit.log import Facts, Record, append, records_of
from yinuo.platform.audit.sequencer import sequence_all
from yinuo.platform.audit.signing import CannotSign, NoCheckpoint
from yinuo.platform.audit.verification import Finding, Verified, log_size, verify_log

__all__ = [
    "CannotSign",
    "Facts",
    "Finding",
    "LogState",
    "NoCheckpoint",
    "Record",
    "Verified",
    "append",
    "check_signature",
    "log_size",
    "log_state",
    "records_of",
    "sequence_all",
    "verify_log",
    "was_once",
]
