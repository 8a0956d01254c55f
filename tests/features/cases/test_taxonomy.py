"""A classification is taken over from a file: whole, once, from a day; past cases keep their codes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from typer.testing import CliRunner

from tests.bank import Bank
from tests.features.cases.test_queue import opened
from tests.people import signed_in
from yinuo.features.cases.models import Case, TaxonomyEdition
from yinuo.features.cases.operations.classify_case import (
    CannotClassifyCase,
    Classification,
    classify_case,
)
from yinuo.features.cases.operations.import_taxonomy import (
    CannotImportTaxonomy,
    import_taxonomy,
    look_through_taxonomy,
)
from yinuo.features.cases.taxonomy import classification
from yinuo.features.cases.taxonomy.editions import forget, keep_built_in
from yinuo.features.cases.taxonomy.suggesting import suggest
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.tables.public import CannotReadFile

pytestmark = pytest.mark.django_db
OWN = """维度,代码,上级代码,名称,替代代码
B,10,,银行卡,B03
B,1001,10,信用卡,B0302
B,100101,1001,信用卡年费,B03023
B,99,,其他,B9999
C,C-1,,收费,C07
"""


@pytest.fixture(autouse=True)
def _as_the_house_comes() -> Iterator[None]:
    yield
    keep_built_in()


def take(text: str = OWN, *, at: datetime | None = None) -> int | None:
    now = timezone.now()
    number = import_taxonomy(content=text.encode(), valid_from=at or now, actor=SYSTEM, now=now)
    forget()
    return number


def test_new_codes_are_in_force_and_past_cases_keep_theirs(bank: Bank) -> None:
    case, now = opened(bank.east), timezone.now()
    one = bank.actor("east one")
    classify_case(case_id=case.id, chosen=Classification(category="B03023"), actor=one, now=now)
    old_name = classification.full_name_of("B03023")
    assert take() == 1
    kept = Case.objects.get(pk=case.id)
    assert kept.category == "B03023"
    assert classification.full_name_of("B03023") == old_name
    with pytest.raises(CannotClassifyCase):
        classify_case(case_id=case.id, chosen=Classification(category="B0302"), actor=one, now=now)
    classify_case(case_id=case.id, chosen=Classification(category="100101"), actor=one, now=now)
    assert classification.codes_below("1001") == ["1001", "B0302", "100101", "B03023"]
    assert classification.is_code("A01", dimension="A")  # dimensions that the file leaves out stay
    (record,) = records_of("taxonomy")
    assert record.facts["rows"] == 5


def test_cases_of_replaced_codes_are_found_under_the_new_ones(bank: Bank) -> None:
    case, now = opened(bank.east), timezone.now()
    classify_case(
        case_id=case.id, chosen=Classification(category="B03023"), actor=bank.actor("east one"), now=now
    )
    take()
    browser = signed_in(bank.actor("east head"))
    found = browser.get(reverse("cases:all"), {"category": "10"}).context["page"].rows
    assert [row.id for row in found] == [case.id]


def test_what_is_suggested_is_in_force(bank: Bank) -> None:
    take()
    said = suggest(subject="信用卡年费", text="信用卡年费收错了，要求退年费")
    assert said["category"][0]["code"] == "100101"
    assert suggest(subject="", text="。")["category"][0]["code"] == "99"
    assert suggest(subject="", text="。")["cause"] == []  # nothing in the file stands for the rest


def test_a_file_is_taken_once_and_an_edition_waits_for_its_day(bank: Bank) -> None:
    assert take(at=timezone.now() + timedelta(days=3)) == 1
    assert classification.is_code("B0302", dimension="B")
    assert not classification.is_code("1001", dimension="B")
    assert take(at=timezone.now() + timedelta(days=3)) is None
    with pytest.raises(CannotImportTaxonomy):
        take(OWN.replace("收费", "价格"))  # would begin before the one that waits
    assert TaxonomyEdition.objects.count() == 1
    page = signed_in(bank.actor("east head")).get(reverse("cases:classes"))
    assert "B0302" in page.content.decode()
    assert [one.number for one in page.context["editions"]] == [0, 1]
    assert signed_in(bank.actor("east one")).get(reverse("cases:classes")).status_code == 403


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("D,1,,名称,", 7),
        ("B,10,,再来一次,", 7),
        ("B,太长的代码了,,名称,", 7),
        ("B,77,88,没有上级,", 7),
        ("B,77,C-1,上级在别的维度,", 7),
        ("B,77,77,自己的上级,", 7),
        ("B,77,,,", 7),
        ("B,77,,替代不存在的,X99999", 7),
        ("B,77,,替代别的维度的,C07", 7),
        (f"B,77,,{'字' * 81},", 7),
        ("A,Y01,,占用本系统的代码,", 7),
    ],
)
def test_a_bad_row_is_named_by_line_and_nothing_is_taken(bank: Bank, row: str, line: int) -> None:
    text = f"{OWN}{row}\n"
    found = look_through_taxonomy(content=text.encode())
    assert [one.line for one in found.bad] == [line]
    assert found.bad[0].reason
    with pytest.raises(CannotImportTaxonomy):
        take(text)
    assert not TaxonomyEdition.objects.exists()


def test_what_a_file_would_change_is_counted(bank: Bank) -> None:
    case, now = opened(bank.east), timezone.now()
    one = bank.actor("east one")
    classify_case(case_id=case.id, chosen=Classification(category="B0201"), actor=one, now=now)
    found = look_through_taxonomy(content=(OWN + "W,W01,,诉求,\n").encode())
    assert (found.total, found.skipped, found.added, len(found.bad)) == (5, 1, 5, 0)
    assert found.dropped == 88 + 13
    assert found.cases == 1


def test_what_is_no_table_is_refused(bank: Bank) -> None:
    for content in (b"", b"\x00\x01", "名称\n甲\n".encode()):
        with pytest.raises(CannotReadFile):
            look_through_taxonomy(content=content)


@pytest.mark.django_db(transaction=True)
def test_the_command_looks_first_then_takes_and_reports(bank: Bank, tmp_path: Path) -> None:
    from yinuo.site.cli.importing import import_app

    file, report = tmp_path / "classes.csv", tmp_path / "report.txt"
    file.write_text(OWN + "D,1,,名称,\n", encoding="utf-8")
    run = CliRunner()
    refused = run.invoke(import_app, ["taxonomy", str(file), "--report", str(report)])
    assert refused.exit_code == 65, refused.output
    assert report.read_text(encoding="utf-8").startswith("Line 7: ")
    file.write_text(OWN, encoding="utf-8")
    looked = run.invoke(import_app, ["taxonomy", str(file), "--dry-run"])
    assert looked.exit_code == 0, looked.output
    assert not TaxonomyEdition.objects.exists()
    for said in ("Edition 1", "Already there."):
        done = run.invoke(import_app, ["taxonomy", str(file)])
        assert done.exit_code == 0, done.output
        assert said in done.output
