"""
How fast waiting entries get their numbers, beside PostgreSQL copying the same rows into a table with the same indexes.

Prints entries a second for ``--rows`` waiting entries: numbered, hashed, put into the tiles, signed, each batch in its
own durable transaction. The ceiling is the bare INSERT ... SELECT of the same rows, in batches of the same size.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from house import benchmark_house

# Entries of five on each subject, as long as real ones; their chains are not what is measured.
FILL = """
    INSERT INTO audit_pendingentry (id, stream, version, at, actor, action, body)
    SELECT uuidv7(), 'case:' || n / 5, n %% 5 + 1, now(), 'staff:0198c0de-0000-7000-8000-000000000000',
           'promise.made', convert_to(repeat('x', 460) || n, 'UTF8')
    FROM generate_series(0, %s - 1) AS n
"""
COPY = """
    INSERT INTO copied SELECT * FROM audit_entry WHERE number >= %s AND number < %s
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    rows = parser.parse_args().rows
    with benchmark_house():
        from django.db import connection

        from yinuo.platform.audit.public import sequence_all
        from yinuo.platform.audit.sequencer import BATCH

        with connection.cursor() as cursor:
            fill = FILL if connection.pg_version >= 180000 else FILL.replace("uuidv7()", "gen_random_uuid()")
            cursor.execute(fill, [rows])
            cursor.execute("ANALYZE audit_pendingentry")
            begin = time.perf_counter()
            assert sequence_all(now=datetime.now(UTC)) == rows
            took = time.perf_counter() - begin
            cursor.execute("CREATE TABLE copied (LIKE audit_entry INCLUDING ALL)")
            begin = time.perf_counter()
            for start in range(0, rows, BATCH):
                cursor.execute(COPY, [start, start + BATCH])
            floor = time.perf_counter() - begin
    print(f"numbered, hashed, signed   {rows / took:10,.0f} entries/s ({rows:,} entries)")
    print(f"bare copy of the rows      {rows / floor:10,.0f} entries/s")
    print(f"numbered / ceiling         {floor / took:10.2f}")


if __name__ == "__main__":
    main()
