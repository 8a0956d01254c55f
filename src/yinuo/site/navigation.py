"""The frame of staff pages: every entry of the navigation in its order, with whom it is for; search, bell, own menu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from yinuo.core.customers.public import READERS as CUSTOMER_READERS
from yinuo.features.cases.public import HELPERS
from yinuo.features.cases.public import READERS as CASE_READERS
from yinuo.platform.approvals import public as approvals
from yinuo.platform.identity.public import EVERY_ROLE, Role
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

MANAGEMENT = (Role.EXECUTIVE, Role.COMPLAINT_ANALYST)
WATCHERS = (Role.SUPERVISOR, *MANAGEMENT)
KEEPERS = (*WATCHERS, Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR)


def offer_pages() -> None:
    """Tell the frame what it offers; called once, when the house is wired."""
    for pages in (_work(), _safety(), _ready_made(), _standards(), _administration()):
        for item in pages:
            register_navigation(item)
    placeholder = _("Search by number or subject")
    register_search(SearchPage(url_name="cases:all", placeholder=placeholder, roles=frozenset(CASE_READERS)))
    register_bar_item(BarItem(template="notices/bell.html", order=10))
    for link in _own():
        register_person_link(link)


def _page(
    label: LazyText,
    url_name: str,
    roles: Iterable[Role] = EVERY_ROLE,
    *,
    home_of: Iterable[Role] = (),
    **more: object,
) -> NavigationItem:
    return NavigationItem(
        label=label,
        url_name=url_name,
        roles=frozenset(roles),
        home_of=frozenset(home_of),
        **more,  # type: ignore[arg-type]
    )


def _work() -> Iterator[NavigationItem]:
    supervisor = {Role.SUPERVISOR}
    cases = partial(_page, roles=CASE_READERS)
    yield cases(_("My queue"), "cases:queue", order=10, icon="queue", key="q")
    yield cases(_("Due soon"), "cases:soon", order=20, icon="clock", key="s")
    yield cases(_("Unassigned"), "cases:unassigned", order=30, icon="inbox", key="u")
    yield cases(_("All cases"), "cases:all", order=40, icon="list", key="a", home_of=MANAGEMENT)
    yield _page(_("My tasks"), "cases:my_tasks", HELPERS, order=42, icon="survey", key="t")
    yield _page(
        _("Supervisor's desk"), "cases:desk", supervisor, order=45, icon="screen", key="d", home_of=supervisor
    )
    yield _page(_("Dedicated teams"), "cases:teams", supervisor, order=46, icon="people")
    yield _page(_("Customers"), "customers:list", CUSTOMER_READERS, order=50, icon="person", key="c")
    yield _page(_("Wallboard"), "promises:wall", WATCHERS, order=50, icon="chart", key="w")


def _safety() -> Iterator[NavigationItem]:
    auditor, officer = {Role.AUDITOR}, {Role.SECURITY_OFFICER}
    yield _page(
        _("Four eyes"),
        "approvals:waiting",
        order=70,
        icon="checks",
        count=lambda actor: approvals.waiting_count(actor=actor),
        hot=True,
    )
    yield _page(
        _("Evidence log"), "audit:entries", auditor | officer, order=70, icon="seal", key="e", home_of=auditor
    )
    yield _page(
        _("Review of reveals"),
        "reveals:review",
        reveals.REVIEWERS,
        order=72,
        icon="eye",
        count=lambda actor: reveals.waiting_count(actor=actor),
    )
    yield _page(
        _("Unusual access"),
        "reveals:watch",
        officer,
        order=74,
        icon="shield",
        count=lambda actor: reveals.open_alarms_count(actor=actor),
        hot=True,
        home_of=officer,
    )
    yield _page(_("Absences"), "identity:absences", {Role.SUPERVISOR}, order=80, icon="out")


def _ready_made() -> Iterator[NavigationItem]:
    page = partial(_page, roles={Role.COMPLAINT_SPECIALIST, Role.SUPERVISOR}, group=_("Ready-made"))
    yield page(_("Canned texts"), "cases:texts", order=500, icon="note", key="x")
    yield page(_("Macros"), "cases:macros", order=510, icon="send", key="m")


def _standards() -> Iterator[NavigationItem]:
    page = partial(_page, group=_("Standards"))
    yield page(_("Policies"), "promises:policies", KEEPERS, order=590, icon="book")
    yield page(_("Rules for owners"), "cases:rules", (*WATCHERS, Role.AUDITOR), order=595, icon="branches")
    yield page(_("Classification"), "cases:classes", (*WATCHERS, Role.AUDITOR), order=597, icon="flag")
    yield page(_("Calendars"), "calendars:list", KEEPERS, order=600, icon="calendar")


def _administration() -> Iterator[NavigationItem]:
    administrator = {Role.SYSTEM_ADMINISTRATOR}
    page = partial(_page, roles=administrator, group=_("Administration"))
    yield page(_("Staff"), "identity:people", order=900, icon="badge", key="p", home_of=administrator)
    yield page(_("Organisation"), "identity:organisation", order=910, icon="building", key="o")


def _own() -> Iterator[PersonLink]:
    yield PersonLink(label=_("Your account"), url_name="identity:profile", icon="person", order=10)
    yield PersonLink(label=_("Notification settings"), url_name="notices:preferences", icon="bell", order=15)
    yield PersonLink(label=_("Ways to sign in"), url_name="mfa_index", icon="key", order=20)
    yield PersonLink(label=_("Where you are signed in"), url_name="identity:sessions", icon="lock", order=30)
    yield PersonLink(label=_("What you looked at"), url_name="reveals:mine", icon="eye", order=40)
