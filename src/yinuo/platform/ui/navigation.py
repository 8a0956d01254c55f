"""What the frame offers: rooms register their entries, and each person sees those of their roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise as LazyText

from yinuo.platform.identity.public import EVERY_ROLE, Actor, Role

Text = str | LazyText


@dataclass(frozen=True, kw_only=True)
class NavigationItem:
    """
    One entry of the navigation.

    Attributes:
        label: lazily translated.
        url_name: of a page without arguments; its room decides once more who may open it.
        group: the lazily translated heading under which it stands; empty for the first, unnamed group.
        order: smaller comes first, over all groups: a group stands where its first item stands.
        roles: who sees it.
        icon: a name of ``yinuo.platform.ui.icons``; empty for none.
        count: how many things wait there for an actor; None shows nothing. Called once for each page.
        hot: whether a count above zero asks for attention.
        key: the letter that, after ``g``, leads there.
        home_of: the roles whose day begins there: where the house's own address leads them.
    """

    label: Text
    url_name: str
    group: Text = ""
    order: int = 100
    roles: frozenset[Role] = EVERY_ROLE
    icon: str = ""
    count: Callable[[Actor], int | None] | None = None
    hot: bool = False
    key: str = ""
    home_of: frozenset[Role] = frozenset()


@dataclass(frozen=True, kw_only=True)
class BarItem:
    """
    Something in the top bar of every staff page, such as the bell.

    Attributes:
        template: rendered with the page's context; it stands within a row of buttons.
        order: smaller stands further left.
        roles: who sees it.
    """

    template: str
    order: int = 100
    roles: frozenset[Role] = EVERY_ROLE


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """The page that answers the search field of the bar: a GET with ``q``."""

    url_name: str
    placeholder: Text
    roles: frozenset[Role] = EVERY_ROLE


@dataclass(frozen=True, kw_only=True)
class PersonLink:
    """An entry of the menu under one's own name, such as one's sessions; ``icon`` as in the navigation."""

    label: Text
    url_name: str
    icon: str
    order: int = 100


@dataclass(kw_only=True)
class Entry:
    """A navigation item as one person sees it on one page."""

    item: NavigationItem
    actor: Actor
    url: str
    current: bool

    @cached_property
    def count(self) -> int | None:
        return self.item.count(self.actor) if self.item.count else None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Entries under one heading."""

    label: Text
    entries: list[Entry]


_items: dict[str, NavigationItem] = {}
_bar: dict[str, BarItem] = {}
_person: dict[str, PersonLink] = {}
_search: list[SearchPage] = []


def register_navigation(item: NavigationItem) -> None:
    """Offer ``item`` in the navigation; called once, when the house is wired."""
    _items[item.url_name] = item


def register_bar_item(item: BarItem) -> None:
    """Show ``item`` in the top bar of staff pages; called once, when the house is wired."""
    _bar[item.template] = item


def register_person_link(link: PersonLink) -> None:
    """Offer ``link`` in the menu under one's own name; called once, when the house is wired."""
    _person[link.url_name] = link


def register_search(page: SearchPage) -> None:
    """Let ``page`` answer the search field; the last one registered for a role answers."""
    _search.insert(0, page)


def navigation_of(actor: Actor, *, request: HttpRequest) -> list[Group]:
    """The groups that ``actor`` sees; the entry whose path leads furthest towards this page is current."""
    entries = [
        Entry(item=item, actor=actor, url=reverse(item.url_name), current=False)
        for item in sorted(_items.values(), key=lambda item: item.order)
        if actor.has(*item.roles)
    ]
    here = [entry for entry in entries if _leads_to(entry.url, request.path)]
    if here:
        max(here, key=lambda entry: len(entry.url)).current = True
    groups: dict[str, Group] = {}
    for entry in entries:
        label = str(entry.item.group)
        groups.setdefault(label, Group(label=label, entries=[])).entries.append(entry)
    return list(groups.values())


def home_of(actor: Actor) -> str | None:
    """The address at which the day of ``actor`` begins: the first page of theirs, or None without any."""
    items = [item for item in sorted(_items.values(), key=lambda item: item.order) if actor.has(*item.roles)]
    begins = [item for item in items if item.home_of and actor.has(*item.home_of)]
    return next((reverse(item.url_name) for item in begins + items), None)


def bar_items_of(actor: Actor) -> list[str]:
    """The templates of what ``actor`` has in the top bar."""
    items = sorted(_bar.values(), key=lambda item: item.order)
    return [item.template for item in items if actor.has(*item.roles)]


def person_links() -> list[PersonLink]:
    """What stands in the menu under one's own name."""
    return sorted(_person.values(), key=lambda link: link.order)


def search_of(actor: Actor) -> SearchPage | None:
    """Where the search field of ``actor`` asks, if anywhere."""
    return next((page for page in _search if actor.has(*page.roles)), None)


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
