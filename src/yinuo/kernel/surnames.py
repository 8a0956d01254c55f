"""
Surnames: the one within a name, those of two characters, and those that sound unlike their character elsewhere.

Compound Chinese surnames are those that are still borne (国家语委, 《中国姓氏大辞典》 gives the same core); a name
that begins with one is taken to bear it.
"""

from __future__ import annotations

import unicodedata

COMPOUND = frozenset(
    """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶
    太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良
    漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲
    公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 淳于
    达奚 褚师 纳兰 那拉 歐陽 司馬 東方 諸葛 尉遲 鍾離 長孫 閭丘 獨孤 赫連 萬俟 聞人 公孫 皇甫 軒轅 東郭
    拓拔
    """.split()  # noqa: SIM905 - one list to read
)

# Surnames that sound otherwise than the same character elsewhere.
SOUNDS = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "任": "ren", "朴": "piao",
    "盖": "ge", "缪": "miao", "覃": "qin", "翟": "zhai", "尹": "yin", "员": "yun", "乐": "yue", "种": "chong",
}  # fmt: skip


def surname(name: str) -> str:
    """
    The family name, in the spelling of canonical names: one or two characters of a Chinese name, the last
    word of another (or what stands before its comma); empty where there is none.
    """
    name = unicodedata.normalize("NFKC", name).strip().casefold()
    if not name:
        return ""
    if _is_han(name[0]):
        joined = "".join(name.split())
        return joined[:2] if joined[:2] in COMPOUND else joined[0]
    before, comma, _ = name.partition(",")
    return "".join(before.split()) if comma and before.strip() else name.split()[-1].strip(",")


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK ")
