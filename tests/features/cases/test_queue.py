"""The queue: narrowed by filters, in an order, page by page; views saved for oneself and for a team, with counts."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.people import make_staff, signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import Case, SavedView
from yinuo.features.cases.operations.save_view import MOST, CannotSaveView, delete_view, save_view
from yinuo.features.cases.operations.take_case import CannotTakeCase, take_case
from yinuo.features.cases.public import Kind, Level, OpenedCase, Source, assign_case, open_case
from yinuo.features.cases.queries import counting
from yinuo.features.cases.queries.counting import counts
from yinuo.features.cases.queries.filtering import SORTS, Filters, read_filters
from yinuo.features.cases.queries.queue import queue, soonest
from yinuo.features.cases.queries.saved_views import saved_views
from yinuo.platform.identity.public import SYSTEM, Role


def opened(path: str, *, kind: Kind = Kind.COMPLAINT, hours_ago: float = 0, **more: object) -> OpenedCase:
    now = timezone.now()
    return open_case(
        kind=kind,
        source=more.pop("source", Source.HOTLINE),  # type: ignore[arg-type]
        subject="年费",
        text="年费承诺没有兑现",
        customer=CustomerDetails(name="李雷"),
        actor=SYSTEM,
        now=now - timedelta(hours=hours_ago),
        path=path,
        **more,  # type: ignore[arg-type]
    )


def shown(browser: Client, **query: str) -> list[str]:
    page = browser.get(reverse("cases:queue"), query)
    assert page.status_code == 200
    return [row.number for row in page.context["page"].rows]


def test_who_owns_no_cases_begins_with_those_of_their_unit(bank: Bank) -> None:
    case = opened(bank.east, assign=False)
    assert shown(signed_in(make_staff(bank.actor("east head").node_id, Role.CLERK))) == [case.number]
    assert shown(signed_in(bank.actor("east one"))) == []


def test_what_one_owns_beyond_ones_part_of_the_institution_is_in_no_view(bank: Bank) -> None:
    case = opened(bank.west, assign=False)
    Case.objects.filter(pk=case.id).update(owner_id=bank.people["east one"])
    actor = bank.actor("east one")
    assert shown(signed_in(actor), view="mine") == []
    assert counts(actor=actor, now=timezone.now())["mine"] == 0
    assert soonest(actor=actor) is None


def test_each_filter_asks_what_it_says(bank: Bank) -> None:
    late = opened(bank.east, hours_ago=26)
    soon = opened(bank.east, hours_ago=21, source=Source.COUNTER, level=Level.MAJOR)
    fresh = opened(bank.east, kind=Kind.CONSULTATION, assign=False)
    praise = opened(bank.east, kind=Kind.PRAISE, hours_ago=24 * 8)
    theirs = opened(bank.west, hours_ago=26)
    assign_case(
        case_id=praise.id, owner_id=bank.people["east two"], actor=bank.actor("east head"), now=timezone.now()
    )
    for case in (late, soon):
        assign_case(
            case_id=case.id,
            owner_id=bank.people["east one"],
            actor=bank.actor("east head"),
            now=timezone.now(),
        )
    browser = signed_in(bank.actor("east one"))
    everything = {case.number for case in (late, soon, fresh, praise)}
    expected = {
        "kind=COMPLAINT": {late, soon},
        "level=MAJOR": {soon},
        "source=COUNTER": {soon},
        "owner=me": {late, soon},
        "owner=nobody": {fresh},
        f"owner={bank.people['east one']}": {late, soon},
        f"owner={uuid4()}": set(),
        "due=overdue": {late},
        "due=risk": {soon},
        "due=none": {praise},
        "age=7": {praise},
        f"unit={bank.east}": {late, soon, fresh, praise},
        f"unit={bank.west}": set(),
        "state=RESOLVED": set(),
        "state=OPEN": {late, soon, fresh, praise},
    }
    for asked, cases in expected.items():
        name, _equals, value = asked.partition("=")
        assert set(shown(browser, view="team", **{name: value})) == {case.number for case in cases}, asked
    assert set(shown(browser, view="team", kind="nonsense", owner="x'", unit="nowhere")) == everything
    assert theirs.number not in shown(browser, view="all")
    page = browser.get(reverse("cases:queue"), {"view": "team", "level": "MAJOR", "due": "risk"})
    assert len(page.context["asked"]) == 2  # each with a way to take it away
    held = counts(actor=bank.actor("east one"), now=timezone.now())
    assert (held["mine"], held["team"], held["overdue"], held["unassigned"]) == (2, 4, 1, 1)


def test_every_order_goes_page_by_page_past_each_case_once(bank: Bank) -> None:
    kinds = [Kind.COMPLAINT, Kind.PRAISE, Kind.COMPLAINT, Kind.PRAISE, Kind.CONSULTATION]
    cases = {opened(bank.east, kind=kind, hours_ago=hours).number for hours, kind in enumerate(kinds)}
    actor, now = bank.actor("east one"), timezone.now()
    for sort in SORTS:
        seen, after = [], None
        while True:
            page = queue(view="team", actor=actor, now=now, filters=Filters(sort=sort), after=after, limit=2)
            seen += [row.number for row in page.rows]
            after = page.after
            if after is None:
                break
        assert len(seen) == len(cases), sort
        assert set(seen) == cases, sort


def test_nobody_counts_further_than_anybody_reads(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        opened(bank.east)
    monkeypatch.setattr(counting, "MOST", 2)
    assert counts(actor=bank.actor("east head"), now=timezone.now())["team"] == 3
    monkeypatch.setattr("yinuo.features.cases.staff.queue.MOST", 2)
    page = signed_in(bank.actor("east head")).get(reverse("cases:queue"))
    said = {view["url"].partition("view=")[2]: view["count"] for view in page.context["views"]}
    assert (said["team"], said["overdue"], said["all"]) == ("2+", "0", None)


def test_a_view_is_kept_for_oneself_or_by_a_supervisor_for_the_team(bank: Bank) -> None:
    opened(bank.east, level=Level.MAJOR)
    query = {"view": "team", "level": "MAJOR", "junk": "x"}
    mine, head, west = (signed_in(bank.actor(name)) for name in ("east one", "east head", "west one"))
    kept = mine.post(reverse("cases:save_view"), query | {"name": "  重大  投诉 "}, follow=True)
    assert kept.context["chosen"].name == "重大 投诉"
    assert [view["count"] for view in kept.context["views"]][-1] == "1"
    refused = mine.post(reverse("cases:save_view"), query | {"name": "团队", "for": "team"}, follow=True)
    assert "主管" in refused.content.decode() or "supervisor" in refused.content.decode()
    head.post(reverse("cases:save_view"), query | {"name": "团队重大", "for": "team"})
    assert [(row.name, row.is_team) for row in saved_views(actor=bank.actor("east one"))] == [
        ("团队重大", True),
        ("重大 投诉", False),
    ]
    assert saved_views(actor=bank.actor("west one")) == ()
    assert [row.name for row in saved_views(actor=bank.actor("east two"))] == ["团队重大"]
    teams = SavedView.objects.get(owner=None)
    own = SavedView.objects.get(owner_id=bank.people["east one"])
    for browser, view in ((west, teams), (west, own), (mine, teams), (head, own)):
        assert browser.post(reverse("cases:delete_view", args=[view.pk])).status_code == 404
    assert SavedView.objects.count() == 2
    assert delete_view(view_id=teams.pk, actor=bank.actor("east head"))
    assert mine.post(reverse("cases:delete_view", args=[own.pk])).status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_of_the_same_name_is_replaced_and_there_are_never_too_many(bank: Bank) -> None:
    actor, now = bank.actor("east one"), timezone.now()

    def save(name: str, **query: str) -> object:
        return save_view(name=name, query=query, for_team=False, actor=actor, now=now)

    assert save("一", view="team") == save("一", view="mine", kind="PRAISE")
    assert saved_views(actor=actor)[0].filters == read_filters({"kind": "PRAISE"})
    for number in range(MOST - 1):
        save(f"视图{number}")
    with pytest.raises(CannotSaveView):
        save("再来一个")
    with pytest.raises(CannotSaveView):
        save(" \u3000 ")
    save("一", view="overdue")


def test_a_case_without_owner_is_taken_by_the_first_who_asks(bank: Bank) -> None:
    case = opened(bank.east, assign=False)
    one, two = signed_in(bank.actor("east one")), signed_in(bank.actor("east two"))
    back = f"{reverse('cases:unassigned')}?kind=COMPLAINT"
    took = one.post(reverse("cases:take", args=[case.number]), {"back": back})
    assert took["Location"] == back
    late = two.post(reverse("cases:take", args=[case.number]), {"back": "https://evil.example/"}, follow=True)
    assert "east one" in late.content.decode()
    assert late.redirect_chain[0][0] == reverse("cases:case", args=[case.number])
    take_case(case_id=case.id, actor=bank.actor("east one"), now=timezone.now())  # once more changes nothing
    with pytest.raises(CannotTakeCase):
        take_case(case_id=case.id, actor=SYSTEM, now=timezone.now())
    west = signed_in(bank.actor("west one"))
    assert west.post(reverse("cases:take", args=[case.number])).status_code == 404
