"""What a file of past complaints may look like, and what is said of one that cannot be read."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from yinuo.features.cases.importing.cfpb import COLUMNS, PastComplaint, read_complaint
from yinuo.features.cases.importing.errors import CannotFindFile, CannotImport, CannotReadRow
from yinuo.features.cases.importing.records import look_through

GOOD = {
    "Date received": "2023-08-25",
    "Product": "Mortgage",
    "Issue": "Trouble during payment process",
    "Company": "EXAMPLE BANK",
    "Company response to consumer": "Closed with explanation",
    "Timely response?": "Yes",
    "Complaint ID": "7523056",
}


def cells(**given: str) -> dict[str, str]:
    named = {name.replace("_", " "): value for name, value in given.items()}
    return {column: {**GOOD, **named}.get(column, "") for column in COLUMNS}


def read(**given: str) -> PastComplaint:
    return read_complaint(cells(**given))


def write(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_row_becomes_a_complaint() -> None:
    found = read(Consumer_complaint_narrative="They lost my payment.")
    assert found == PastComplaint(
        external_id="7523056",
        received_date=date(2023, 8, 25),
        subject="Trouble during payment process (Mortgage)",
        text="They lost my payment.",
        is_timely=True,
        is_ended=True,
        outcome="Closed with explanation",
    )


def test_what_is_known_stands_in_for_words_that_were_not_published() -> None:
    assert read().text == (
        "The consumer's own words were not published. Product: Mortgage. Issue: Trouble during payment process."
    )


def test_both_published_ways_to_write_a_date_are_read() -> None:
    assert read(Date_received="08/25/2023").received_date == read().received_date


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"Complaint_ID": ""}, "no complaint ID"),
        ({"Complaint_ID": "9" * 41}, "longer than 40"),
        ({"Date_received": "25.08.2023"}, "no date"),
        ({"Date_received": ""}, "no date"),
        ({"Timely_response?": "Maybe"}, "neither Yes nor No"),
        ({"Company_response_to_consumer": "Ignored"}, "none that is known"),
        ({"Consumer_complaint_narrative": "x" * 20_001}, "20,000"),
    ],
)
def test_a_row_that_cannot_be_says_why(given: dict[str, str], says: str) -> None:
    with pytest.raises(CannotReadRow, match=says):
        read(**given)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_office_programs_are_told_apart(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "file.csv", [cells(Company="江海银行")], encoding)
    file = look_through(path=path, columns=COLUMNS)
    assert [record.cells["Company"] for record in file.records()] == ["江海银行"]


def test_a_record_is_named_by_the_line_on_which_it_begins(tmp_path: Path) -> None:
    path = write(tmp_path / "file.csv", [cells(Company="two\nlines"), cells(), cells()])
    with path.open("a", encoding="utf-8") as file:
        file.write('\nonly,three,cells\n2023-01-01,"never closed\n')
    found = look_through(path=path, columns=COLUMNS)
    assert found.total == 5
    assert [(record.line, str(record.problem or "")) for record in found.records()] == [
        (2, ""),
        (4, ""),
        (5, ""),
        (7, "it has 3 cells instead of 18"),
        (8, "its quotation marks are not closed, or too long a text stands between them"),
    ]


@pytest.mark.parametrize(
    ("make", "error", "says"),
    [
        (lambda path: None, CannotFindFile, "No such file"),
        (lambda path: path.mkdir(), CannotFindFile, "directory"),
        (lambda path: path.touch(), CannotImport, "empty"),
        (lambda path: path.write_text("Dear sir,\nmy account\n"), CannotImport, "not a CSV file"),
        (lambda path: path.write_bytes(b"PK\x03\x04\x00\x00\xff\xfe"), CannotImport, "UTF-8"),
        (lambda path: path.write_bytes("Date received,Émile\n".encode("utf-16")), CannotImport, "UTF-8"),
        (
            lambda path: path.write_text(",".join(COLUMNS[:-2])),
            CannotImport,
            "Consumer disputed[?], Complaint ID",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    tmp_path: Path, make: Callable[[Path], object], error: type[Exception], says: str
) -> None:
    path = tmp_path / "file.csv"
    make(path)
    with pytest.raises(error, match=says):
        look_through(path=path, columns=COLUMNS)


def test_headings_alone_are_a_file_without_complaints(tmp_path: Path) -> None:
    assert look_through(path=write(tmp_path / "file.csv", []), columns=COLUMNS).total == 0
