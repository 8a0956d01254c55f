"""Promises in every state, as seen at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class SamplePromise:
    """A promise that nobody made."""

    state: str
    made_at: datetime
    due_at: datetime
    settled_at: datetime | None = None
    at_risk_at: datetime | None = None
    pause_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the sample queue."""

    number: str
    subject: str
    customer: str
    tag: str
    channel: str
    level: str
    answer: SamplePromise
    decision: SamplePromise | None
    owner: str
    selected: bool = False


def running(*, now: datetime, left: timedelta, whole: timedelta = timedelta(hours=24)) -> SamplePromise:
    """A promise with ``left`` of ``whole``; at risk in the last fifth."""
    due_at = now + left
    return SamplePromise(
        state="RUNNING" if left > timedelta() else "BROKEN",
        made_at=due_at - whole,
        due_at=due_at,
        at_risk_at=due_at - whole / 5,
    )


def kept(*, now: datetime, after: timedelta) -> SamplePromise:
    """A promise of 24 hours, kept in less."""
    made_at = now - timedelta(hours=30)
    return SamplePromise(
        state="KEPT", made_at=made_at, due_at=made_at + timedelta(hours=24), settled_at=made_at + after
    )


def paused(*, now: datetime, reason: str) -> SamplePromise:
    """A promise whose clock stands still for a reason."""
    return SamplePromise(
        state="PAUSED",
        made_at=now - timedelta(days=6),
        due_at=now + timedelta(days=9),
        pause_reason=reason,
    )


def every_state(*, now: datetime) -> dict[str, SamplePromise]:
    """One promise for each look, by what it is called."""
    made_at = now - timedelta(hours=40)
    late = timedelta(hours=26, minutes=4)
    return {
        "running": running(now=now, left=timedelta(hours=14, minutes=50)),
        "days": running(now=now, left=timedelta(days=12, hours=3), whole=timedelta(days=15)),
        "at_risk": running(now=now, left=timedelta(hours=1, minutes=12)),
        "seconds": running(now=now, left=timedelta(seconds=40)),
        "late": running(now=now, left=-timedelta(hours=2, minutes=4)),
        "kept": kept(now=now, after=timedelta(hours=6, minutes=31)),
        "broken": SamplePromise(
            state="BROKEN", made_at=made_at, due_at=made_at + timedelta(hours=24), settled_at=made_at + late
        ),
        "paused": paused(now=now, reason="外部鉴定"),
        "withdrawn": SamplePromise(state="WITHDRAWN", made_at=made_at, due_at=now, settled_at=now),
    }


def queue(*, now: datetime) -> Sequence[Row]:
    """A short queue, the most urgent first."""

    def days(left: int) -> SamplePromise:
        return running(now=now, left=timedelta(days=left, hours=5), whole=timedelta(days=15))

    def answer(**left: int) -> SamplePromise:
        return running(now=now, left=timedelta(**left))

    return [
        Row(
            number="TS-1123-0417", subject="贷款提前还款违约金与合同不一致", customer="张**", tag="白金",
            channel="电话", level="复杂", answer=answer(hours=-2, minutes=-4), decision=days(12), owner="王敏",
        ),
        Row(
            number="TS-1123-0431", subject="信用卡年费减免承诺未兑现，客服两次答复不同", customer="李*", tag="金卡",
            channel="微信", level="普通", answer=answer(hours=1, minutes=12), decision=days(14), owner="王敏",
            selected=True,
        ),
        Row(
            number="TS-1123-0438", subject="手机银行转账显示成功，对方未到账", customer="陈**", tag="老年客户",
            channel="网点", level="重大", answer=answer(hours=4, minutes=5), decision=days(14), owner="",
        ),
        Row(
            number="ZX-1123-0902", subject="咨询三年期大额存单起存金额与转让", customer="周*", tag="",
            channel="在线客服", level="—", answer=answer(hours=14, minutes=50), decision=None, owner="王敏",
        ),
        Row(
            number="TS-1122-0377", subject="征信记录逾期一期，客户称已按时还款", customer="赵**", tag="",
            channel="12363", level="复杂", answer=kept(now=now, after=timedelta(hours=6, minutes=31)),
            decision=paused(now=now, reason="外部鉴定"), owner="刘芳",
        ),
        Row(
            number="TS-1121-0296", subject="理财产品到期未自动赎回，损失利息", customer="孙**", tag="钻石",
            channel="邮件", level="普通", answer=kept(now=now, after=timedelta(hours=3, minutes=12)),
            decision=days(11), owner="王敏",
        ),
    ]  # fmt: skip
