"""Furnish an installation with a small bank: run as a program, in the installation's environment."""

from __future__ import annotations

from datetime import UTC, datetime

from yinuo.site.cli.work import at_work

# What may be found nowhere: not in a backup, not on the disk, not in a log.
CLEAR = (
    "欧阳震华",
    "13812345678",
    "11010519491231002X",
    "ouyang.zhenhua@example.com",
    "我叫欧阳震华，信用卡年费照样扣了，请回电13812345678",
    "诸葛若兰",
    "13987654321",
)


def furnish() -> None:
    """Two customers with a complaint each, and an account whose one-time password is printed."""
    from tests.bank import found_bank
    from yinuo.core.customers.public import CustomerDetails
    from yinuo.features.cases.public import Kind, Source, open_case
    from yinuo.platform.audit.public import sequence_all
    from yinuo.platform.identity.public import SYSTEM, reset_staff

    bank, now = found_bank(), datetime.now(UTC)
    filed = [
        (
            CLEAR[4],
            CustomerDetails(name=CLEAR[0], phone=CLEAR[1], identity=CLEAR[2], email=CLEAR[3]),
        ),
        (f"我是{CLEAR[5]},请回电{CLEAR[6]}", CustomerDetails(name=CLEAR[5], phone=CLEAR[6])),
    ]
    for text, customer in filed:
        open_case(
            kind=Kind.COMPLAINT,
            source=Source.WEB_FORM,
            subject="",
            text=text,
            customer=customer,
            actor=SYSTEM,
            now=now,
        )
    while sequence_all(now=now):
        pass
    account = reset_staff(
        staff_id=bank.people["chief"], password=True, second_factor=False, actor=SYSTEM, now=now
    )
    sequence_all(now=now)
    print(account.one_time_password)  # noqa: T201


if __name__ == "__main__":
    with at_work():
        furnish()
