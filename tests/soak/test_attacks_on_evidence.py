"""Every attack on every row, tile and checkpoint of a log that fills several tiles."""

from __future__ import annotations

import pytest

from tests.platform.audit.sample import make_log, switch_guards_off, write
from tests.platform.audit.test_attacks import all_attacks, run

pytestmark = [pytest.mark.soak, pytest.mark.django_db]


@pytest.mark.timeout(3600)
def test_all_of_them_are_found_and_the_first_bad_entry_named() -> None:
    make_log(1, 200, 99, 230, 70)
    write(2)
    switch_guards_off()
    attacks = all_attacks(600)
    run(attacks)
    print(f"{len(attacks)} attacks on 600 entries, their tiles and checkpoints: all found")
