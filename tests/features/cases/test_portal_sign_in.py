"""Customers who come back: by code or from the app; nobody learns who is a customer, and nothing opens twice."""

from __future__ import annotations

import base64
import hmac
import json
import re
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.counting import counted
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import Case, CustomerSession, SignInCode, SpentToken, TrackingKey
from yinuo.features.cases.operations import send_sign_in_code as sending
from yinuo.features.cases.operations.send_sign_in_code import send_sign_in_code
from yinuo.features.cases.operations.sign_in_by_app import CannotEnter, NotKnownYet, sign_in_by_app
from yinuo.features.cases.operations.sign_in_by_code import CannotSignIn, ask_for_code, sign_in_by_code
from yinuo.features.cases.operations.visits import (
    IDLE,
    WHOLE,
    begin_visit,
    open_matter,
    prune_visits,
    visitor,
)
from yinuo.features.cases.portal.limits import CODES
from yinuo.features.cases.portal.visiting import COOKIE
from yinuo.features.cases.public import OpenedCase
from yinuo.features.cases.queries.tracking import find_tracked
from yinuo.kernel.signed_tokens import TokenKey, read_token_key
from yinuo.platform.audit.public import records_of

SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SIGNER.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
SECRET = b"a secret that only bank and app know"
KEYS = (TokenKey(algorithm="EdDSA", secret=PUBLIC), TokenKey(algorithm="HS256", secret=SECRET))
PHONE, NUMBER = "13812345678", "C10086"


@pytest.fixture
def case(bank: Bank) -> OpenedCase:
    return complain("李雷", PHONE, number=NUMBER)


def complain(name: str, phone: str, *, number: str = "") -> OpenedCase:
    return file_complaint(subject="", customer=CustomerDetails(name=name, phone=phone, number=number))


@pytest.fixture
def outbox(django_capture_on_commit_callbacks: Any) -> Any:
    """Runs the job for a code, and returns the code that arrived, or ""."""
    folder = Path(django_settings.CONFIG.home) / "text-messages"

    def arrived(code_id: UUID, *, now: datetime | None = None) -> str:
        before = set(folder.glob("*.txt"))
        with django_capture_on_commit_callbacks(execute=True):
            send_sign_in_code(code_id=code_id, now=now or timezone.now())
        new = set(folder.glob("*.txt")) - before
        if not new:
            return ""
        text = new.pop().read_text(encoding="utf-8")
        assert PHONE not in text
        found = re.search(r"\d{6}", text)
        assert found
        return found[0]

    return arrived


def customer_of(case: OpenedCase) -> UUID:
    customer: UUID = Case.objects.get(pk=case.id).customer_id
    return customer


def test_a_code_opens_all_matters_and_a_button_closes_them(case: OpenedCase, outbox: Any) -> None:
    other = complain("韩梅梅", "13900000001")
    browser = Client(headers={"Accept-Language": "en"})
    asked = browser.post(reverse("portal:matters"), {"number": case.number, "contact": PHONE})
    code_page = asked["Location"]
    code = outbox(SignInCode.objects.get().pk)
    entered = browser.post(code_page, {"code": f" {code} "})
    assert (entered.status_code, entered["Location"]) == (302, reverse("portal:matters"))
    cookie = entered.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/my/")
    page = browser.get(reverse("portal:matters")).content.decode()
    assert case.number in page
    assert other.number not in page
    assert browser.post(reverse("portal:open"), {"number": other.number}).status_code == 404
    opened = browser.post(reverse("portal:open"), {"number": case.number})["Location"]
    assert case.number in browser.get(opened).content.decode()
    assert browser.post(f"{opened}add/", {"text": "补充"}).status_code == 302
    browser.post(reverse("portal:leave"))
    assert case.number not in browser.get(reverse("portal:matters")).content.decode()
    assert browser.get(opened).status_code == 404
    browser.cookies[COOKIE] = cookie.value  # a cookie that was stolen before
    assert case.number not in browser.get(reverse("portal:matters")).content.decode()
    assert browser.get(reverse("portal:follow", args=[case.tracking_token])).status_code == 200
    said = [one.action for one in records_of(f"customer:{customer_of(case)}")]
    assert said[-2:] == ["customer.sign_in_code_sent", "customer.signed_in"]


@pytest.mark.parametrize(
    ("number", "contact"),
    [
        (NUMBER, PHONE),
        ("{case}", PHONE),
        ("{plain}", "+86 138-1234-5678"),
        (NUMBER, "13900000009"),
        ("{case}", "13900000009"),
        ("C99999", PHONE),
        ("TS-261124-9999", PHONE),
        ("x", "y"),
        ("😀" * 50, "\u202e@\u202c"),
        (NUMBER, "lilei@example.com"),
    ],
)
def test_the_answer_and_its_cost_do_not_tell_whether_somebody_is_known(
    case: OpenedCase, outbox: Any, number: str, contact: str
) -> None:
    number = number.format(case=case.number, plain=case.number.replace("-", "").lower())
    known = contact in {PHONE, "+86 138-1234-5678"} and number not in {"C99999", "TS-261124-9999", "x"}
    browser = Client(headers={"Accept-Language": "en"})
    browser.get(reverse("portal:matters"))
    with counted() as asked:
        answer = browser.post(reverse("portal:matters"), {"number": number, "contact": contact})
    row = SignInCode.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("portal:code", args=[row.pk])
    assert len(asked) == queries_of_a_known_one(case)
    assert bool(outbox(row.pk)) == known


def queries_of_a_known_one(case: OpenedCase) -> int:
    browser = Client(headers={"Accept-Language": "en"})
    browser.get(reverse("portal:matters"))
    with counted() as asked:
        browser.post(reverse("portal:matters"), {"number": case.number, "contact": PHONE})
    SignInCode.objects.order_by("-pk").first().delete()  # type: ignore[union-attr]
    return len(asked)


def test_a_code_counts_once_for_ten_minutes_and_five_attempts(case: OpenedCase, outbox: Any) -> None:
    now = timezone.now()

    def asked(at: datetime) -> tuple[UUID, str]:
        code_id = ask_for_code(number=NUMBER, contact=PHONE, now=at)
        return code_id, outbox(code_id, now=at)

    def refused(code_id: UUID, code: str, at: datetime) -> None:
        with pytest.raises(CannotSignIn):
            sign_in_by_code(code_id=code_id, code=code, now=at)

    code_id, code = asked(now)
    assert code.encode() not in bytes(SignInCode.objects.get(pk=code_id).digest or b"")
    assert not send_sign_in_code(code_id=code_id, now=now)  # the job may run twice
    refused(code_id, code, now + timedelta(minutes=10))
    assert sign_in_by_code(code_id=code_id, code=code, now=now).customer_id == customer_of(case)
    refused(code_id, code, now)
    later = now + timedelta(minutes=2)
    code_id, code = asked(later)
    for attempt in range(5):
        refused(code_id, f"{(int(code) + 1 + attempt) % 10**6:06}", later)
    refused(code_id, code, later)
    refused(UUID(int=7), code, later)
    unknown = ask_for_code(number="C99999", contact=PHONE, now=later)
    refused(unknown, "", later)


def test_only_so_many_codes_are_sent_to_one_customer(case: OpenedCase, outbox: Any) -> None:
    now = timezone.now()
    sent = []
    for minute in (0, 0.5, 2, 4, 6, 8, 10):
        at = now + timedelta(minutes=minute)
        sent.append(bool(outbox(ask_for_code(number=NUMBER, contact=PHONE, now=at), now=at)))
    assert sent == [True, False, True, True, True, True, False]
    assert sending.A_DAY == 5


@pytest.mark.usefixtures("still")
def test_a_flood_of_requests_is_asked_to_wait(case: OpenedCase) -> None:
    browser = Client(headers={"Accept-Language": "en"})
    typed = {"number": "C99999", "contact": PHONE}
    statuses = [browser.post(reverse("portal:matters"), typed).status_code for _ in range(CODES.requests + 1)]
    assert statuses[-2:] == [302, 429]


def test_a_session_idles_out_ends_and_leaves_nothing_behind(case: OpenedCase) -> None:
    now = timezone.now()
    customer = customer_of(case)
    visit = begin_visit(customer_id=customer, by="code", now=now)
    assert visitor(secret=visit.secret, now=now + IDLE - timedelta(seconds=1)) == customer
    assert visitor(secret=visit.secret, now=now + 2 * IDLE - timedelta(seconds=2)) == customer
    assert visitor(secret=visit.secret, now=now + 4 * IDLE) is None
    busy = begin_visit(customer_id=customer, by="code", now=now)
    at = now
    while at < now + WHOLE:
        assert visitor(secret=busy.secret, now=at) == customer
        at += timedelta(minutes=10)
    assert visitor(secret=busy.secret, now=now + WHOLE) is None
    for forged in ("", "x", visit.secret[:-1], visit.secret.swapcase()):
        assert visitor(secret=forged, now=now) is None
    ask_for_code(number=NUMBER, contact=PHONE, now=now)
    prune_visits(now=now + timedelta(days=3))
    for table in (CustomerSession, TrackingKey, SpentToken, SignInCode):
        assert not table.objects.exists()


def test_a_page_that_a_session_opened_closes_with_it(case: OpenedCase) -> None:
    now = timezone.now()
    token = open_matter(customer_id=customer_of(case), number=case.number, now=now)
    almost, over = now + WHOLE - timedelta(seconds=1), now + WHOLE
    assert find_tracked(token=token, now=almost) is not None
    assert find_tracked(token=token, now=over) is None
    assert find_tracked(token=case.tracking_token, now=over) is not None  # the receipt's own does not end


def test_a_customer_is_no_member_of_staff(case: OpenedCase) -> None:
    browser = Client()
    visit = begin_visit(customer_id=customer_of(case), by="code", now=timezone.now())
    browser.cookies[COOKIE] = visit.secret
    browser.cookies[django_settings.SESSION_COOKIE_NAME] = visit.secret
    assert browser.get(reverse("cases:queue")).status_code == 302


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def headed(alg: str) -> str:
    return encoded(json.dumps({"alg": alg}).encode())


def made(*, now: datetime, alg: str = "EdDSA", header: dict[str, Any] | None = None, **claims: Any) -> str:
    at = int(now.timestamp())
    said = {"aud": "yinuo", "sub": NUMBER, "iat": at, "exp": at + 60, "jti": "0123456789abcdef", **claims}
    said = {name: value for name, value in said.items() if value is not None}
    body = f"{encoded(json.dumps(header or {'alg': alg}).encode())}.{encoded(json.dumps(said).encode())}"
    signed = SIGNER.sign(body.encode()) if alg == "EdDSA" else hmac.digest(SECRET, body.encode(), sha256)
    return f"{body}.{encoded(signed)}"


@pytest.mark.parametrize("alg", ["EdDSA", "HS256"])
def test_a_token_of_the_app_opens_once(case: OpenedCase, settings: Any, alg: str) -> None:
    settings.APP_KEYS = KEYS
    browser = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    token = made(now=timezone.now(), alg=alg)
    assert browser.post(reverse("portal:enter"), {"token": token}).status_code == 302
    assert case.number in browser.get(reverse("portal:matters")).content.decode()
    replayed = Client(headers={"Accept-Language": "en"}).post(reverse("portal:enter"), {"token": token})
    assert replayed.status_code == 403
    assert "no longer counts" in replayed.content.decode()
    assert token not in replayed.content.decode()


def test_every_forged_old_or_misdirected_token_is_refused(case: OpenedCase) -> None:
    now = timezone.now()
    at = int(now.timestamp())
    good = made(now=now)
    head, body, signature = good.split(".")
    hs_by_public = f"{headed('HS256')}.{body}"
    forged = [
        "",
        "a.b.c",
        "x" * 5000,
        good[:-4] + "AAAA",
        f"{head}.{body}.",
        f"{headed('none')}.{body}.",
        f"{hs_by_public}.{encoded(hmac.digest(PUBLIC, hs_by_public.encode(), sha256))}",
        f"{head}.{encoded(b'[]')}.{signature}",
        f"{head}.{encoded(b'[' * 2000)}.{signature}",
        made(now=now, header={"alg": "EdDSA", "crit": ["b64"]}),
        made(now=now, aud="https://elsewhere.example"),
        made(now=now, aud=["yinuo"]),
        made(now=now - timedelta(minutes=2)),
        made(now=now + timedelta(minutes=3)),
        made(now=now, exp=at + 301),
        made(now=now, exp=at),
        made(now=now, exp=float("inf")),
        made(now=now, exp=10**30),
        made(now=now, iat=True),
        made(now=now, jti="short"),
        made(now=now, jti=None),
        made(now=now, jti=12345678901),
        made(now=now, sub=None),
        made(now=now, sub=""),
        made(now=now, sub="C\x0010086"),
    ]
    for token in forged:
        with pytest.raises(CannotEnter):
            sign_in_by_app(token=token, keys=KEYS, audience="yinuo", now=now)
    with pytest.raises(CannotEnter):
        sign_in_by_app(token=good, keys=(), audience="yinuo", now=now)
    assert not SpentToken.objects.exists()
    with pytest.raises(NotKnownYet):
        sign_in_by_app(token=made(now=now, sub="C99999"), keys=KEYS, audience="yinuo", now=now)
    sign_in_by_app(token=made(now=now, jti="another-one"), keys=KEYS, audience="yinuo", now=now)


def test_keys_are_read_as_settings_write_them() -> None:
    public, secret = base64.b64encode(PUBLIC).decode(), base64.b64encode(SECRET).decode()
    assert read_token_key(f"ed25519:{public}") == KEYS[0]
    assert read_token_key(f"hs256:{secret}") == KEYS[1]
    for bad in ("", "ed25519:", "ed25519:AAAA", "hs256:AAAA", f"rs256:{secret}", public, "hs256:é"):
        assert read_token_key(bad) is None
    assert SECRET.decode() not in repr(KEYS[1])
