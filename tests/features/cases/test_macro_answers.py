"""The answer of a macro: read before the macro is used, then in the reply box, and sent by a person alone."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.features.cases.test_canned import named
from tests.people import signed_in
from yinuo.features.cases.models import Case, Message
from yinuo.features.cases.operations.keep_macro import CannotKeepMacro, keep_macro
from yinuo.features.cases.operations.open_case import OpenedCase
from yinuo.features.cases.texts.macros import Acts, macros
from yinuo.platform.audit.public import records_of

ANSWER = "{salutation}\n{number} 由我负责，我们正在查录音。{me}"


def kept(bank: Bank, acts: Acts) -> UUID:
    return keep_macro(
        name="年费核查", acts=acts, for_team=False, actor=bank.actor("east one"), now=timezone.now()
    )


def use(browser: Client, case: OpenedCase, macro: UUID) -> str:
    """Where the page of the macro leads once it is used."""
    revision = str(Case.objects.get(pk=case.id).revision)
    done = browser.post(reverse("cases:macro", args=[case.number, macro]), {"revision": revision})
    assert done.status_code == 302
    return done.headers["Location"]


def test_the_acts_are_done_and_the_answer_waits_in_the_reply_box(bank: Bank) -> None:
    case, browser = named(bank, "欧阳明月"), signed_in(bank.actor("east one"))
    form = {"name": "年费核查", "note": "先查录音", "answer": f" {ANSWER} "}
    assert browser.post(reverse("cases:macros"), form).status_code == 302
    (macro,) = macros(actor=bank.actor("east one"))
    assert macro.acts.answer == ANSWER
    shown = browser.get(reverse("cases:macro", args=[case.number, macro.id]))
    assert len(shown.context["lines"]) == 1
    assert shown.context["preview"].startswith("尊敬的欧")
    assert shown.context["preview"].endswith(f"{case.number} 由我负责，我们正在查录音。east one")
    assert "欧阳明月" not in shown.content.decode()
    page = browser.get(use(browser, case, macro.id))
    assert page.context["write"] == "reply"
    assert page.context["text"] == f"{{salutation}}\n{case.number} 由我负责，我们正在查录音。east one"
    assert Message.objects.filter(kind=Message.Kind.NOTE).exists()
    assert not Message.objects.filter(kind=Message.Kind.REPLY).exists()
    assert (
        browser.post(reverse("cases:reply", args=[case.number]), {"text": page.context["text"]}).status_code
        == 302
    )
    assert Message.objects.filter(kind=Message.Kind.REPLY).exists()


def test_a_macro_that_only_answers_changes_nothing_on_the_case(bank: Bank) -> None:
    case, browser = named(bank, "王五"), signed_in(bank.actor("east one"))
    macro = kept(bank, Acts(answer=ANSWER))
    before = Case.objects.get(pk=case.id).revision, len(records_of(f"case:{case.id}"))
    page = browser.get(use(browser, case, macro))
    assert case.number in page.context["text"]
    assert list(page.context["messages"]) == []
    assert (Case.objects.get(pk=case.id).revision, len(records_of(f"case:{case.id}"))) == before


def test_a_macro_without_an_answer_leads_back_to_the_case(bank: Bank) -> None:
    case, browser = named(bank, "王五"), signed_in(bank.actor("east one"))
    macro = kept(bank, Acts(note="先查录音"))
    address = reverse("cases:case", args=[case.number])
    assert use(browser, case, macro) == address
    assert browser.get(address, {"macro": str(macro)}).context["text"] == ""


def test_what_the_case_lacks_is_said_before_and_stays_a_place(bank: Bank) -> None:
    case, browser = named(bank, "王五"), signed_in(bank.actor("east one"))
    Case.objects.filter(pk=case.id).update(owner_id=None)
    macro = kept(bank, Acts(answer="由 {owner} 今天为您退费。"))
    shown = browser.get(reverse("cases:macro", args=[case.number, macro]))
    assert "{owner}" in shown.context["preview_problem"]
    assert "由 {owner} 今天为您退费。" in shown.content.decode()
    assert browser.get(use(browser, case, macro)).context["text"] == "由 {owner} 今天为您退费。"


def test_the_answer_of_a_macro_stands_in_no_note_and_only_with_those_who_may_use_it(bank: Bank) -> None:
    case = named(bank, "王五")
    macro = kept(bank, Acts(answer=ANSWER))
    address = reverse("cases:case", args=[case.number])
    one, two = (signed_in(bank.actor(name)) for name in ("east one", "east two"))
    assert one.get(address, {"macro": str(macro), "write": "note"}).context["text"] == ""
    assert two.get(address, {"macro": str(macro)}).context["text"] == ""
    assert one.get(address, {"macro": "nonsense"}).context["text"] == ""


@pytest.mark.parametrize(("answer", "said"), [("{password}", "{password}"), ("字" * 20_001, "20,000")])
def test_an_answer_that_could_not_be_sent_is_not_kept(bank: Bank, answer: str, said: str) -> None:
    with pytest.raises(CannotKeepMacro, match=said):
        kept(bank, Acts(note="先查录音", answer=answer))
    refused = signed_in(bank.actor("east one")).post(
        reverse("cases:macros"), {"name": "核查", "answer": answer}
    )
    assert refused.status_code == 409
    assert refused.context["given"]["answer"] == answer
    assert macros(actor=bank.actor("east one")) == ()
