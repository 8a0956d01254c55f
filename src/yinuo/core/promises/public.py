"""The door of the promise engine."""

from yinuo.core.promises.allowances import Allowance, allowance_of
from yinuo.core.promises.conditions import register_vocabulary
from yinuo.core.promises.defaults import BEGINNING
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
from yinuo.core.promises.explaining import AlarmView, Explanation, ExtensionView, SpanView, explain_promise
from yinuo.core.promises.operations.ask_extension import ask_for_extension
from yinuo.core.promises.operations.choose_anew import CannotChoosePolicyAnew, choose_policy_anew
from yinuo.core.promises.operations.draft_policy import (
    CannotDraftPolicy,
    discard_policy_draft,
    draft_policy_version,
)
from yinuo.core.promises.operations.extend_promise import CannotExtendPromise, extend_promise
from yinuo.core.promises.operations.fire_alarms import fire_due_alarms
from yinuo.core.promises.operations.hold_promises import hold_promises
from yinuo.core.promises.operations.make_promise import CannotMakePromise, make_promise, make_promises
from yinuo.core.promises.operations.pause_promise import (
    CannotPausePromise,
    CannotResumePromise,
    pause_promise,
    resume_promise,
)
from yinuo.core.promises.operations.publish_policy import (
    CannotPublishPolicy,
    ask_for_policy,
    publish_policy_version,
)
from yinuo.core.promises.operations.reapply_policy import (
    CannotReapplyPolicy,
    ReapplicationView,
    continue_reapplication,
    start_reapplication,
)
from yinuo.core.promises.operations.settle_promise import CannotSettlePromise, settle_promise
from yinuo.core.promises.operations.take_over_promises import PromisesTakenOver, Standard
from yinuo.core.promises.operations.transfer_promises import transfer_promises
from yinuo.core.promises.operations.withdraw_promises import withdraw_promises
from yinuo.core.promises.policy_views import PolicyView, VersionView
from yinuo.core.promises.previews import Preview, open_count, preview_version
from yinuo.core.promises.queries import (
    ClockState,
    clock_state,
    kept_share,
    policies,
    policy_of,
    promise_view,
    promises_on,
)
from yinuo.core.promises.subjects import NamedSubject, register_subjects
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
    "BEGINNING",
    "AlarmTerm",
    "AlarmView",
    "AlarmsFired",
    "Allowance",
    "CannotChoosePolicyAnew",
    "CannotDraftPolicy",
    "CannotExtendPromise",
    "CannotMakePromise",
    "CannotPausePromise",
    "CannotPublishPolicy",
    "CannotReadTerms",
    "CannotReapplyPolicy",
    "CannotResumePromise",
    "CannotSettlePromise",
    "ClockKind",
    "ClockState",
    "Explanation",
    "ExtensionView",
    "FiredAlarm",
    "NamedSubject",
    "Owed",
    "PauseReason",
    "PolicyNotFound",
    "PolicyPublished",
    "PolicyView",
    "Preview",
    "PromiseAtRisk",
    "PromiseBroken",
    "PromiseMoved",
    "PromiseNotFound",
    "PromiseSettled",
    "PromiseView",
    "PromisesTakenOver",
    "ReapplicationView",
    "Rung",
    "SpanView",
    "Standard",
    "Terms",
    "Unit",
    "VersionView",
    "allowance_of",
    "ask_for_extension",
    "ask_for_policy",
    "choose_policy_anew",
    "clock_state",
    "continue_reapplication",
    "discard_policy_draft",
    "draft_policy_version",
    "explain_promise",
    "extend_promise",
    "fire_due_alarms",
    "hold_promises",
    "kept_share",
    "make_promise",
    "make_promises",
    "open_count",
    "pause_promise",
    "policies",
    "policy_of",
    "preview_version",
    "promise_view",
    "promises_on",
    "publish_policy_version",
    "read_terms",
    "register_subjects",
    "register_vocabulary",
    "resume_promise",
    "settle_promise",
    "start_reapplication",
    "transfer_promises",
    "withdraw_promises",
    "write_terms",
]
