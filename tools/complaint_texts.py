"""
Complaint texts for measuring redaction: made up, labelled, the same again for the same seed.

Every text says where personal data were planted, in many spellings, among numbers that are none: order and case
numbers, amounts, dates, rates, hotlines. Nobody in it exists.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tools.complaint_decoys import decoy, digits
from yinuo.kernel.redaction import Kind, Span
from yinuo.kernel.redaction.checks import is_card_number, is_identity_number

_FULL_WIDTH = str.maketrans("0123456789-+() ", "０１２３４５６７８９－＋（）　")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_PEOPLE = {
    "李雷": ("Li Lei", "LI LEI", "Lei Li", "LiLei", "Li-Lei", "李 雷", "李·雷", "李先生", "李雷先生"),
    "韩梅梅": ("Han Meimei", "Meimei Han", "HAN MEI MEI", "韩 梅 梅", "韩女士", "韩小姐", "韩梅梅女士"),
    "欧阳震华": ("Ouyang Zhenhua", "Zhenhua Ouyang", "OUYANG ZHEN HUA", "欧阳 震华", "欧阳先生", "欧阳老师"),
    "吕建国": ("Lyu Jianguo", "Lv Jianguo", "Lu Jian Guo", "吕先生", "吕 建国"),
    "单玉兰": ("Shan Yulan", "Yulan Shan", "单女士", "单玉兰小姐", "单 玉 兰"),
    "Alice Smith": (
        "ALICE SMITH",
        "Smith, Alice",
        "Ms Smith",
        "Alice M. Smith",
        "A. Smith",
        "alice smith",
        "Alice",
    ),
    "Robert Johnson": ("Johnson Robert", "Mr. Johnson", "robert johnson", "R. Johnson", "Robert"),
    "María García": ("MARÍA GARCÍA", "García, María", "Mrs. García", "María"),
}
_ADDRESSES = (
    "北京市朝阳区建国路88号院3号楼1502室",
    "上海市浦东新区世纪大道100号",
    "杭州市西湖区文三路259弄12号402室",
    "深圳市南山区科技园南路锦绣花园5栋2单元801室",
    "江苏省苏州市吴中区东山镇碧螺村18号",
)
_STREETS = ("221 Baker Street", "1600 Amphitheatre Road, Springfield, IL 62704", "9 Elm Avenue, Apt 4B")


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A text, the names of the customer who wrote it, and where personal data stand in it."""

    text: str
    names: tuple[str, ...]
    planted: tuple[Span, ...]


def texts(*, seed: int, count: int) -> Iterator[Labelled]:
    """``count`` texts; each holds personal data and numbers that only look like them."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    for _ in range(count):
        yield _text(dice)


def _text(dice: random.Random) -> Labelled:
    name = dice.choice(sorted(_PEOPLE))
    is_chinese = dice.random() < 0.65
    kinds: dict[Kind, Callable[[random.Random, bool], tuple[str, str]]] = {
        Kind.CARD: _card,
        Kind.IDENTITY: _identity,
        Kind.PHONE: _phone,
        Kind.EMAIL: _email,
        Kind.ACCOUNT: _account,
        Kind.DOCUMENT: _document,
        Kind.ADDRESS: _address,
    }
    text, planted = "", []
    for _ in range(dice.randint(3, 7)):
        choice = dice.random()
        if choice < 0.4:
            text += decoy(dice, is_chinese)
        elif choice < 0.55:
            spelled = dice.choice((name, *_PEOPLE[name]))
            before, after = dice.choice(
                [("我是", "，"), ("客户", "反映，"), ("", "来电称，")]
                if is_chinese
                else [("My name is ", ". "), ("I am ", ", a customer. "), ("Signed, ", ". ")]
            )
            text += before
            planted.append(Span(start=len(text), end=len(text) + len(spelled), kind=Kind.NAME))
            text += spelled + after
        else:
            kind = dice.choice(list(kinds))
            before, value = kinds[kind](dice, is_chinese)
            text += before
            planted.append(Span(start=len(text), end=len(text) + len(value), kind=kind))
            text += value + dice.choice("，。；、 " if is_chinese else [". ", ", ", "; ", " "])
    return Labelled(text=text, names=(name,), planted=tuple(planted))


def _written(dice: random.Random, value: str) -> str:
    """The same number with what keyboards, web pages and those who hide put into it."""
    choice = dice.random()
    if choice < 0.72:
        return value
    if choice < 0.82:
        return value.translate(_FULL_WIDTH)
    if choice < 0.86:
        return value.translate(_ARABIC)
    if choice < 0.93:
        place = dice.randrange(1, len(value))
        return value[:place] + dice.choice("\u200b\u200d\ufeff\u2060\u00ad") + value[place:]
    if choice < 0.97:
        place = dice.randrange(1, len(value))
        return value[:place] + dice.choice(["\u200f", "\u200e", "\u202e"]) + value[place:]
    return value.replace("-", "–").replace(" ", "\u00a0")


def _card(dice: random.Random, is_chinese: bool) -> tuple[str, str]:
    stem = digits(
        dice,
        *dice.choice(
            [(18, "6222"), (15, "6225"), (15, "4"), (15, "53"), (14, "37"), (18, "6217"), (15, "35288")]
        ),
    )
    number = next(stem + check for check in "0123456789" if is_card_number(stem + check))
    form = dice.random()
    if form < 0.35:
        sign = dice.choice(" -")
        number = sign.join(number[place : place + 4] for place in range(0, len(number), 4))
    elif form < 0.42:
        number = number[:6] + " " + number[6:]
    before = dice.choice(
        ["卡号", "卡号：", "信用卡", "我的银行卡", "我的卡被盗刷，", "尾号之前是", "储蓄卡号为"]
        if is_chinese
        else ["card ", "my card number is ", "Card No. ", "I lost ", "charged to "]
    )
    return before, _written(dice, number)


def _identity(dice: random.Random, is_chinese: bool) -> tuple[str, str]:
    region = dice.choice(["110105", "310115", "440305", "510107", "330106", "610113"])
    day = f"{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
    if dice.random() < 0.12:
        number = f"{region}{dice.randint(40, 85)}{day}{digits(dice, 3)}"
    else:
        stem = f"{region}{dice.randint(1945, 2004)}{day}{digits(dice, 3)}"
        number = next(stem + check for check in "0123456789X" if is_identity_number(stem + check))
        number = number.lower() if dice.random() < 0.3 else number
        if dice.random() < 0.3:
            number = f"{number[:6]} {number[6:14]} {number[14:]}"
    before = dice.choice(
        ["身份证", "身份证号码：", "证件号", "本人身份证号是", "已提供", "（"]
        if is_chinese
        else ["my ID is ", "ID card number: ", "identity number ", "I sent "]
    )
    return before, _written(dice, number)


def _phone(dice: random.Random, is_chinese: bool) -> tuple[str, str]:
    form = dice.random()
    mobile = digits(dice, 11, dice.choice(["13", "15", "18", "17", "19"]))
    if form < 0.6:
        cut = dice.choice(["{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}"]).format(
            mobile[:3], mobile[3:7], mobile[7:]
        )
        number = dice.choice(["", "", "", "+86 ", "+86", "86-", "(+86) ", "0086 "]) + cut
    elif form < 0.8:
        area, size = dice.choice([("010", 8), ("021", 8), ("0755", 8), ("0571", 8), ("0931", 7)])
        local = digits(dice, size, dice.choice("2568"))
        number = dice.choice(["{}-{}", "{} {}", "({}){}", "{}{}", "+86 {} {}"]).format(area, local)
        number = number.replace("+86 0", "+86 ")
    elif form < 0.95 or is_chinese:
        number = dice.choice(["+44 20 ", "+1 415 ", "+852 ", "+65 ", "+49-30-"]) + dice.choice(
            [digits(dice, 8, "6"), f"{digits(dice, 4, '6')} {digits(dice, 4)}"]
        )
    else:
        number = dice.choice(["({}) {}-{}", "{}-{}-{}", "{} {} {}"]).format(
            digits(dice, 3, dice.choice(["212", "415", "646"])), digits(dice, 3, "5"), digits(dice, 4)
        )
    before = dice.choice(
        ["电话", "手机号：", "请打", "联系方式是", "联系我", "微信同号"]
        if is_chinese
        else ["call me at ", "Tel: ", "phone ", "reach me on ", "my mobile is "]
    )
    return before, _written(dice, number)


def _email(dice: random.Random, is_chinese: bool) -> tuple[str, str]:
    user = dice.choice(["lilei", "li.lei88", "han_meimei", "a-smith", "zhenhua1966", "bob+bank"])
    host, end = dice.choice([("qq", "com"), ("163", "com"), ("example", "org"), ("mail.example", "com.cn")])
    form = dice.choice(
        ["{u}@{h}.{e}"] * 5
        + ["{u}＠{h}．{e}", "{u} @ {h}.{e}", "{u}(at){h}.{e}", "{u}[at]{h}[dot]{e}", "{u} at {h} dot {e}"]
        + (["{u}艾特{h}点{e}", "{u}@{h}点{e}"] if is_chinese else ["{u} (at) {h} (dot) {e}"])
    )
    if "dot" in form or "点" in form:
        end, host = "com", host.split(".")[0]
        user = user.replace(".", "_")
    before = dice.choice(
        ["邮箱", "邮箱：", "请发到", "电子邮件是"] if is_chinese else ["e-mail ", "write to ", "my email: "]
    )
    return before, form.format(u=user, h=host, e=end)


def _account(dice: random.Random, is_chinese: bool) -> tuple[str, str]:
    number = digits(dice, dice.choice([9, 10, 12, 16, 17, 20]), dice.choice("1378"))
    if dice.random() < 0.2:
        number = " ".join(number[place : place + 4] for place in range(0, len(number), 4))
    before = dice.choice(
        ["账号", "账号：", "帐号为", "账户", "我的账户", "存折账号是"]
        if is_chinese
        else ["account ", "account no. ", "account number: ", "Acct # ", "my account number is "]
    )
    return before, _written(dice, number)


def _document(dice: random.Random, is_chinese: bool) -> tuple[str, str]:
    number = dice.choice(["E", "G", "EA", "EJ", "P"]) + digits(dice, 8)
    before = dice.choice(
        ["护照", "护照号码：", "护照号是"]
        if is_chinese
        else ["passport ", "passport number is ", "Passport No. "]
    )
    if is_chinese and dice.random() < 0.4:
        before, number = (
            dice.choice(["港澳通行证", "通行证号：", "回乡证号码"]),
            dice.choice("CHM") + digits(dice, 8),
        )
    return before, _written(dice, number)


def _address(dice: random.Random, is_chinese: bool) -> tuple[str, str]:
    if is_chinese:
        return dice.choice(["地址：", "家住", "请寄到", "通讯地址是", "住在"]), dice.choice(_ADDRESSES)
    return dice.choice(["my address is ", "I live at ", "Address: "]), dice.choice(_STREETS)
