"""A dedicated team for some of the best customers, and a draft of rules that waits for a decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from yinuo.features.cases.public import add_member, draft_owner_rules, look_after, make_team
from yinuo.site.demo.organisation import Bank
from yinuo.site.demo.people import Customer

AGO = timedelta(days=20)
BOSS, MANAGER = "JH0203", "JH0188"
SPECIALISTS = ("JH0417", "JH0426", "JH0142")
BEST_TIER, SERVED = "钻石", 5
RULES = (
    {"name": "客户专属团队", "where": "TEAM", "most": 60},
    {
        "name": "监管转办由合规专员负责",
        "where": "INSTITUTION",
        "skills": ["监管转办"],
        "conditions": {"source": ["REGULATOR", "MUNICIPAL_HOTLINE"]},
    },
    {
        "name": "信用卡投诉由懂信用卡的专员负责",
        "where": "INSTITUTION",
        "skills": ["信用卡"],
        "most": 60,
        "conditions": {"category": ["B0302"]},
    },
    {"name": "收到投诉的机构，再逐级向上", "where": "RECEIVING"},
)


def tell_teams(*, bank: Bank, customers: Sequence[Customer], now: datetime) -> None:
    """The team was made some weeks ago; the draft is of yesterday."""
    boss, then = bank.staff[BOSS], now - AGO
    team_id = make_team(name="金穗专属团队", path=bank.paths["HQ"], actor=boss, now=then)
    for number in (MANAGER, *SPECIALISTS):
        add_member(team_id=team_id, staff_number=number, is_manager=number == MANAGER, actor=boss, now=then)
    for customer in [one for one in customers if one.tier == BEST_TIER][:SERVED]:
        look_after(team_id=team_id, customer_number=customer.number, actor=boss, now=then)
    draft_owner_rules(rules=RULES, revision=0, actor=boss, now=now - timedelta(days=1))
