"""Yes and no."""

from resolution.normalise.text import compact

_TRUE = frozenset(
    ("是", "有", "Y", "YES", "TRUE", "T", "1", "1.0", "√", "✓", "✔", "对", "真", "到庭", "公开", "同意", "在逃", "屏蔽")
)
_FALSE = frozenset(("否", "无", "N", "NO", "FALSE", "F", "0", "0.0", "×", "✗", "✘", "错", "假", "不", "非", "没"))


def boolean(text: str) -> bool | None:
    """Return what a cell answers (`是`, `有`, `已到庭`, `Y`, `1`, `√`; `否`, `无`, `未公开`, `0`); None if neither."""
    bare = compact(text).upper()
    if bare in _TRUE:
        return True
    if bare in _FALSE:
        return False
    if bare.startswith(("未", "否", "不是", "不予", "没有")) and bare not in ("未知", "未填", "未核实", "未详"):
        return False
    return True if bare.startswith(("已", "是")) and not bare.startswith("是否") else None
