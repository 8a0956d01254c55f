"""What the bank keeps ready: canned texts, macros and saved views, shared ones and a specialist's own."""

from __future__ import annotations

from datetime import datetime, timedelta

from yinuo.features.cases.public import Acts, keep_canned_text, keep_macro, save_view
from yinuo.site.demo.organisation import Bank
from yinuo.site.demo.words import read

AGO = timedelta(days=14)
BOSS = "JH0203"


def keep_ready_made(*, bank: Bank, now: datetime) -> None:
    """The head of service kept the shared ones two weeks ago; one without an owner is everybody's."""
    kept, then = read("ready_made"), now - AGO
    for one in kept["texts"]:
        keep_canned_text(**one, actor=bank.staff[BOSS], now=then)
    for one in kept["macros"]:
        acts = Acts(
            level=one["level"],
            confirm=one["confirm"],
            note=one["note"],
            task=one["task"],
            unit=bank.paths[one["unit"]] if one["unit"] else "",
            answer=one["answer"],
        )
        whose = one["owner"] or BOSS
        keep_macro(name=one["name"], acts=acts, for_team=not one["owner"], actor=bank.staff[whose], now=then)
    for one in kept["views"]:
        whose = one["owner"] or BOSS
        save_view(
            name=one["name"],
            query=one["query"],
            for_team=not one["owner"],
            actor=bank.staff[whose],
            now=then,
        )
