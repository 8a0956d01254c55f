"""Canned texts are the team's, filled from the case; macros are shown, then done wholly or not at all."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.features.cases.test_queue import opened
from tests.people import signed_in
from yinuo.features.cases.canned import canned_texts, filled
from yinuo.features.cases.macros import Acts, macros
from yinuo.features.cases.models import CannedText, Case, Level, Macro, Message, Task
from yinuo.features.cases.operations.give_task import CannotGiveTask
from yinuo.features.cases.operations.keep_canned_text import (
    CannotKeepCannedText,
    keep_canned_text,
    remove_canned_text,
)
from yinuo.features.cases.operations.keep_macro import CannotKeepMacro, keep_macro, remove_macro
from yinuo.features.cases.operations.use_macro import CannotUseMacro, use_macro

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
    assert canned_texts(actor=bank.actor("west one")) == ()
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
        {"language": "fr"},
    ],
)
def test_what_makes_no_text_is_refused(bank: Bank, wrong: dict[str, str]) -> None:
    given = {"title": "核查中", "text": TEXT, "language": "en"} | wrong
    with pytest.raises(CannotKeepCannedText):
        keep_canned_text(actor=bank.actor("east head"), now=timezone.now(), **given)


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
