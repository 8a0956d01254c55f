"""The form as an empty file with two examples, for spreadsheets."""

from __future__ import annotations

import csv
import io

from yinuo.features.cases.importing.own.columns import EXAMPLES, HEADS


def template_as_csv() -> bytes:
    """Heads and two made-up cases, as CSV in UTF-8 with a byte order mark."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([names[0] for names in HEADS.values()])
    for example in EXAMPLES:
        writer.writerow([example.get(column, "") for column in HEADS])
    return lines.getvalue().encode("utf-8-sig")
