"""The frame as a complaint specialist sees it, whoever looks at the gallery."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yinuo.platform.identity.public import Actor, ActorKind, Role
from yinuo.platform.ui.context import Shell
from yinuo.platform.ui.navigation import Entry, Group, NavigationItem

SAMPLE_ACTOR = Actor(
    kind=ActorKind.STAFF, name="王敏", roles=frozenset({Role.COMPLAINT_SPECIALIST}), reach="/"
)


def _entry(
    label: object, icon: str, *, number: int | None = None, hot: bool = False, current: bool = False
) -> Entry:
    item = NavigationItem(label=str(label), url_name="", icon=icon, count=lambda _actor: number, hot=hot)
    return Entry(item=item, actor=SAMPLE_ACTOR, url="#lists", current=current)


@dataclass
class SampleShell(Shell):
    """The page's own frame with a sample navigation."""

    institution = "江海银行"

    @property
    def navigation(self) -> list[Group]:
        return [
            Group(
                label="",
                entries=[
                    _entry(_("My queue"), "queue", number=23, current=True),
                    _entry(_("Due soon"), "clock", number=4, hot=True),
                    _entry(_("Unassigned"), "inbox", number=2),
                    _entry(_("All cases"), "list"),
                ],
            ),
            Group(
                label=_("Callbacks and satisfaction"),
                entries=[
                    _entry(_("Callbacks today"), "phone", number=17),
                    _entry(_("Questionnaires"), "survey"),
                ],
            ),
            Group(
                label=_("Promises"),
                entries=[_entry(_("Wall board"), "chart"), _entry(_("Targets"), "target")],
            ),
            Group(
                label=_("Customers"),
                entries=[_entry(_("Find a customer"), "search"), _entry(_("Loyalty"), "gift")],
            ),
        ]

    @property
    def search(self) -> dict[str, object]:
        return {"url": "#lists", "placeholder": _("Number, customer, words")}


def sample_shell(request: HttpRequest) -> SampleShell:
    """The frame around the gallery."""
    return SampleShell(request)
