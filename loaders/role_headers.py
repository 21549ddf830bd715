"""Headers that name a role and what of it: 罪犯 + 身份证号, wherever a mapping knows the role by another header."""

from loaders.mapping import Mapping, Mention, Value

_NUMBER = ("身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号", "身份证件号码", "居民身份证号",
           "居民身份证号码", "身份号码", "身份证", "信用代码", "统一社会信用代码", "身份证号/信用代码",
           "身份证号或信用代码")  # fmt: skip
_NAME = ("姓名", "名称", "姓名/名称", "姓名或名称", "名字")
_PHONE = ("电话", "联系电话", "手机号码", "手机号", "手机", "联系方式", "电话号码")
_BIRTH = ("出生日期", "出生年月日", "出生年月", "生日")


def role_headers(mapping: Mapping) -> dict[str, list[str]]:
    """Return by field the headers made of a role that the mapping's own headers name and a common word for the field.

    A name column headed by the bare role (被执行人, 权利人) names it too.
    """
    found: dict[str, list[str]] = {}
    for mention in mapping.mentions.values():
        slots = [(_column(value), words) for value, words in _slots(mention)]
        known = [(field, words) for field, words in slots if field]
        naming = [slot for slot in known if slot[1] is _NAME] or [slot for slot in known if slot[1] is _NUMBER]
        roles = sorted({role for field, words in naming for role in _roles(mapping.columns[field].headers, words)})
        for field, words in known:
            found.setdefault(field, []).extend(role + word for role in roles for word in words)
    return found


def _slots(mention: Mention) -> list[tuple[Value | None, tuple[str, ...]]]:
    phone = mention.phones[0] if mention.phones else None
    return [(mention.name, _NAME), (mention.number, _NUMBER), (phone, _PHONE), (mention.birth_date, _BIRTH)]


def _column(value: Value | None) -> str:
    return next((leaf.column for leaf in value.leaves() if leaf.column and not leaf.pattern), "") if value else ""


def _roles(headers: tuple[str, ...], words: tuple[str, ...]) -> set[str]:
    """The roles that headers begin with, before the longest common word at their end."""
    roles = set()
    for header in headers:
        ends = [word for word in words if header.endswith(word)]
        role = header.removesuffix(max(ends, key=len)) if ends else header if words is _NAME else ""
        if len(role) >= 2 and "/" not in role and "(" not in role:
            roles.add(role)
    return roles
