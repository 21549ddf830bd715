"""How a Chinese name sounds: toneless syllables, surnames in their own reading, dialects folded together.

Common readings first: a rare second reading (强 as jiang) would make strangers sound alike.
"""

import os
import re
import unicodedata
from functools import lru_cache

os.environ["PYPINYIN_NO_PHRASES"] = "1"  # its dictionary of phrases is most of its import; names are read by character
from pypinyin import Style, pinyin

# Surnames whose reading differs from that of the character elsewhere.
_SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "区": "ou", "查": "zha", "盖": "ge", "朴": "piao",
    "缪": "miao", "翟": "zhai", "覃": "qin", "冼": "xian", "乐": "yue", "逄": "pang", "隗": "wei", "员": "yun",
    "折": "she", "牟": "mou", "华": "hua", "任": "ren", "宁": "ning", "纪": "ji", "黑": "he", "种": "chong",
    "句": "gou", "郇": "xun", "祭": "zhai", "繁": "po", "佴": "nai", "仉": "zhang", "乜": "nie", "秘": "bi",
    "召": "shao", "燕": "yan", "尹": "yin", "褚": "chu",
}  # fmt: skip
_DOUBLE = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "长孙": ("zhang", "sun"),
    "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"),
}
_TONE = re.compile(r"(?<=[a-z])[0-5](?![0-9])")
_TOKEN = re.compile("[A-Za-z]+|.")
_BETWEEN = re.compile(r"[\s'’`·.-]+")
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))


@lru_cache(maxsize=1 << 16)
def _syllable(character: str) -> str:
    return str(pinyin(character, style=Style.NORMAL, errors=lambda text: text)[0][0]).lower()


@lru_cache(maxsize=1 << 12)
def fold(syllable: str) -> str:
    """Return a syllable as southwestern dialects may say it: n as l, h before u as f, flat sibilants, no final g."""
    for initial, flat in _INITIALS:
        if syllable.startswith(initial):
            syllable = flat + syllable[len(initial) :]
            break
    if syllable.startswith("hu") and len(syllable) > 2:
        syllable = "f" + syllable[2:]
    elif syllable == "hu":
        syllable = "fu"
    if syllable.endswith(("ing", "eng", "ang")):
        syllable = syllable[:-1]
    return syllable


def syllables(name: str) -> tuple[str, ...]:
    """Return one toneless syllable per character of a comparable name; what has no reading stays itself.

    Letters are a character that some system could not show (`张YAN`): one syllable.
    """
    if name[:2] in _DOUBLE:
        return _DOUBLE[name[:2]] + tuple(map(_syllable, _TOKEN.findall(name[2:])))
    tokens = _TOKEN.findall(name)
    first = _SURNAMES.get(name[0]) if 1 < len(tokens) < 5 else None
    return tuple(first if first and not i else _syllable(c) for i, c in enumerate(tokens))


def key(name: str) -> str:
    """Return the folded syllables of a comparable name, joined by spaces: equal for homophones and near-homophones."""
    return " ".join(fold(s) for s in syllables(name))


def readings(name: str) -> list[tuple[str, ...]]:
    """Return the syllables of a comparable name: a surname as surnames are read, then as the character is elsewhere."""
    return list(dict.fromkeys((syllables(name), tuple(map(_syllable, name))))) if name else []


def typed(text: str) -> str | None:
    """Return syllables as people type them in one word of letters, without tones (`Zhāng Wěi`, `zhang1 wei3`).

    ü is v, as on a keyboard. None for what holds other characters.
    """
    letters = unicodedata.normalize("NFD", text).lower().replace("u\u0308", "v").replace("u:", "v")
    bare = _BETWEEN.sub("", _TONE.sub("", "".join(c for c in letters if not unicodedata.combining(c))))
    return bare if bare.isascii() and bare.isalpha() else None
