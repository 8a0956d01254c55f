"""What is copied in binary form is read back as it was."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction

from yinuo.platform.jobs.public import (
    NO_TEXTS,
    NoTransaction,
    bytes_cell,
    copy_rows,
    date_cell,
    integer_cell,
    moment_cell,
    row_of,
    small_cell,
    text_cell,
    uuid_cell,
)

ROWS = [
    (
        UUID(int=7),
        "欧阳\t\\N\n",
        b"\x00\xff\\x",
        -3,
        2_000_000_000,
        date(1999, 12, 31),
        datetime(2026, 3, 2, 1, 2, 3, 456789, tzinfo=UTC),
    ),
    (UUID(int=2**128 - 1), "", b"", 32_767, 0, date(2026, 2, 28), datetime(1969, 7, 20, tzinfo=UTC)),
]


@pytest.mark.django_db
def test_every_kind_of_cell_is_read_back_as_it_was() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copied (a uuid, b varchar(20), c bytea, d smallint, e integer, f date,"
            " g timestamptz, h varchar(12)[]) ON COMMIT DROP"
        )
        copy_rows(
            into="copied (a, b, c, d, e, f, g, h)",
            rows=(
                row_of(8)
                + uuid_cell(a)
                + text_cell(b)
                + bytes_cell(c)
                + small_cell(d)
                + integer_cell(e)
                + date_cell(f)
                + moment_cell(g)
                + NO_TEXTS
                for a, b, c, d, e, f, g in ROWS
            ),
        )
        cursor.execute("SELECT a, b, c, d, e, f, g, h FROM copied ORDER BY a")
        assert [(*row[:2], bytes(row[2]), *row[3:]) for row in cursor.fetchall()] == [
            (*row, []) for row in ROWS
        ]


@pytest.mark.django_db(transaction=True)
def test_copying_outside_of_a_write_is_refused() -> None:
    with pytest.raises(NoTransaction):
        copy_rows(into="nowhere (a)", rows=[])
