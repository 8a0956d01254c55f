"""The door of the evidence log."""

from yinuo.platform.audit.export import CannotExport, Exported, export_log
from yinuo.platform.audit.log import Facts, Record, append, records_of
from yinuo.platform.audit.proofs import CannotProve, proof_of_entry, proof_of_stream
from yinuo.platform.audit.receipts import SEAL, receipt_of
from yinuo.platform.audit.sequencer import sequence_all
from yinuo.platform.audit.signing import CannotSign, public_key
from yinuo.platform.audit.standalone import verifier_source
from yinuo.platform.audit.verification import Finding, Verified, log_size, verify_log
from yinuo.platform.audit.wording import action_label, register_actions

__all__ = [
    "SEAL",
    "CannotExport",
    "CannotProve",
    "CannotSign",
    "Exported",
    "Facts",
    "Finding",
    "Record",
    "Verified",
    "action_label",
    "append",
    "export_log",
    "log_size",
    "proof_of_entry",
    "proof_of_stream",
    "public_key",
    "receipt_of",
    "records_of",
    "register_actions",
    "sequence_all",
    "verifier_source",
    "verify_log",
]
