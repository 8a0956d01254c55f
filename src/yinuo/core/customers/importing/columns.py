"""The columns of a file of customers, by the names that their heads may have."""

from __future__ import annotations

from collections.abc import Sequence

# What each column is called in files; the first name is the one that we write.
HEADS: dict[str, tuple[str, ...]] = {
    "number": ("客户号", "客户编号", "customer number", "number", "customer_no"),
    "name": ("姓名", "客户名称", "客户姓名", "名称", "name", "customer name"),
    "phone": ("手机号", "手机", "电话", "联系电话", "phone", "mobile"),
    "email": ("邮箱", "电子邮箱", "email", "e-mail"),
    "identity": ("证件号码", "身份证号", "证件号", "identity number", "identity"),
    "account": ("账号", "卡号", "account"),
    "address": ("地址", "联系地址", "address"),
    "kind": ("类型", "客户类型", "kind"),
    "tier": ("等级", "客户等级", "tier"),
    "segment": ("客群", "segment"),
    "state": ("状态", "关系状态", "state"),
    "unit": ("机构号", "归属机构", "网点号", "unit", "branch"),
}
NEEDED = ("number", "name")
KINDS = {
    "": "PERSON",
    "个人": "PERSON",
    "person": "PERSON",
    "企业": "COMPANY",
    "公司": "COMPANY",
    "company": "COMPANY",
}
SEGMENTS = {
    "": "",
    "零售": "RETAIL",
    "财富": "WEALTH",
    "私行": "PRIVATE",
    "小微": "SMALL_BUSINESS",
    "公司": "CORPORATE",
}
STATES = {"": "ACTIVE", "正常": "ACTIVE", "潜在": "PROSPECT", "休眠": "DORMANT"}


def columns_of(heads: Sequence[str]) -> dict[str, int]:
    """Where each known column stands; unknown columns are left out."""
    names = {name: column for column, listed in HEADS.items() for name in listed}
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        column = names.get(head.strip().lower())
        if column is not None and column not in found:
            found[column] = place
    return found


def missing(columns: dict[str, int]) -> list[str]:
    """The heads, as we write them, of the columns that a file must have and does not."""
    return [HEADS[column][0] for column in NEEDED if column not in columns]
