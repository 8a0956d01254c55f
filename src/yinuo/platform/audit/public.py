"""The door of the evidence log."""

from yinuo.platform.audit.export import CannotExport, Exported, export_log
from yinuo.platform.audit.guards import grants_for, missing_guards
from yinuo.platform.audit.log import Facts, Record, append, records_of
from yinuo.platform.audit.proofs import CannotProve, proof_of_entry, proof_of_stream
from yinuo.platform.audit.receipts import SEAL, receipt_of
from yinuo.platform.audit.sequencer import sequence_all
from yinuo.platform.audit.signing import CannotSign, public_key
from yinuo.platform.audit.standalone import verifier_source
from yinuo.platform.audit.tasks import call_witnesses
from yinuo.platform.audit.verification import Finding, Verified, log_size, verify_log
from yinuo.platform.audit.waiting import LogState, log_state
from yinuo.platform.audit.witnessing.hand_over import WitnessState, hand_to_witness, witness_states
from yinuo.platform.audit.wording import action_label, register_actions

__all__ = [
    "SEAL",
    "CannotExport",
    "CannotProve",
    "CannotSign",
    "Exported",
    "Facts",
    "Finding",
    "LogState",
    "Record",
    "Verified",
    "WitnessState",
    "action_label",
    "append",
    "call_witnesses",
    "export_log",
    "grants_for",
    "hand_to_witness",
    "log_size",
    "log_state",
    "missing_guards",
    "proof_of_entry",
    "proof_of_stream",
    "public_key",
    "receipt_of",
    "records_of",
    "register_actions",
    "sequence_all",
    "verifier_source",
    "verify_log",
    "witness_states",
]
