"""The columns of a file of customers, by the names that their heads may have."""

from __future__ import annotations

from yinuo.platform.tables.public import Columns

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
COLUMNS = Columns(heads=HEADS, needed=("number", "name"))
