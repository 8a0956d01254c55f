"""Files of every trick, by portal and by program: refused with what to do, or taken and served so that nothing runs."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.bank import Bank, found_bank
from tests.complaints import file_complaint
from tests.platform.files import samples
from tests.platform.rest.conftest import make_program
from tests.security.hostile import REFUSED_FILES, TAKEN_FILES
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import Case
from yinuo.platform.files.models import StoredFile
from yinuo.platform.files.public import files_of
from yinuo.platform.identity.public import SYSTEM, nodes

FILED = {
    "kind": "COMPLAINT",
    "text": "年费承诺没有兑现",
    "name": "李雷",
    "phone": "13812345678",
    "answer_by": "PHONE",
}


@pytest.fixture
def bank(db: None) -> Bank:
    return found_bank()


@pytest.mark.parametrize("tried", REFUSED_FILES)
def test_a_customer_is_told_which_file_and_why_and_keeps_the_words(bank: Bank, tried: str) -> None:
    name, data = REFUSED_FILES[tried]
    files = [SimpleUploadedFile("fine.txt", b"300\n"), SimpleUploadedFile(name, data)]
    page = Client(headers={"Accept-Language": "en"}).post(
        reverse("portal:form"), {**FILED, "attachments": files}
    )
    assert page.status_code == 422
    said = page.content.decode()
    assert f"“{name}”" in said
    assert FILED["text"] in said
    assert "Choose your files again" in said
    assert not Case.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("tried", REFUSED_FILES)
def test_a_program_is_told_why(bank: Bank, tried: str) -> None:
    opened = file_complaint(subject="", customer=CustomerDetails(name="李雷"))
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.head)
    name, data = REFUSED_FILES[tried]
    answer = make_program(head, "cases:read", "cases:write").call(
        "POST",
        f"/api/v1/cases/{opened.number}/attachments",
        data=json.dumps({"name": name, "content": b64encode(data).decode()}),
        content_type="application/json",
    )
    assert answer.status_code in {413, 422}, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("tried", TAKEN_FILES)
def test_what_is_taken_is_saved_and_not_run(bank: Bank, tried: str) -> None:
    name, data = TAKEN_FILES[tried]
    browser = Client()
    filed = browser.post(reverse("portal:form"), {**FILED, "attachments": [SimpleUploadedFile(name, data)]})
    assert filed.status_code == 302, filed.content.decode()
    case, token = Case.objects.get(), filed["Location"].rstrip("/").split("/")[-1]
    (file,) = files_of(subject=f"case:{case.pk}")
    page = browser.get(reverse("portal:follow", args=[token]))
    assert "<script>alert" not in page.content.decode()
    served = browser.get(reverse("portal:file", args=[token, file.id]))
    assert served["Content-Disposition"].startswith("attachment")
    assert served["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "html" not in served["Content-Type"]
    assert not re.search(r"\.\./|etc/|[\r\n\u202e<]", unquote(served["Content-Disposition"]))
    assert "Set-Cookie" not in served.headers


def test_where_a_photograph_was_taken_goes_no_further(bank: Bank) -> None:
    browser = Client()
    photo = SimpleUploadedFile("a.jpg", samples.jpeg())
    filed = browser.post(reverse("portal:form"), {**FILED, "attachments": [photo]})
    (file,) = files_of(subject=f"case:{Case.objects.get().pk}")
    token = filed["Location"].rstrip("/").split("/")[-1]
    served = browser.get(reverse("portal:file", args=[token, file.id])).content
    assert served.startswith(b"\xff\xd8")
    assert samples.CAMERA.encode() not in served
    assert b"Exif" not in served
