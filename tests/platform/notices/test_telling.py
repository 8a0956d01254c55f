"""Whoever should know hears of it once, in the way and at the time that they chose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.counting import counted
from tests.mail_server import Post, mail_server
from tests.people import make_office, make_staff, signed_in
from yinuo.platform.identity.public import SYSTEM, Actor, Role, set_absence, set_preferences
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices import channels, rules
from yinuo.platform.notices.models import Notice
from yinuo.platform.notices.operations.send_mail import send_mail
from yinuo.platform.notices.operations.set_preference import set_preference
from yinuo.platform.notices.public import Told, notice_lines, register_channel, tell, tell_many

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # in Shanghai
NIGHT = NOON + timedelta(hours=10)
pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings: object) -> Iterator[Post]:
    with mail_server(settings) as kept:
        yield kept


def clerk() -> Actor:
    return make_staff(make_office().head, Role.COMPLAINT_SPECIALIST, email="clerk@bank.example")


def say(who: Actor, number: str = "TS-1", *, kind: str = "case.new", now: datetime = NOON) -> None:
    assert who.id is not None
    with transaction():
        tell(recipient_id=who.id, kind=kind, facts={"number": number, "percent": 80}, now=now)


def wish(who: Actor, **changes: object) -> None:
    usual = {
        "mail": "EACH",
        "quiet_from": time(20),
        "quiet_to": time(8),
        "digest_at": time(8, 30),
        "without": frozenset(),
    }
    set_preference(actor=who, wishes=rules.Wishes(**(usual | changes)))  # type: ignore[arg-type]


def test_one_mail_tells_of_what_came_together_and_never_again(post: Post) -> None:
    who = clerk()
    assert who.id is not None
    say(who, "TS-1")
    say(who, "TS-2")
    assert send_mail(recipient_id=who.id, now=NOON) == 0, "it waits for what else comes"
    assert send_mail(recipient_id=who.id, now=NOON + timedelta(minutes=2)) == 2
    assert send_mail(recipient_id=who.id, now=NOON + timedelta(minutes=3)) == 0
    (mail,) = post.got
    first = Notice.objects.order_by("at", "pk")[0]
    assert str(first.pk) in mail["Message-ID"]
    text, html = (part.get_payload(decode=True).decode() for part in mail.get_payload())  # type: ignore[union-attr]
    assert "TS-1" in text
    assert "/cases/TS-2" in html


def test_a_refused_mail_is_sent_again_as_the_same_mail(post: Post) -> None:
    who = clerk()
    assert who.id is not None
    say(who, "TS-1")
    post.is_full = True
    with pytest.raises(OSError):  # noqa: PT011 - what smtplib raises
        send_mail(recipient_id=who.id, now=NOON + timedelta(minutes=2))
    post.is_full = False
    say(who, "TS-2", now=NOON + timedelta(minutes=2))
    send_mail(recipient_id=who.id, now=NOON + timedelta(minutes=5))
    send_mail(recipient_id=who.id, now=NOON + timedelta(minutes=5))
    assert len(post.got) == 2
    assert post.got[0]["Message-ID"] != post.got[1]["Message-ID"]
    assert str(Notice.objects.order_by("at", "pk")[0].pk) in post.got[0]["Message-ID"]


def test_mail_speaks_the_language_of_who_reads_it(post: Post) -> None:
    who = clerk()
    assert who.id is not None
    set_preferences(actor=who, now=NOON, language="zh-hans")
    say(who)
    send_mail(recipient_id=who.id, now=NOON + timedelta(minutes=2))
    html = post.got[0].get_payload()[1].get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert 'lang="zh-hans"' in html
    assert "王小明" not in html


def test_quiet_hours_digest_and_never() -> None:
    who = clerk()
    say(who, now=NIGHT)
    quiet = Notice.objects.get()
    assert quiet.mail_after == datetime(2026, 3, 3, 0, 0, tzinfo=UTC), "eight in the morning in Shanghai"
    say(who, kind="case.broken", now=NIGHT)
    assert Notice.objects.get(kind="case.broken").mail_after == NIGHT + rules.GATHER
    wish(who, mail="DIGEST")
    say(who, "TS-3")
    assert Notice.objects.get(facts__number="TS-3").mail_after == datetime(2026, 3, 3, 0, 30, tzinfo=UTC)
    wish(who, without=frozenset({"case.new"}))
    say(who, "TS-4")
    assert Notice.objects.get(facts__number="TS-4").mail_after is None


@given(begin=st.times(), end=st.times(), at=st.times())
def test_quiet_hours_are_those_the_clock_runs_through(begin: time, end: time, at: time) -> None:
    wishes = rules.Wishes(mail="EACH", quiet_from=begin, quiet_to=end, digest_at=time(8), without=frozenset())

    def after(moment: time) -> float:
        def seconds(one: time) -> float:
            return one.hour * 3600 + one.minute * 60 + one.second + one.microsecond / 1e6

        return (seconds(moment) - seconds(begin)) % 86400

    assert rules.is_quiet(wishes, at) == (begin != end and after(at) < after(end))


def test_a_storm_is_one_notice_in_few_queries() -> None:
    office = make_office()
    people = [make_staff(office.head, Role.COMPLAINT_SPECIALIST) for _ in range(5)]

    def queries(each: int) -> int:
        told = [
            Told(recipient_id=who.id, kind="case.at_risk", facts={"number": f"TS-{n}", "percent": 80})
            for who in people
            if who.id
            for n in range(each)
        ]
        with (
            counted() as seen,
            transaction(),
        ):
            tell_many(told=told, now=NOON)
        return len(seen)

    few, many = queries(3), queries(200)
    assert many <= few
    assert Notice.objects.filter(kind="case.at_risk").count() == 15
    storms = Notice.objects.filter(kind="notices.many")
    assert [row.facts["count"] for row in storms] == [200] * 5


def test_alarms_that_come_one_by_one_are_a_storm_too(post: Post) -> None:
    who = clerk()
    assert who.id is not None
    for number in range(50):
        say(who, f"TS-{number}", kind="case.at_risk", now=NOON + timedelta(seconds=number))
    assert Notice.objects.filter(kind="case.at_risk").count() == 5
    assert Notice.objects.get(kind="notices.many").facts == {"kind": "case.at_risk", "count": 45}
    send_mail(recipient_id=who.id, now=NOON + timedelta(minutes=5))
    assert len(post.got) == 1
    say(who, "TS-99", kind="case.at_risk", now=NOON + timedelta(minutes=6))
    send_mail(recipient_id=who.id, now=NOON + timedelta(minutes=8))
    assert len(post.got) == 2, "what comes after the mail is told by another"


def test_a_further_channel_hears_of_every_new_notice_in_its_transaction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[str] = []

    def later(of_each: Mapping[UUID, Sequence[UUID]], now: datetime) -> None:
        for recipient, ids in of_each.items():
            heard.extend(line.text for line in notice_lines(recipient_id=recipient, notice_ids=ids))

    monkeypatch.setattr(channels, "_channels", {})
    register_channel("wecom", later)
    say(clerk(), "TS-7")
    assert heard == ["TS-7: a new case is yours"]


def test_a_crash_between_sending_and_noting_sends_the_same_mail_again(post: Post) -> None:
    who = clerk()
    assert who.id is not None
    say(who)
    later = NOON + timedelta(minutes=2)

    def crash() -> None:
        with transaction():
            assert who.id is not None
            send_mail(recipient_id=who.id, now=later)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        crash()
    send_mail(recipient_id=who.id, now=later)
    first, second = post.got
    assert first["Message-ID"] == second["Message-ID"]


def test_one_notice_is_marked_as_read_and_never_that_of_another() -> None:
    who = clerk()
    assert who.node_id is not None
    other = make_staff(who.node_id, Role.COMPLAINT_SPECIALIST)
    say(who)
    address = reverse("notices:read_one", args=[Notice.objects.get().pk])
    signed_in(other).post(address)
    assert Notice.objects.get().read_at is None
    signed_in(who).post(address)
    assert Notice.objects.get().read_at is not None


def test_who_stands_in_hears_of_it_too_and_only_once() -> None:
    office = make_office()
    away, here = (make_staff(office.head, Role.COMPLAINT_SPECIALIST) for _ in range(2))
    assert away.id
    assert here.id
    set_absence(
        staff_id=away.id,
        substitute_id=here.id,
        starts_at=NOON - timedelta(days=1),
        ends_at=NOON + timedelta(days=1),
        actor=SYSTEM,
        now=NOON - timedelta(days=2),
    )
    Notice.objects.all().delete()
    say(away)
    assert sorted(Notice.objects.values_list("recipient_id", flat=True)) == sorted([away.id, here.id])


def test_the_list_shows_what_is_unread_and_takes_back_a_slip() -> None:
    who = clerk()
    say(who)
    browser = signed_in(who)
    page = browser.get(reverse("notices:list"))
    undo = browser.post(reverse("notices:read"), {"until": page.context["newest"]})["Location"]
    assert not browser.get(reverse("notices:list") + "?show=new").context["notices"]
    asked = browser.get(undo)
    browser.post(reverse("notices:unread"), {"read_at": asked.context["undo"].isoformat()})
    assert len(browser.get(reverse("notices:list") + "?show=new").context["notices"]) == 1


def test_wishes_are_kept_and_nonsense_is_refused() -> None:
    who = clerk()
    browser = signed_in(who)
    wanted = {
        "mail": "DIGEST",
        "digest_at": "09:15",
        "quiet_from": "19:00",
        "quiet_to": "07:00",
        "kinds": ["case.new"],
    }
    assert browser.post(reverse("notices:preferences"), wanted).status_code == 302
    initial = browser.get(reverse("notices:preferences")).context["form"].initial
    assert initial["digest_at"] == time(9, 15)
    assert initial["kinds"] == ["case.new"]
    refused = browser.post(reverse("notices:preferences"), wanted | {"digest_at": "nonsense"})
    assert refused.context["form"].errors
