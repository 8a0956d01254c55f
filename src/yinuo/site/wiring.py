"""Which room hears of what happens in which: the only file that names rooms that do not know each other."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings

from yinuo.core.customers.public import (
    forget_imports,
    keep_retention,
    mail_contact_code,
    register_code_sender,
    register_customer_panel,
    register_details,
    register_erasure,
)
from yinuo.core.promises.public import (
    AlarmsFired,
    fire_due_alarms,
    register_vocabulary,
)
from yinuo.features.cases import notices as case_notices
from yinuo.features.cases.public import (
    CUSTOMER_PANEL,
    CaseOpened,
    Kind,
    Level,
    Source,
    forget_case_imports,
    may_read_case,
    on_approval_refused,
    on_staff_deactivated,
    on_task_alarms,
    on_unowned_alarms,
    prune_visits,
    register_evidence_wordings,
    register_kinds,
    register_owner_wordings,
    register_task_wordings,
)
from yinuo.features.cases.public import register_revealables as register_case_values
from yinuo.platform.approvals import public as approvals
from yinuo.platform.audit.public import call_witnesses, sequence_all, waiting_state
from yinuo.platform.files.public import register_subject, sweep_store
from yinuo.platform.identity.public import StaffDeactivated, prune_expired
from yinuo.platform.jobs.public import register_tick, subscribe
from yinuo.platform.reveals import public as reveals
from yinuo.site.backup.folders import register_folder
from yinuo.site.backup.wording import register_evidence_wordings as register_backup_wordings
from yinuo.site.navigation import offer_pages
from yinuo.site.text_messages import keep_text_message

logger = logging.getLogger(__name__)
WITNESS_EVERY = 20.0  # seconds: each witness is called once a minute at most
SEAL_EVERY = 0.5  # seconds: an entry waits less than a second for its number
PRUNE_EVERY = 600.0  # seconds
SWEEP_EVERY = 6 * 3600.0  # seconds
EXPIRE_EVERY = 60.0  # seconds
WATCH_EVERY = 60.0  # seconds
RETENTION_EVERY = 3600.0  # seconds


def connect() -> None:
    """Connect the rooms; called once when Django has loaded them."""
    register_vocabulary(name="kind", values=lambda: Kind.values)
    register_vocabulary(name="level", values=lambda: Level.values)
    register_vocabulary(name="source", values=lambda: Source.values)
    register_vocabulary(name="channel", values=lambda: Source.values)
    subscribe(AlarmsFired, case_notices.on_alarms_fired)
    subscribe(CaseOpened, case_notices.on_case_opened)
    subscribe(AlarmsFired, on_task_alarms)
    subscribe(AlarmsFired, on_unowned_alarms)
    subscribe(StaffDeactivated, on_staff_deactivated)
    register_owner_wordings()
    register_task_wordings()
    case_notices.register_wordings()
    register_evidence_wordings()
    register_backup_wordings()
    register_customer_panel(CUSTOMER_PANEL)
    register_erasure()
    register_code_sender(kind="EMAIL", sender=mail_contact_code)
    if settings.CONFIG.is_demo:
        register_code_sender(kind="PHONE", sender=keep_text_message)
    register_tick("promises", lambda now: fire_due_alarms(now=now), at_most=15.0)
    register_tick("evidence", _seal, at_most=SEAL_EVERY)
    register_tick("witnesses", call_witnesses, at_most=WITNESS_EVERY)
    register_tick("sessions", _prune, at_most=PRUNE_EVERY)
    register_folder("attachments", lambda: settings.CONFIG.home / "files")
    register_tick("files", _sweep, at_most=SWEEP_EVERY)
    register_subject("case", may_read=may_read_case)
    approvals.register_wordings()
    register_tick("approvals", _expire, at_most=EXPIRE_EVERY)
    approvals.register_evidence_wordings()
    reveals.register_wordings()
    reveals.register_evidence_wordings()
    reveals.register_more()
    register_tick("retention", _erase_what_is_over, at_most=RETENTION_EVERY)
    register_tick("imports", _forget_imports, at_most=RETENTION_EVERY)
    register_tick("watch", lambda now: reveals.watch_evidence(now=now), at_most=WATCH_EVERY)
    register_details()
    register_case_values()
    register_kinds()
    subscribe(approvals.ApprovalRefused, on_approval_refused)
    offer_pages()


def _prune(now: datetime) -> None:
    prune_expired(now=now)
    prune_visits(now=now)


def _sweep(now: datetime) -> None:
    sweep_store(now=now)


def _erase_what_is_over(now: datetime) -> datetime | None:
    done = keep_retention(now=now)
    return now + timedelta(seconds=5) if done.more else None


def _forget_imports(now: datetime) -> None:
    forget_imports(now=now)
    forget_case_imports(now=now)


def _expire(now: datetime) -> None:
    approvals.expire_approvals(now=now)


def _seal(now: datetime) -> None:
    sequence_all(now=now)
    if waiting_state(now=now).is_late:
        logger.error("evidence waits for its number longer than it should")
