"""What answers somebody, who gets a case, and how cases are numbered."""

from datetime import date
from uuid import UUID

import pytest

from yinuo.features.cases import rules

ONE, TWO = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "好的",
        "您好!",
        "已收到您的投诉。",
        "我们已收到您的投诉,将尽快处理。",
        "Auto-reply: out of office",
        "自动回复 您好,我不在",
    ],
)
def test_an_acknowledgement_is_no_answer(text: str) -> None:
    assert not rules.is_substantive(text)


@pytest.mark.parametrize(
    "text",
    [
        "您好,我们核对了录音,年费将于今天退回。",
        "已收到您的投诉。经查,8 月 14 日客服承诺属实,我们今天退回 300 元。",
        "We refunded the fee today.",
    ],
)
def test_a_finding_or_a_next_step_is_an_answer(text: str) -> None:
    assert rules.is_substantive(text)


def test_a_number_says_kind_day_and_serial() -> None:
    assert rules.case_number(kind="COMPLAINT", day=date(2026, 11, 23), serial=431) == "TS-261123-0431"
    assert (
        rules.case_number(kind="CONSULTATION", day=date(2026, 11, 23), serial=1234567) == "ZX-261123-1234567"
    )
