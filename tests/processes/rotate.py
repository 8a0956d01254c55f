"""Rotate the owners' keys of one database by three processes: run as a program, so that it can be killed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from yinuo.platform.jobs.processes.loading import load


def rotate(database: str) -> None:
    """Small batches and no time of grace: many moments at which a kill can fall."""
    load(database)
    from yinuo.kernel.errors import DomainError
    from yinuo.platform.vault.public import rotate_data
    from yinuo.platform.vault.rotation import common

    common.BATCH = 2
    try:
        rotate_data(actor="system", clock=lambda: datetime.now(UTC), grace=0.0, processes=3)
    except DomainError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    rotate(sys.argv[1])
