"""The door of the evidence log."""

from yinuo.platform.audit.append_many import append_many
from yinuo.platform.audit.begin_streams import begin_streams
from yinuo.platform.audit.bodies import Facts, NewEntry
from yinuo.platform.audit.checkpoints import LogState, check_signature, log_state, was_once
from yinuo.platform.audit.counting import counts_by_actor
from yinuo.platform.audit.export import CannotExport, Exported, export_log
from yinuo.platform.audit.guards import grants_for, missing_guards
from yinuo.platform.audit.log import Call, Record, append, append_after, records_of
from yinuo.platform.audit.proofs import CannotProve, proof_of_entry, proof_of_stream
from yinuo.platform.audit.queries import EntryRow, checkpoints, entry_detail, search_entries
from yinuo.platform.audit.receipts import SEAL, receipt_of
from yinuo.platform.audit.sequencer import sequence_all
from yinuo.platform.audit.signing import CannotSign, NoCheckpoint, public_key
from yinuo.platform.audit.standalone import verifier_source
from yinuo.platform.audit.subjects import Named, Naming, named, names_in, reference_typed, register_naming
from yinuo.platform.audit.tasks import call_witnesses, verify_in_background
from yinuo.platform.audit.verification import Finding, Verified, log_size, verify_log
from yinuo.platform.audit.verifying import (
    VerificationView,
    begin_verification,
    last_verification,
    verify_stream,
)
from yinuo.platform.audit.waiting import WaitingState, waiting_state
from yinuo.platform.audit.witnessing.hand_over import WitnessState, hand_to_witness, witness_states
from yinuo.platform.audit.wording import action_label, known_actions, register_actions

__all__ = [
    "SEAL",
    "Call",
    "CannotExport",
    "CannotProve",
    "CannotSign",
    "EntryRow",
    "Exported",
    "Facts",
    "Finding",
    "LogState",
    "Named",
    "Naming",
    "NewEntry",
    "NoCheckpoint",
    "Record",
    "VerificationView",
    "Verified",
    "WaitingState",
    "WitnessState",
    "action_label",
    "append",
    "append_after",
    "append_many",
    "begin_streams",
    "begin_verification",
    "call_witnesses",
    "check_signature",
    "checkpoints",
    "counts_by_actor",
    "entry_detail",
    "export_log",
    "grants_for",
    "hand_to_witness",
    "known_actions",
    "last_verification",
    "log_size",
    "log_state",
    "missing_guards",
    "named",
    "names_in",
    "proof_of_entry",
    "proof_of_stream",
    "public_key",
    "receipt_of",
    "records_of",
    "reference_typed",
    "register_actions",
    "register_naming",
    "search_entries",
    "sequence_all",
    "verifier_source",
    "verify_in_background",
    "verify_log",
    "verify_stream",
    "waiting_state",
    "was_once",
    "witness_states",
]
