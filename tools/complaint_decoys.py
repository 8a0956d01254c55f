"""What stands in complaints and is not personal: order and case numbers, amounts, dates, rates, hotlines."""

from __future__ import annotations

import random


def digits(dice: random.Random, size: int, first: str = "") -> str:
    """``size`` digits that begin with ``first``."""
    return first + "".join(dice.choice("0123456789") for _ in range(size - len(first)))


def decoy(dice: random.Random, is_chinese: bool) -> str:
    """Something that only looks personal."""
    year, day = dice.randint(2015, 2026), f"{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    case = f"TS-{year}{day.replace('-', '')}-{digits(dice, 6)}"
    order = dice.choice(
        [
            f"{year}{day.replace('-', '')}{digits(dice, dice.choice([4, 6, 8, 9, 12]))}",
            digits(dice, dice.choice([8, 10, 12, 14, 18]), "1"),
            f"JD{digits(dice, 12)}",
        ]
    )
    money = dice.choice(["{}", "{}.00", "{}.50"]).format(f"{dice.randint(1, 99999999):,}")
    plain = digits(dice, dice.choice([4, 5, 6, 8, 9]), "2")
    rate = f"{dice.randint(1, 24)}.{dice.randint(0, 99):02}%"
    hotline = dice.choice(
        ["12378", "95588", "95533", "12345", "400-820-8820", "4008895566", "10086", "12363"]
    )
    if is_chinese:
        return dice.choice(
            [
                f"订单号{order}，",
                f"订单{order}至今未退款。",
                f"流水号：{order}，",
                f"工单{case}没有回音，",
                f"案件编号{case}。",
                f"扣了我{money}元，",
                f"余额{plain}元，",
                f"共计¥{money}，",
                f"账户余额{plain}元，",
                f"转账{plain}00元，",
                f"{year}年{int(day[:2])}月{int(day[3:])}日，",
                f"{year}-{day} 10:23:45，",
                f"账户于{year}{day.replace('-', '')}开立，",
                f"年利率{rate}，",
                f"打了{hotline}没人接，",
                f"拨打{hotline}投诉，",
                f"已经{dice.randint(2, 90)}天了，",
                f"从{year}-{day}到{year + 1}-{day}，",
                f"电话打了{dice.randint(2, 20)}次，",
                f"分{dice.choice([12, 24, 36])}期，",
                f"信用卡还款{plain}元，",
                f"合同编号{order}，",
                f"积分{plain}分，",
                "住在附近的人都知道，",
                "地址不详，",
                "我找了客户经理，",
            ]
        )
    return dice.choice(
        [
            f"Order {order} was never refunded. ",
            f"Ticket {case}. ",
            f"Reference {order}, ",
            f"I was charged ${money}. ",
            f"On {year}-{day} ",
            f"The rate was {rate}. ",
            f"I called {hotline} twice. ",
            f"Balance {plain} USD. ",
            f"Invoice no. {order}. ",
            f"account was charged {plain} dollars. ",
            f"between {year}-{day} and {year + 1}-{day}, ",
            f"I called 800-555-{digits(dice, 4)}. ",
            "I will look at example terms. ",
            "The address was wrong. ",
            f"{plain} points, ",
        ]
    )
