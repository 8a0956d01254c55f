"""Past complaints are taken over once each, judged by what was published, and ring no bell."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.bank import Bank
from tests.features.cases.test_import_records import cells, write
from yinuo.core.promises.models import Promise
from yinuo.core.promises.public import fire_due_alarms
from yinuo.features.cases.importing import import_complaints as importing
from yinuo.features.cases.importing import take_cases
from yinuo.features.cases.importing.past import PastCase
from yinuo.features.cases.public import (
    CannotImport,
    Imported,
    Refused,
    import_complaints,
    look_through_complaints,
)
from yinuo.features.cases.queries.case import CaseDetail, case_detail
from yinuo.features.cases.queries.queue import queue
from yinuo.platform.audit.public import sequence_all, verify_log
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.notices.models import Notice

NOW = datetime(2026, 3, 2, 3, 2, tzinfo=UTC)
REAL = Path(__file__).parents[4] / "shared" / "data" / "cfpb_2012_2023.csv"


def run(path: Path) -> tuple[Imported, list[Refused]]:
    refused: list[Refused] = []
    file = look_through_complaints(path=path)
    done = import_complaints(file=file, actor=SYSTEM, now=NOW, refuse=refused.append, step=lambda count: None)
    return done, refused


def one(**given: str) -> dict[str, str]:
    return cells(**given)


def only_case() -> CaseDetail:
    (row,) = queue(view="all", actor=SYSTEM, now=NOW).rows
    found = case_detail(number=row.number, actor=SYSTEM, now=NOW)
    assert found is not None
    return found


def test_an_answer_in_time_is_a_kept_promise_on_a_closed_case(bank: Bank, tmp_path: Path) -> None:
    assert run(write(tmp_path / "file.csv", [one()])) == (Imported(taken=1), [])
    case = only_case()
    (promise,) = case.promises
    assert (case.state, case.owner_id, case.number[:10]) == ("RESOLVED", None, "TS-230825-")
    assert (promise.policy, promise.state, promise.late_by) == ("cfpb.timely_response", "KEPT", None)
    assert promise.evidence == "cfpb:timely_response=Yes"
    assert [record.action for record in case.records] == ["case.imported", "promise.made", "promise.kept"]
    assert queue(view="team", actor=SYSTEM, now=NOW).rows == ()


def test_a_late_answer_is_a_broken_promise(bank: Bank, tmp_path: Path) -> None:
    run(write(tmp_path / "file.csv", [one(**{"Timely_response?": "No"})]))
    (promise,) = only_case().promises
    assert promise.state == "BROKEN"
    assert promise.late_by is not None


def test_what_goes_on_stays_open_without_an_owner(bank: Bank, tmp_path: Path) -> None:
    run(write(tmp_path / "file.csv", [one(Company_response_to_consumer="In progress")]))
    assert only_case().state == "ANSWERED"
    assert len(queue(view="unassigned", actor=SYSTEM, now=NOW).rows) == 1


def test_what_nobody_published_is_not_judged(bank: Bank, tmp_path: Path) -> None:
    run(write(tmp_path / "file.csv", [one(**{"Timely_response?": ""})]))
    assert only_case().promises == ()


def test_running_it_again_takes_nothing_twice(bank: Bank, tmp_path: Path) -> None:
    path = write(tmp_path / "file.csv", [one(), one(Complaint_ID="2"), one()])
    assert run(path)[0] == Imported(taken=2, known=1)
    assert run(path)[0] == Imported(known=3)


def test_an_interrupted_import_goes_on_where_it_stopped(
    bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    path = write(tmp_path / "file.csv", [one(Complaint_ID=str(number)) for number in range(1, 6)])

    def stop(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_complaints(
            file=look_through_complaints(path=path), actor=SYSTEM, now=NOW, refuse=lambda row: None, step=stop
        )
    assert run(path)[0] == Imported(taken=3, known=2)


def test_bad_rows_are_named_and_the_others_are_taken(bank: Bank, tmp_path: Path) -> None:
    rows = [
        one(Complaint_ID="1"),
        one(Complaint_ID=""),
        one(Complaint_ID="3", Date_received="2026-03-03"),
        one(Complaint_ID="4", Date_received="1999-12-31"),
        one(Complaint_ID="5", Date_received="2026-03-01", **{"Timely_response?": "No"}),
        one(Complaint_ID="6"),
    ]
    done, refused = run(write(tmp_path / "file.csv", rows))
    assert done == Imported(taken=2, refused=4)
    assert [row.line for row in refused] == [3, 4, 5, 6]
    assert "no complaint ID" in refused[0].reason
    assert "future" in refused[1].reason
    assert "not passed yet" in refused[3].reason


def test_old_cases_ring_no_bell_now_or_when_the_clock_looks(bank: Bank, tmp_path: Path) -> None:
    rows = [
        one(Complaint_ID="1"),
        one(Complaint_ID="2", Company_response_to_consumer="In progress", **{"Timely_response?": ""}),
    ]
    run(write(tmp_path / "file.csv", rows))
    fire_due_alarms(now=NOW)
    assert not Notice.objects.exists()


def test_personal_data_in_a_narrative_stay_out_of_what_is_stored_readably(bank: Bank, tmp_path: Path) -> None:
    run(
        write(
            tmp_path / "file.csv",
            [one(Consumer_complaint_narrative="Write to me@example.com about my loan.")],
        )
    )
    assert only_case().messages[0].text.endswith("Write to [email] about my loan.")


def test_a_house_without_a_head_office_takes_no_cases(db: None, tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match="head office"):
        run(write(tmp_path / "file.csv", [one()]))


def test_the_published_sample_is_taken_over(bank: Bank, tmp_path: Path) -> None:
    if not REAL.exists():
        pytest.skip(f"{REAL.name} is absent: it belongs to the shared data, not to the repository")
    file = look_through_complaints(path=REAL)
    assert file.total == 2067
    rows = [record.cells for record, _ in zip(file.records(), range(200), strict=False)]
    done, refused = run(write(tmp_path / "file.csv", rows))
    assert (done, refused) == (Imported(taken=200), [])
    shown = queue(view="all", actor=SYSTEM, now=NOW, limit=500).rows
    expected = Counter(
        "ANSWERED" if row["Company response to consumer"] == "In progress" else "RESOLVED" for row in rows
    )
    assert Counter(row.state for row in shown) == expected
    assert {row.response.state for row in shown if row.response} == {"KEPT"}


def test_what_many_rows_share_is_right_for_each_of_them(bank: Bank, tmp_path: Path) -> None:
    rows = [
        one(Complaint_ID="1", Date_received="2023-08-01"),
        one(Complaint_ID="2", Date_received="2023-08-02"),
        one(Complaint_ID="3", Date_received="2023-08-02", **{"Timely_response?": "No"}),
    ]
    run(write(tmp_path / "file.csv", rows))
    made = {
        row["subject"]: (row["due_at"] - row["made_at"], row["state"])
        for row in Promise.objects.values("subject", "due_at", "made_at", "state")
    }
    assert sorted(made.values()) == [
        (timedelta(days=16, seconds=-1), "BROKEN"),
        (timedelta(days=16, seconds=-1), "KEPT"),
        (timedelta(days=16, seconds=-1), "KEPT"),
    ]
    sequence_all(now=NOW)
    assert verify_log().findings == ()


def test_an_import_that_another_one_overtook_takes_the_rest(
    bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(write(tmp_path / "other.csv", [one(Complaint_ID="1")]))
    path = write(tmp_path / "file.csv", [one(Complaint_ID="1"), one(Complaint_ID="2")])
    real, looks = take_cases._fresh, []

    def overtaken(cases: Sequence[PastCase]) -> list[PastCase]:
        looks.append(1)
        # The first time it looked before the other one had committed.
        return list(cases) if len(looks) == 1 else real(cases)

    monkeypatch.setattr(take_cases, "_fresh", overtaken)
    assert run(path)[0] == Imported(taken=1, known=1)
    assert Promise.objects.count() == 2
