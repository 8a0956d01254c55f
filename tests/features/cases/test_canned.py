"""Canned texts are the team's, filled from the case; macros are shown, then done wholly or not at all."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.features.cases.test_queue import opened
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import CannedText, Case, CaseText, Kind, Level, Macro, Message, Source, Task
from yinuo.features.cases.operations.give_task import CannotGiveTask
from yinuo.features.cases.operations.keep_canned_text import (
    CannotKeepCannedText,
    keep_canned_text,
    remove_canned_text,
)
from yinuo.features.cases.operations.keep_macro import CannotKeepMacro, keep_macro, remove_macro
from yinuo.features.cases.operations.open_case import OpenedCase, open_case
from yinuo.features.cases.operations.use_macro import CannotUseMacro, use_macro
from yinuo.features.cases.texts.canned import canned_texts
from yinuo.features.cases.texts.macros import Acts, macros
from yinuo.features.cases.texts.messages import place_of
from yinuo.features.cases.texts.places import filled, language_of
from yinuo.platform.audit.public import records_of
from yinuo.platform.vault.public import unlock

TEXT = "您反映的 {number} 我们正在核查，{answer_due} 前答复。{me}"


def test_a_place_is_filled_once_and_what_fills_it_is_not_read_again() -> None:
    assert filled("{number}{x} {{number}}", {"number": "{me}", "me": "王"}) == "{me}{x} {{me}}"


def test_a_supervisor_keeps_texts_and_the_team_answers_with_them(bank: Bank) -> None:
    case = opened(bank.east)
    head, one, west = (signed_in(bank.actor(name)) for name in ("east head", "east one", "west one"))
    form = {"title": " 核查中 ", "language": "zh-hans", "text": TEXT}
    assert one.post(reverse("cases:texts"), form).status_code == 409
    assert head.post(reverse("cases:texts"), form).status_code == 302
    assert head.post(reverse("cases:texts"), form | {"text": TEXT + "！"}).status_code == 302
    page = one.get(reverse("cases:case", args=[case.number]))
    (text,) = page.context["canned"]
    assert text.title == "核查中"
    assert case.number in text.text
    assert "{" not in text.text
    assert text.text.endswith("east one！")
    inserted = one.get(reverse("cases:case", args=[case.number]), {"write": "reply", "canned": str(text.id)})
    assert inserted.context["text"] == text.text
    assert canned_texts(actor=bank.actor("west one"), now=timezone.now()) == ()
    for browser, status in ((west, 403), (one, 403), (signed_in(bank.actor("west head")), 404)):
        assert browser.post(reverse("cases:remove_text", args=[text.id])).status_code == status
    assert remove_canned_text(text_id=text.id, actor=bank.actor("east head"))
    assert not CannedText.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"title": "字" * 61},
        {"text": ""},
        {"text": "字" * 20_001},
        {"text": "{password}"},
        {"text": "尊敬的{ 客户姓名 }"},
        {"language": "fr"},
    ],
)
def test_what_makes_no_text_is_refused(bank: Bank, wrong: dict[str, str]) -> None:
    given = {"title": "核查中", "text": TEXT, "language": "en"} | wrong
    with pytest.raises(CannotKeepCannedText):
        keep_canned_text(actor=bank.actor("east head"), now=timezone.now(), **given)


def named(bank: Bank, name: str) -> OpenedCase:
    """A case in the east, of a customer whose name we know."""
    return open_case(
        kind=Kind.COMPLAINT,
        source=Source.WEB_FORM,
        subject="年费",
        text="年费收错了",
        customer=CustomerDetails(name=name),
        path=bank.east,
        actor=bank.actor("east one"),
        now=timezone.now(),
    )


def test_the_customers_name_is_filled_at_the_sending_and_stands_under_seal_only(bank: Bank) -> None:
    case, head = named(bank, "欧阳明月"), bank.actor("east head")
    keep_canned_text(
        title="核查",
        text="{salutation}\n{customer}，{number}",
        language="zh-hans",
        actor=head,
        now=timezone.now(),
    )
    browser = signed_in(bank.actor("east one"))
    (text,) = browser.get(reverse("cases:case", args=[case.number])).context["canned"]
    assert text.text == f"{{salutation}}\n{{customer}}，{case.number}"
    shown = browser.post(
        reverse("cases:preview", args=[case.number]), {"text": text.text + " 我们今天退费。"}
    )
    assert "尊敬的欧" in shown.context["preview"]
    assert "欧阳明月" not in shown.content.decode()
    answer = {"text": text.text + " 我们今天退费。"}
    assert browser.post(reverse("cases:reply", args=[case.number]), answer).status_code == 302
    sent = Message.objects.get(kind=Message.Kind.REPLY)
    opened_text = unlock([sent.case.customer_id]).open(
        owner=sent.case.customer_id, place=place_of(sent.pk), sealed=bytes(sent.sealed)
    )
    assert opened_text.startswith(f"尊敬的欧阳明月：\n欧阳明月，{case.number}")
    assert "欧阳明月" not in sent.redacted
    assert all("欧阳明月" not in str(record.facts) for record in records_of(f"case:{case.id}"))
    assert "欧阳明月" not in str(CaseText.objects.filter(case_id=case.id).values())


def test_an_answer_with_a_place_that_no_case_fills_is_not_sent(bank: Bank) -> None:
    case = named(bank, "王五")
    browser = signed_in(bank.actor("east one"))
    for place in ("{nmae}", "{客户}"):
        answer = {"text": f"您好 {place}，我们今天退费。"}
        refused = browser.post(reverse("cases:reply", args=[case.number]), answer)
        assert refused.status_code == 409
        assert place in refused.context["problem"]
        assert refused.context["text"] == answer["text"]
        assert (
            place
            in browser.post(reverse("cases:preview", args=[case.number]), answer).context["preview_problem"]
        )
    assert not Message.objects.filter(kind=Message.Kind.REPLY).exists()


def test_an_answer_does_not_promise_what_the_case_does_not_know(bank: Bank) -> None:
    case = named(bank, "王五")
    Case.objects.filter(pk=case.id).update(owner_id=None)
    browser = signed_in(bank.actor("east one"))
    refused = browser.post(reverse("cases:reply", args=[case.number]), {"text": "由 {owner} 今天为您退费。"})
    assert refused.status_code == 409
    assert "{owner}" in refused.context["problem"]
    assert not Message.objects.filter(kind=Message.Kind.REPLY).exists()


def test_what_is_filled_in_speaks_the_language_of_the_text() -> None:
    assert language_of("{salutation} we refund the fee today. 王敏") == "en"
    assert language_of("{salutation} 我们今天退 VIP 费") == "zh-hans"


def test_whoever_writes_a_text_sees_how_it_reads(bank: Bank) -> None:
    browser = signed_in(bank.actor("east head"))
    shown = browser.post(reverse("cases:preview_text"), {"text": "{salutation} {number} {answer_by} {me}"})
    assert "{" not in shown.context["preview"]
    assert shown.context["preview"].startswith("Dear ")
    wrong = browser.post(reverse("cases:preview_text"), {"text": "{x}"})
    assert "{x}" in wrong.context["preview_problem"]
    assert (
        signed_in(bank.actor("east one")).post(reverse("cases:preview_text"), {"text": "x"}).status_code
        == 403
    )


def test_a_macro_is_shown_then_does_all_of_it(bank: Bank) -> None:
    case = opened(bank.east)
    browser = signed_in(bank.actor("east one"))
    form = {
        "name": "年费核查",
        "level": "MAJOR",
        "confirm": "1",
        "note": "先查录音",
        "task": "请提供录音",
        "unit": bank.west,
    }
    assert browser.post(reverse("cases:macros"), form).status_code == 302
    (macro,) = macros(actor=bank.actor("east one"))
    address = reverse("cases:macro", args=[case.number, macro.id])
    assert len(browser.get(address).context["lines"]) == 4
    assert not Task.objects.exists()
    revision = str(Case.objects.get(pk=case.id).revision)
    assert browser.post(address, {"revision": "77"}).status_code == 409
    assert browser.post(address, {"revision": revision}).status_code == 302
    done = Case.objects.get(pk=case.id)
    assert (done.level, done.classified_at is not None) == ("MAJOR", True)
    assert Message.objects.filter(kind=Message.Kind.NOTE).count() == 2  # the note, and the question
    assert Task.objects.get().path == bank.west
    assert len(browser.get(address).context["lines"]) == 2  # level and classification are as they should be


def test_one_act_that_is_refused_undoes_the_others(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    case, actor, now = opened(bank.east), bank.actor("east one"), timezone.now()
    acts = Acts(level="MAJOR", note="先查录音", task="请提供录音", unit=bank.west)
    macro = keep_macro(name="核查", acts=acts, for_team=False, actor=actor, now=now)
    Macro.objects.filter(pk=macro).update(
        acts={"note": "先查录音", "level": "MAJOR", "task": "问", "unit": "/X/"}
    )
    with pytest.raises(CannotGiveTask):
        use_macro(macro_id=macro, case_id=case.id, actor=actor, now=now)
    assert Case.objects.get(pk=case.id).level == Level.ORDINARY
    assert not Message.objects.filter(kind=Message.Kind.NOTE).exists()


def test_macros_of_others_are_nobodys_and_another_branchs_case_stays_closed(bank: Bank) -> None:
    ours, theirs, now = opened(bank.east), opened(bank.west), timezone.now()
    one, head, west = (bank.actor(name) for name in ("east one", "east head", "west one"))
    acts = Acts(note="先查录音")
    own = keep_macro(name="自己的", acts=acts, for_team=False, actor=one, now=now)
    teams = keep_macro(name="团队的", acts=acts, for_team=True, actor=head, now=now)
    assert [row.name for row in macros(actor=one)] == ["团队的", "自己的"]
    assert macros(actor=west) == ()
    for macro, case, who in ((own, theirs, one), (own, ours, head), (teams, theirs, west)):
        address = reverse("cases:macro", args=[case.number, macro])
        assert signed_in(who).get(address).status_code == 404
        assert signed_in(who).post(address).status_code == 404
    with pytest.raises(CannotUseMacro):
        use_macro(macro_id=own, case_id=ours.id, actor=bank.actor("east two"), now=now)
    with pytest.raises(CannotKeepMacro):
        keep_macro(name="团队", acts=acts, for_team=True, actor=one, now=now)
    with pytest.raises(CannotKeepMacro):
        keep_macro(name="空的", acts=Acts(), for_team=False, actor=one, now=now)
    assert not remove_macro(macro_id=teams, actor=one)
    assert not remove_macro(macro_id=own, actor=head)
    assert signed_in(one).post(reverse("cases:drop_macro", args=[own])).status_code == 302
