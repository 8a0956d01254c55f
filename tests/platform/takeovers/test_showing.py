"""The report of refused rows opens in a spreadsheet, and nothing in it is a formula there."""

from __future__ import annotations

import csv
import io

import pytest

from yinuo.platform.takeovers.public import ProblemView, problems_as_csv


@pytest.mark.parametrize("masked", ["=1+1", "+86", "-1", "@SUM(A1)", "\tx", "|calc", "%0"])
def test_no_cell_of_a_report_is_a_formula(masked: str) -> None:
    report = problems_as_csv([ProblemView(line=2, column="x", reason="y", masked=masked)])
    _head, row = csv.reader(io.StringIO(report.decode("utf-8-sig")))
    assert row == ["2", "x", "y", f"'{masked}"]
