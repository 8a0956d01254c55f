"""Departments and colleagues are asked for something, with a clock of its own."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.people import signed_in
from yinuo.core.promises.public import fire_due_alarms, promises_on
from yinuo.features.cases.helping.holding import TaskEnded, TaskNotFound
from yinuo.features.cases.models import Case, Task
from yinuo.features.cases.operations.end_task import CannotEndTask, answer_task, decline_task, take_back_task
from yinuo.features.cases.operations.give_task import CannotGiveTask, give_task
from yinuo.features.cases.operations.merge_cases import merge_cases, undo_merge
from yinuo.features.cases.operations.pass_on_task import CannotPassOnTask, pass_on_task
from yinuo.features.cases.operations.resolve_case import CannotResolveCase, resolve_case
from yinuo.features.cases.operations.withdraw_case import withdraw_case
from yinuo.features.cases.public import OpenedCase, Source, record_response
from yinuo.features.cases.queries.to_do import asked_tasks, my_tasks, task_of, tasks_of
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM, set_absence
from yinuo.platform.notices.models import Notice
from yinuo.platform.notices.wording import in_words

NOW = datetime(2026, 3, 2, 3, 2, tzinfo=UTC)
WHAT = "请提供李雷 8 月 14 日的通话录音,电话13812345678"


def hours(count: float) -> datetime:
    return NOW + timedelta(hours=count)


def file(bank: Bank, *, at: float = 0) -> OpenedCase:
    return file_complaint(bank.east, now=hours(at), source=Source.WEB_FORM)


@pytest.fixture
def case(bank: Bank) -> OpenedCase:
    return file(bank)


def ask(
    bank: Bank, case: OpenedCase, *, to: str = "", unit: str = "", policy: str = "case.task.urgent"
) -> UUID:
    return give_task(
        case_id=case.id,
        what=WHAT,
        path=unit or bank.west,
        assignee_id=bank.people[to] if to else None,
        policy=policy,
        actor=bank.actor("east head"),
        now=NOW,
    )


def verdict(task_id: UUID, *, at: float) -> str:
    subject = f"task:{task_id}"
    return promises_on(subjects=[subject], now=hours(at))[subject][0].state


def told(bank: Bank, name: str, *, at: float) -> list[str]:
    found = Notice.objects.filter(recipient_id=bank.people[name], at__lte=hours(at))
    return [in_words(row.kind, row.facts).text for row in found]


def test_a_colleague_of_another_unit_answers_in_time_and_sees_only_the_question(
    bank: Bank, case: OpenedCase
) -> None:
    task_id = ask(bank, case, to="west one")
    helper = bank.actor("west one")
    (mine,) = my_tasks(actor=helper, now=NOW)
    assert (mine.id, mine.number, mine.may_do, mine.reads_case) == (task_id, case.number, True, False)
    assert "13812345678" not in mine.what
    assert "李雷" not in mine.what
    settled = answer_task(task_id=task_id, text="录音已上传,承诺属实", actor=helper, now=hours(3))
    assert settled is not None
    assert settled.state == "KEPT"
    assert my_tasks(actor=helper, now=hours(3)) == ()
    (shown,) = tasks_of(case_id=case.id, actor=bank.actor("east head"), now=hours(3))
    assert (shown.state, shown.answer) == ("DONE", "录音已上传,承诺属实")
    actions = [record.action for record in records_of(f"case:{case.id}")]
    assert {"case.task_given", "case.task_done"} <= set(actions)
    with pytest.raises(TaskEnded):
        answer_task(task_id=task_id, text="再答一次", actor=helper, now=hours(3))


def test_a_task_keeps_no_promise_to_the_customer(bank: Bank, case: OpenedCase) -> None:
    answer_task(
        task_id=ask(bank, case, to="west one"), text="录音已上传", actor=bank.actor("west one"), now=hours(1)
    )
    subject = f"case:{case.id}"
    assert {one.state for one in promises_on(subjects=[subject], now=hours(1))[subject]} == {"RUNNING"}
    assert Case.objects.get(pk=case.id).state == "OPEN"


def test_what_a_unit_is_asked_anybody_there_takes_on(bank: Bank, case: OpenedCase) -> None:
    task_id = ask(bank, case)
    assert [task.id for task in my_tasks(actor=bank.actor("west two"), now=NOW)] == [task_id]
    pass_on_task(task_id=task_id, to=bank.people["west two"], actor=bank.actor("west two"), now=hours(1))
    assert my_tasks(actor=bank.actor("west one"), now=hours(1)) == ()
    with pytest.raises(CannotPassOnTask):
        pass_on_task(task_id=task_id, to=bank.people["west two"], actor=bank.actor("west two"), now=hours(1))
    pass_on_task(task_id=task_id, to=bank.people["west one"], actor=bank.actor("west two"), now=hours(2))
    assert [task.id for task in my_tasks(actor=bank.actor("west one"), now=hours(2))] == [task_id]
    assert verdict(task_id, at=5) == "BROKEN"  # its clock ran on


def test_others_neither_see_nor_do_it(bank: Bank, case: OpenedCase) -> None:
    task_id = ask(bank, case, to="west one")
    stranger = bank.actor("west two")
    assert task_of(task_id=task_id, actor=stranger, now=NOW) is None
    assert task_of(task_id=uuid4(), actor=stranger, now=NOW) is None
    for act in (
        lambda: answer_task(task_id=task_id, text="录音已上传", actor=stranger, now=NOW),
        lambda: decline_task(task_id=task_id, reason="不归我管", actor=stranger, now=NOW),
        lambda: pass_on_task(task_id=task_id, to=bank.people["west two"], actor=stranger, now=NOW),
        lambda: take_back_task(task_id=task_id, actor=stranger, now=NOW),
    ):
        with pytest.raises(TaskNotFound):
            act()
    assert verdict(task_id, at=0) == "RUNNING"


def test_whoever_stands_in_does_it(bank: Bank, case: OpenedCase) -> None:
    task_id = ask(bank, case, to="west one")
    set_absence(
        staff_id=bank.people["west one"],
        substitute_id=bank.people["west two"],
        starts_at=hours(1),
        ends_at=hours(99),
        actor=SYSTEM,
        now=NOW,
    )
    assert [task.id for task in my_tasks(actor=bank.actor("west two"), now=hours(2))] == [task_id]
    answer_task(task_id=task_id, text="录音已上传", actor=bank.actor("west two"), now=hours(2))


def test_an_overdue_task_climbs_the_ladder_and_stays_broken(bank: Bank, case: OpenedCase) -> None:
    task_id = ask(bank, case, to="west one")
    fire_due_alarms(now=hours(4.1))
    assert f"{case.number}: a task is overdue" in told(bank, "west head", at=5)
    decline_task(task_id=task_id, reason="录音已过保存期", actor=bank.actor("west one"), now=hours(6))
    assert verdict(task_id, at=7) == "BROKEN"
    assert f"{case.number}: a task was declined, with a reason" in told(bank, "east head", at=7)


def test_a_declined_task_is_owed_no_more(bank: Bank, case: OpenedCase) -> None:
    task_id = ask(bank, case, to="west one")
    with pytest.raises(CannotEndTask):
        decline_task(task_id=task_id, reason="  ", actor=bank.actor("west one"), now=hours(1))
    decline_task(task_id=task_id, reason="录音在总行", actor=bank.actor("west one"), now=hours(1))
    assert verdict(task_id, at=9) == "WITHDRAWN"


def test_nothing_is_asked_of_nobody(bank: Bank, case: OpenedCase) -> None:
    with pytest.raises(CannotGiveTask):
        ask(bank, case, to="east one", unit=bank.west)  # does not work there
    with pytest.raises(CannotGiveTask):
        ask(bank, case, unit="/nowhere/")
    with pytest.raises(CannotGiveTask):
        ask(bank, case, policy="complaint.decision")
    with pytest.raises(CannotGiveTask):
        ask(bank, case, policy="case.task.never")
    assert not Task.objects.exists()


def test_a_case_is_not_closed_over_open_tasks_by_mistake(bank: Bank, case: OpenedCase) -> None:
    kept, boss = ask(bank, case, to="west one"), bank.actor("east head")
    record_response(case_id=case.id, text="我们核对了录音,年费今天退回。", actor=boss, now=hours(1))
    with pytest.raises(CannotResolveCase):
        resolve_case(case_id=case.id, cause="C01", actor=boss, now=hours(1))
    resolve_case(case_id=case.id, cause="C01", open_tasks="keep", actor=boss, now=hours(1))
    assert verdict(kept, at=2) == "RUNNING"
    other = file(bank)
    gone = ask(bank, other, to="west one")
    record_response(case_id=other.id, text="我们核对了录音,年费今天退回。", actor=boss, now=hours(1))
    resolve_case(case_id=other.id, cause="C01", open_tasks="cancel", actor=boss, now=hours(1))
    assert verdict(gone, at=2) == "WITHDRAWN"
    assert [task.id for task in my_tasks(actor=bank.actor("west one"), now=hours(2))] == [kept]


def test_tasks_end_with_a_withdrawal_and_move_with_a_merge(bank: Bank, case: OpenedCase) -> None:
    boss, other = bank.actor("east head"), file(bank, at=0.1)
    task_id = ask(bank, case, to="west one")
    merge_cases(case_id=case.id, into=other.number, actor=boss, now=hours(1))
    assert Task.objects.get(pk=task_id).case_id == other.id
    undo_merge(case_id=case.id, actor=boss, now=hours(1))
    assert Task.objects.get(pk=task_id).case_id == case.id
    withdraw_case(case_id=case.id, actor=boss, now=hours(2))
    assert verdict(task_id, at=3) == "WITHDRAWN"


def test_the_walk_through_the_pages(bank: Bank, case: OpenedCase) -> None:
    asker, helper = signed_in(bank.actor("east head")), signed_in(bank.actor("west one"))
    page = asker.get(f"/cases/{case.number}/ask/")
    units = {one.name: one.id for one in page.context["units"]}
    page = asker.get(f"/cases/{case.number}/ask/?unit={units['城西支行']}")
    assert "west one" in page.content.decode()
    asked = {
        "unit": units["城西支行"],
        "to": bank.people["west one"],
        "policy": "case.task",
        "what": WHAT,
        "revision": page.context["case"].revision,
    }
    assert asker.post(f"/cases/{case.number}/ask/", asked | {"what": " "}).status_code == 409
    assert asker.post(f"/cases/{case.number}/ask/", asked).status_code == 302
    assert "west one" in asker.get(f"/cases/{case.number}/").content.decode()
    (task,) = asked_tasks(actor=bank.actor("east head"), now=NOW)
    assert helper.get(f"/cases/{case.number}/").status_code == 404
    assert case.number in helper.get("/tasks/").content.decode()
    assert helper.get(f"/tasks/{task.id}/").status_code == 200
    assert helper.post(f"/tasks/{task.id}/answer/", {"text": ""}).status_code == 409
    assert helper.post(f"/tasks/{task.id}/answer/", {"text": "录音已上传"}).status_code == 302
    assert helper.post(f"/tasks/{task.id}/answer/", {"text": "录音已上传"}).status_code == 409
    assert "录音已上传" in asker.get(f"/cases/{case.number}/").content.decode()
    stranger = signed_in(bank.actor("west two"), Client())
    assert stranger.get(f"/tasks/{task.id}/").status_code == 404
    assert stranger.post(f"/tasks/{task.id}/answer/", {"text": "录音已上传"}).status_code == 404
