"""
The customer's own names in a text, however spelled: spaced, in pinyin, turned round, with 先生 or Mrs.

Nothing is compiled or kept from a name: names are clear text, and live only as long as the call.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import product

from pypinyin import Style, pinyin

from yinuo.kernel.redaction.spans import Kind, Span
from yinuo.kernel.surnames import COMPOUND, SOUNDS

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]+")
_BETWEEN_SIGNS = frozenset(" -_.·•・*/")
_BETWEEN = re.compile(r"[ \-_.·•・*/]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_GAP = re.compile(r"[ \-_.,·'’]{1,3}")
_ADDRESSES = [
    "先生",
    "女士",
    "小姐",
    "太太",
    "夫人",
    "老师",
    "同志",
    "大爷",
    "大妈",
    "阿姨",
    "叔叔",
    "经理",
    "老板",
    "某某",
    "老先生",
    "老太太",
    "师傅",
    "医生",
    "律师",
]
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "madam", "sir"])
_COMPANY = re.compile(r"(?:股份)?(?:有限)?(?:责任)?公司$|集团$")
# Given names and surnames that are words: alone they are no name.
_WORDS_TOO = frozenset(
    [
        "will",
        "mark",
        "bill",
        "may",
        "june",
        "april",
        "august",
        "grace",
        "hope",
        "rose",
        "brown",
        "black",
        "white",
        "green",
        "long",
        "young",
        "king",
        "price",
        "rich",
        "art",
        "penny",
        "cash",
        "chase",
        "sunny",
        "frank",
        "grant",
        "banks",
        "bank",
        "bond",
        "love",
        "day",
        "best",
        "page",
        "case",
        "drew",
        "pat",
        "rob",
        "sue",
        "jack",
        "summer",
        "autumn",
        "joy",
        "faith",
        "dawn",
        "iris",
        "lily",
        "ruby",
        "pearl",
        "gene",
        "guy",
        "max",
        "miles",
        "clay",
        "cliff",
        "dale",
        "glen",
        "heath",
        "lance",
        "ray",
        "rusty",
        "sandy",
        "skip",
        "stone",
        "woods",
        "hill",
        "rivers",
        "field",
        "park",
        "moon",
        "bright",
        "small",
        "little",
        "short",
        "strong",
        "swift",
        "sharp",
        "wise",
        "good",
        "power",
        "law",
        "bishop",
        "cook",
        "carpenter",
        "mason",
        "miller",
        "baker",
        "butler",
        "fisher",
        "hunter",
        "porter",
        "taylor",
        "turner",
        "walker",
    ]
)
# Words that are also a name in pinyin: in small letters, in one piece, they are the word.
_SOUNDS = frozenset(
    [
        "make",
        "take",
        "her",
        "here",
        "there",
        "them",
        "then",
        "than",
        "women",
        "began",
        "human",
        "manage",
        "change",
        "hence",
        "gene",
        "tune",
        "fang",
        "tong",
        "gang",
        "dong",
        "wangle",
        "china",
        "henan",
        "hunan",
        "hainan",
        "yunnan",
        "hefei",
        "fuming",
        "hero",
        "shine",
        "fine",
        "line",
        "lane",
        "hang",
        "lung",
        "sing",
        "song",
        "ring",
        "ten",
        "can",
        "ban",
        "fan",
        "man",
        "men",
        "pan",
        "tan",
        "wan",
    ]
)
_MOST_WORDS = 5


def name_spans(text: str, *, names: Iterable[str]) -> Iterator[Span]:
    """Where one of ``names`` stands in a folded text."""
    han: set[str] = set()
    latin: set[str] = set()
    alone: set[str] = set()
    titled: set[str] = set()
    for raw in names:
        name = " ".join(unicodedata.normalize("NFKC", raw).split())
        if len(name) < 2:
            continue
        if _HAN.search(name):
            _chinese(name, han, latin, titled)
        else:
            _western(name, latin, alone, titled)
    if han:
        yield from _in_han(text, han)
    if latin:
        yield from _in_latin(text, latin, alone, titled)


def _chinese(name: str, han: set[str], latin: set[str], titled: set[str]) -> None:
    whole = _BETWEEN.sub("", name)
    han.add(whole)
    short = _COMPANY.sub("", whole)
    if short != whole:
        if len(short) >= 4:
            han.add(short)
        return
    if not 2 <= len(whole) <= 4 or not _HAN.fullmatch(whole):
        return
    cut = 2 if whole[:2] in COMPOUND and len(whole) > 2 else 1
    surname = whole[:cut]
    han.update(surname + address for address in _ADDRESSES)
    sounds = [_sounds(character, is_surname=place < cut) for place, character in enumerate(whole)]
    for syllables in product(*sounds):
        family, first = "".join(syllables[:cut]), "".join(syllables[cut:])
        latin.update({family + first, first + family})
        titled.add(family)


def _sounds(character: str, *, is_surname: bool) -> list[str]:
    if is_surname and character in SOUNDS:
        return [SOUNDS[character]]
    found = {
        sound for row in pinyin(character, style=Style.NORMAL, heteronym=not is_surname) for sound in row
    }
    plain = sorted(found)[:2]
    return [
        *plain,
        *[sound.replace("v", other) for sound in plain if "v" in sound for other in ("u", "yu", "ü")],
    ]


def _western(name: str, latin: set[str], alone: set[str], titled: set[str]) -> None:
    words = [word.lower() for word in _WORD.findall(name)]
    if not words:
        return
    latin.add("".join(words))
    long = [word for word in words if len(word) > 1]
    if len(words) > 1:
        latin.update({words[-1] + "".join(words[:-1]), words[0] + words[-1], words[-1] + words[0]})
        latin.add(words[0][0] + words[-1])
        latin.update(words[0] + initial + words[-1] for initial in "abcdefghijklmnopqrstuvwxyz")
        titled.add(words[-1])
    titled.update(long)
    alone.update(word for word in long if len(word) >= 3 and word not in _WORDS_TOO)


def _in_han(text: str, wanted: set[str]) -> Iterator[Span]:
    squeezed, places = _squeezed(text)
    for name in wanted:
        place = squeezed.find(name)
        while place >= 0:
            start, end = _place(places, place), _place(places, place + len(name) - 1) + 1
            if end - start <= 3 * len(name):
                yield Span(start=start, end=end + _address_after(text, end), kind=Kind.NAME)
            place = squeezed.find(name, place + len(name))


def _address_after(text: str, end: int) -> int:
    """How many characters of 先生 and the like follow a name."""
    return max((len(address) for address in _ADDRESSES if text.startswith(address, end)), default=0)


def _squeezed(text: str) -> tuple[str, list[int] | None]:
    if not _BETWEEN.search(text):
        return text, None
    places = [place for place, character in enumerate(text) if character not in _BETWEEN_SIGNS]
    return _BETWEEN.sub("", text), places


def _place(places: list[int] | None, position: int) -> int:
    return position if places is None else places[position]


def _in_latin(text: str, wanted: set[str], alone: set[str], titled: set[str]) -> Iterator[Span]:
    longest = max(map(len, wanted))
    heads = {name[:size] for name in wanted for size in range(1, len(name) + 1)}
    words = [match.span() for match in _WORD.finditer(text)]
    done = 0
    for first, (start, end) in enumerate(words):
        if start < done:
            continue
        word = text[start:end]
        lower = word.lower()
        found = (
            _longest(text, words, first, wanted, heads) if lower in heads and end - start <= longest else 0
        )
        if not found and word[:1].isupper() and lower in alone:
            found = end
        if not found and lower in titled and first and _is_title(text, words[first - 1], start):
            found = end
        if found:
            done = found
            titled_too = first and _is_title(text, words[first - 1], start)
            begin = words[first - 1][0] if titled_too else start
            yield Span(start=begin, end=found, kind=Kind.NAME)


def _is_title(text: str, word: tuple[int, int], start: int) -> bool:
    """Whether a word is Mr or the like, and stands right before what begins at ``start``."""
    return text[slice(*word)].lower() in _TITLES and bool(_GAP.fullmatch(text, word[1], start))


def _longest(text: str, words: list[tuple[int, int]], first: int, wanted: set[str], heads: set[str]) -> int:
    """Where the longest name ends that begins with a word; 0 where none does."""
    found, joined = 0, ""
    for last in range(first, min(first + _MOST_WORDS, len(words))):
        start, end = words[last]
        if last > first and not _GAP.fullmatch(text, words[last - 1][1], start):
            break
        joined += text[start:end].lower()
        if joined not in heads:
            break
        if joined in wanted and not _is_word(text[start:end], one=last == first):
            found = end
    return found


def _is_word(written: str, *, one: bool) -> bool:
    return one and (len(written) < 4 or (written.islower() and written in _SOUNDS))
