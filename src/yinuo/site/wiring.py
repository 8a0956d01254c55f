"""Which room hears of what happens in which: the only file that names rooms that do not know each other."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yinuo.core.customers.public import READERS as CUSTOMER_READERS
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
    HELPERS,
    READERS,
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
from yinuo.platform.identity.public import Role, StaffDeactivated, prune_expired
from yinuo.platform.jobs.public import register_tick, subscribe
from yinuo.platform.reveals import public as reveals
from yinuo.platform.ui.public import (
    BarItem,
    NavigationItem,
    PersonLink,
    SearchPage,
    register_bar_item,
    register_navigation,
    register_person_link,
    register_search,
)
from yinuo.site.backup.folders import register_folder
from yinuo.site.text_messages import keep_text_message

logger = logging.getLogger(__name__)
WITNESS_EVERY = 20.0  # seconds: each witness is called once a minute at most
SEAL_EVERY = 0.5  # seconds: an entry waits less than a second for its number
PRUNE_EVERY = 600.0  # seconds
SWEEP_EVERY = 6 * 3600.0  # seconds
EXPIRE_EVERY = 60.0  # seconds
WATCH_EVERY = 60.0  # seconds
RETENTION_EVERY = 3600.0  # seconds

CASE_READERS = frozenset(READERS)


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
    _navigation()


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


def _navigation() -> None:
    pages = [
        NavigationItem(
            label=_("My queue"), url_name="cases:queue", order=10, icon="queue", roles=CASE_READERS, key="q"
        ),
        NavigationItem(
            label=_("Due soon"), url_name="cases:soon", order=20, icon="clock", roles=CASE_READERS, key="s"
        ),
        NavigationItem(
            label=_("Unassigned"),
            url_name="cases:unassigned",
            order=30,
            icon="inbox",
            roles=CASE_READERS,
            key="u",
        ),
        NavigationItem(
            label=_("All cases"), url_name="cases:all", order=40, icon="list", roles=CASE_READERS, key="a"
        ),
        NavigationItem(
            label=_("Customers"),
            url_name="customers:list",
            order=50,
            icon="person",
            roles=frozenset(CUSTOMER_READERS),
            key="c",
        ),
    ]
    for page in pages:
        register_navigation(page)
    _tasks()
    _access()
    _desk()
    _ready_made()
    _owners()
    _standards()
    _administration()
    register_search(
        SearchPage(url_name="cases:all", placeholder=_("Search by number or subject"), roles=CASE_READERS)
    )
    register_bar_item(BarItem(template="notices/bell.html", order=10))


def _tasks() -> None:
    register_navigation(
        NavigationItem(
            label=_("My tasks"),
            url_name="cases:my_tasks",
            order=42,
            icon="check",
            roles=frozenset(HELPERS),
            key="t",
        )
    )


def _access() -> None:
    register_navigation(
        NavigationItem(
            label=_("Four eyes"),
            url_name="approvals:waiting",
            order=70,
            icon="check",
            count=lambda actor: approvals.waiting_count(actor=actor),
            hot=True,
        )
    )
    register_navigation(
        NavigationItem(
            label=_("Review of reveals"),
            url_name="reveals:review",
            order=72,
            icon="eye",
            roles=frozenset(reveals.REVIEWERS),
            count=lambda actor: reveals.waiting_count(actor=actor),
        )
    )
    register_navigation(
        NavigationItem(
            label=_("Unusual access"),
            url_name="reveals:watch",
            order=74,
            icon="shield",
            roles=frozenset({Role.SECURITY_OFFICER}),
            count=lambda actor: reveals.open_alarms_count(actor=actor),
            hot=True,
        )
    )
    register_person_link(
        PersonLink(label=_("What you looked at"), url_name="reveals:mine", icon="eye", order=40)
    )


def _desk() -> None:
    register_navigation(
        NavigationItem(
            label=_("Supervisor's desk"),
            url_name="cases:desk",
            order=45,
            icon="person",
            roles=frozenset({Role.SUPERVISOR}),
            key="d",
        )
    )


def _ready_made() -> None:
    group, writers = _("Ready-made"), frozenset({Role.COMPLAINT_SPECIALIST, Role.SUPERVISOR})
    register_navigation(
        NavigationItem(
            label=_("Canned texts"),
            url_name="cases:texts",
            group=group,
            order=500,
            icon="note",
            roles=writers,
            key="x",
        )
    )
    register_navigation(
        NavigationItem(
            label=_("Macros"),
            url_name="cases:macros",
            group=group,
            order=510,
            icon="check",
            roles=writers,
            key="m",
        )
    )


def _owners() -> None:
    register_navigation(
        NavigationItem(
            label=_("Dedicated teams"),
            url_name="cases:teams",
            order=46,
            icon="person",
            roles=frozenset({Role.SUPERVISOR}),
        )
    )
    register_navigation(
        NavigationItem(
            label=_("Rules for owners"),
            url_name="cases:rules",
            group=_("Standards"),
            order=595,
            icon="list",
            roles=frozenset({Role.SUPERVISOR, Role.COMPLAINT_ANALYST, Role.EXECUTIVE, Role.AUDITOR}),
        )
    )


def _standards() -> None:
    watchers = {Role.SUPERVISOR, Role.COMPLAINT_ANALYST, Role.EXECUTIVE}
    register_navigation(
        NavigationItem(
            label=_("Wallboard"),
            url_name="promises:wall",
            order=50,
            icon="clock",
            roles=frozenset(watchers),
            key="w",
        )
    )
    register_navigation(
        NavigationItem(
            label=_("Policies"),
            url_name="promises:policies",
            group=_("Standards"),
            order=590,
            icon="check",
            roles=frozenset(watchers | {Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR}),
        )
    )
    register_navigation(
        NavigationItem(
            label=_("Calendars"),
            url_name="calendars:list",
            group=_("Standards"),
            order=600,
            icon="clock",
            roles=frozenset(
                {
                    Role.SUPERVISOR,
                    Role.EXECUTIVE,
                    Role.COMPLAINT_ANALYST,
                    Role.SYSTEM_ADMINISTRATOR,
                    Role.AUDITOR,
                }
            ),
        )
    )


def _administration() -> None:
    register_navigation(
        NavigationItem(
            label=_("Evidence log"),
            url_name="audit:entries",
            order=70,
            icon="seal",
            roles=frozenset({Role.AUDITOR, Role.SECURITY_OFFICER}),
            key="e",
        )
    )
    group, administrators = _("Administration"), frozenset({Role.SYSTEM_ADMINISTRATOR})
    pages = [
        NavigationItem(
            label=_("Absences"),
            url_name="identity:absences",
            order=80,
            icon="out",
            roles=frozenset({Role.SUPERVISOR}),
        ),
        NavigationItem(
            label=_("Staff"),
            url_name="identity:people",
            group=group,
            order=900,
            icon="people",
            roles=administrators,
            key="p",
        ),
        NavigationItem(
            label=_("Organisation"),
            url_name="identity:organisation",
            group=group,
            order=910,
            icon="building",
            roles=administrators,
            key="o",
        ),
    ]
    for page in pages:
        register_navigation(page)
    links = [
        PersonLink(label=_("Your account"), url_name="identity:profile", icon="person", order=10),
        PersonLink(label=_("Notification settings"), url_name="notices:preferences", icon="bell", order=15),
        PersonLink(label=_("Ways to sign in"), url_name="mfa_index", icon="key", order=20),
        PersonLink(label=_("Where you are signed in"), url_name="identity:sessions", icon="lock", order=30),
    ]
    for link in links:
        register_person_link(link)
