"""Give an installation a file, or confirm it: run as a program, in the installation's environment."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from yinuo.site.cli.work import at_work


def main(room: str, act: str, what: str) -> None:
    """``give`` a path, which prints the file's id, or ``confirm`` an id, in the name of the supervisor S002."""
    from yinuo.core.customers.importing.operations import begin_import, receive_import
    from yinuo.features.cases.importing.own.runs import begin_case_import, receive_case_import
    from yinuo.platform.identity.models import Staff
    from yinuo.platform.identity.public import actor_of_staff

    now, actor = datetime.now(UTC), actor_of_staff(Staff.objects.get(username="S002").pk)
    assert actor is not None
    receive, begin = {
        "customers": (receive_import, begin_import),
        "cases": (receive_case_import, begin_case_import),
    }[room]
    if act == "give":
        with Path(what).open("rb") as file:
            print(receive(chunks=iter(lambda: file.read(2**16), b""), actor=actor, now=now))  # noqa: T201
    else:
        begin(import_id=UUID(what), actor=actor, now=now)


if __name__ == "__main__":
    with at_work():
        main(*sys.argv[1:])
