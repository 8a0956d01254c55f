"""The door of the evidence log."""

from yinuo.platform.audit.append_many import NewEntry, append_many
from yinuo.platform.audit.log import Facts, Record, append, records_of
from yinuo.platform.audit.sequencer import sequence_all
from yinuo.platform.audit.signing import CannotSign
from yinuo.platform.audit.verification import Finding, Verified, log_size, verify_log

__all__ = [
    "CannotSign",
    "Facts",
    "Finding",
    "NewEntry",
    "Record",
    "Verified",
    "append",
    "append_many",
    "log_size",
    "records_of",
    "sequence_all",
    "verify_log",
]
