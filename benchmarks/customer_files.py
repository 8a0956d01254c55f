"""What the benchmarks of customers share: a throw-away house with a bank, and files of made-up customers."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"


@contextmanager
def house() -> Iterator[Path]:
    """A database with its default settings (durable), the tables, keys, and a bank; gone afterwards."""
    from yinuo.platform.jobs.postgres.location import Location
    from yinuo.platform.jobs.postgres.server import Server

    with tempfile.TemporaryDirectory(prefix="yinuo-bench-") as folder:
        home = Path(folder) / "var"
        home.mkdir()
        (home / "static").mkdir()
        server = Server(Location(home))
        server.ensure_started()
        os.environ |= {
            "YINUO_HOME": str(home),
            "YINUO_MODE": "demo",
            "DATABASE_URL": Location(home).url,
            "DJANGO_SETTINGS_MODULE": "yinuo.site.settings",
        }
        try:
            import django

            django.setup()
            from django.core.management import call_command

            _make_keys()
            call_command("migrate", verbosity=0)
            from tests.bank import found_bank

            found_bank()
            yield home
            from django.db import connections

            connections.close_all()
        finally:
            server.stop()


def _make_keys() -> None:
    from yinuo.platform.vault import public as vault

    make = getattr(vault, "make_first_key", None) or vault.make_key_file
    make()


def customers(*, first: int, count: int) -> bytes:
    """A CSV of made-up customers with number, name, phone, identity number and address of e-mail."""
    lines = ["客户号,姓名,手机号,证件号码,邮箱,等级\n"]
    for serial in range(first, first + count):
        name = SURNAMES[serial % 20] + GIVEN[serial // 20 % 20] + GIVEN[serial // 400 % 20]
        identity = f"110105{1950 + serial % 50}{serial % 12 + 1:02}{serial % 28 + 1:02}{serial % 1000:03}{serial % 10}"
        lines.append(f"C{serial:09},{name},13{serial:09},{identity},c{serial}@example.com,金卡\n")
    return "".join(lines).encode()


class Progress:
    """A line every ten seconds, so that a long run can be watched."""

    def __init__(self, name: str, total: int) -> None:
        self.name, self.total, self.done = name, total, 0
        self.begun = self.told = time.perf_counter()

    def step(self, rows: int) -> None:
        """So many more are done."""
        self.done += rows
        now = time.perf_counter()
        if now - self.told > 10:
            self.told = now
            rate = self.done / (now - self.begun)
            print(f"  {self.name}: {self.done:,} of {self.total:,}, {rate:,.0f}/s", flush=True)
