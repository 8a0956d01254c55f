"""One thing done to several cases: shown first, to each by itself, with a way back; never to another branch's."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.features.cases.test_queue import opened
from tests.people import signed_in
from yinuo.features.cases.models import Case, Message
from yinuo.features.cases.operations.set_level import CannotSetLevel, set_level
from yinuo.features.cases.public import Level, OpenedCase, assign_case
from yinuo.platform.audit.public import records_of


def picks(*cases: OpenedCase) -> list[str]:
    revisions = dict(Case.objects.values_list("pk", "revision"))
    return [f"{case.id}:{revisions[case.id]}" for case in cases]


def several(browser: Client, act: str, cases: list[str], **more: str):  # type: ignore[no-untyped-def]
    return browser.post(reverse("cases:several"), {"act": act, "case": cases, **more})


def given(bank: Bank, *cases: OpenedCase, to: str = "east one") -> None:
    for case in cases:
        assign_case(
            case_id=case.id, owner_id=bank.people[to], actor=bank.actor("east head"), now=timezone.now()
        )


def test_handing_over_is_shown_done_and_taken_back(bank: Bank) -> None:
    cases = [opened(bank.east) for _ in range(3)]
    given(bank, *cases)
    browser = signed_in(bank.actor("east head"))
    form = {"owner": str(bank.people["east two"]), "note": "请今天回电", "back": reverse("cases:all")}
    preview = several(browser, "assign", picks(*cases), **form)
    assert (len(preview.context["going"]), preview.context["staying"]) == (3, [])
    assert not Case.objects.filter(owner_id=bank.people["east two"]).exists()
    shown = picks(*cases)
    set_level(case_id=cases[2].id, level=Level.MAJOR, actor=bank.actor("east one"), now=timezone.now())
    assert several(browser, "assign", shown, step="do").status_code == 409  # to whom?
    done = several(browser, "assign", shown, **form, step="do")
    assert {case.id for case in done.context["done"]} == {cases[0].id, cases[1].id}
    assert [case.id for case, _why in done.context["refused"]] == [cases[2].id]
    assert Message.objects.filter(kind=Message.Kind.NOTE).count() == 2
    undo = {"undo": done.context["undo"], "back": "//evil.example"}
    for name, status in (("east one", 404), ("west head", 404)):  # another person's way back is nobody's
        assert signed_in(bank.actor(name)).post(reverse("cases:undo_several"), undo).status_code == status
    assert browser.post(reverse("cases:undo_several"), {"undo": undo["undo"] + "x"}).status_code == 404
    back = browser.post(reverse("cases:undo_several"), undo)
    assert (len(back.context["done"]), back.context["back"]) == (2, "")
    assert Case.objects.filter(owner_id=bank.people["east one"]).count() == 3


def test_levels_change_and_come_back_unless_somebody_went_on(bank: Bank) -> None:
    cases = [opened(bank.east), opened(bank.east, level=Level.MAJOR)]
    browser = signed_in(bank.actor("east one"))
    done = several(browser, "level", picks(*cases), level="MAJOR", step="do")
    assert len(done.context["done"]) == 1
    assert len(done.context["refused"]) == 1  # it had that level
    assert set(Case.objects.values_list("level", flat=True)) == {"MAJOR"}
    facts = next(one.facts for one in records_of(f"case:{cases[0].id}") if one.action == "case.level_set")
    assert (facts["level_before"], facts["level"]) == ("ORDINARY", "MAJOR")
    Case.objects.filter(pk=cases[0].id).update(revision=40)
    back = browser.post(reverse("cases:undo_several"), {"undo": done.context["undo"]})
    assert (back.context["done"], len(back.context["refused"])) == ([], 1)
    with pytest.raises(CannotSetLevel):
        set_level(case_id=cases[0].id, level=Level.MAJOR, actor=bank.actor("east one"), now=timezone.now())


def test_suggestions_are_confirmed_where_there_are_any(bank: Bank) -> None:
    case = opened(bank.east)
    browser = signed_in(bank.actor("east one"))
    preview = several(browser, "confirm", picks(case))
    assert preview.context["going"][0].suggested
    assert Case.objects.get(pk=case.id).classified_at is None
    several(browser, "confirm", picks(case), step="do")
    sure = Case.objects.get(pk=case.id)
    assert sure.classified_at is not None
    assert sure.category
    again = several(browser, "confirm", picks(case), step="do")
    assert again.context["going"] == []


def test_a_note_goes_to_each_and_an_empty_one_to_none(bank: Bank) -> None:
    cases = [opened(bank.east), opened(bank.east)]
    browser = signed_in(bank.actor("east two"))
    assert several(browser, "note", picks(*cases), note=" ", step="do").status_code == 409
    done = several(browser, "note", picks(*cases), note="已电话核实", step="do")
    assert (len(done.context["done"]), done.context["undo"]) == (2, "")
    assert Message.objects.filter(kind=Message.Kind.NOTE).count() == 2


@pytest.mark.parametrize("act", ["assign", "level", "confirm", "note"])
def test_cases_of_another_branch_are_neither_shown_nor_changed(bank: Bank, act: str) -> None:
    theirs, ours = opened(bank.west), opened(bank.east)
    browser = signed_in(bank.actor("east head"))
    more = {"owner": str(bank.people["east two"]), "level": "MAJOR", "note": "看看", "step": "do"}
    before = Case.objects.filter(pk=theirs.id).values().get()
    done = several(browser, act, [*picks(theirs, ours), "nonsense", f"{ours.id}:x", ":", "\u202e"], **more)
    assert [case.id for case in done.context["going"]] == [ours.id]
    assert theirs.number not in done.content.decode()
    assert Case.objects.filter(pk=theirs.id).values().get() == before
    assert not Message.objects.filter(case_id=theirs.id, kind=Message.Kind.NOTE).exists()
    assert several(browser, "delete", picks(ours)).status_code == 404
