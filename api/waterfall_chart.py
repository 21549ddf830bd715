"""The waterfall of match weights as a picture: bars in a terminal, or an SVG file that refers to nothing outside."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

BAR = 24
"""Characters that the widest bar takes in a terminal."""
_ROW, _LEFT, _WIDE, _RIGHT, _HEAD = 26, 250, 420, 90, 52
_FOR, _AGAINST, _SUM = "#2a7f62", "#b5452c", "#33475b"


class Bar(NamedTuple):
    """A step of a waterfall: from where to where it leads, in bits; a total starts at 0."""

    title: str
    start: float
    end: float
    total: bool


def bars(fall: Mapping[str, Any], language: str = "en") -> list[Bar]:
    """Return the steps of a waterfall as `explained.why_data` tells it; comparisons of nothing are left out."""
    found = [Bar({"zh": "先验", "en": "prior"}[language], 0.0, fall["prior"], True)]
    reached = fall["prior"]
    for part in fall["parts"]:
        steps = [(part["level_title"][language], part["weight"])]
        steps.append(({"zh": "罕见程度", "en": "how rare"}[language], part["rarity"]))
        for title, weight in steps:
            if weight:
                found.append(Bar(f"{part['title'][language]}: {title}", reached, reached + weight, False))
                reached += weight
    return [*found, Bar({"zh": "合计", "en": "total"}[language], 0.0, fall["weight"], True)]


def text_bars(fall: Mapping[str, Any]) -> list[str]:
    """Return for each step its bar and its bits: + for, - against, = a sum."""
    steps = bars(fall)
    widest = max(abs(bar.end - bar.start) for bar in steps) or 1.0
    told = []
    for bar in steps:
        bits = bar.end - bar.start
        sign = "=" if bar.total else "+" if bits > 0 else "-"
        told.append(f"{sign * max(1, round(BAR * abs(bits) / widest)):{BAR}} {bits:+8.2f}  {bar.title}")
    return told


def svg(fall: Mapping[str, Any], title: str, note: str, language: str = "en") -> str:
    """Return a waterfall as SVG: each bar starts where the one before ended; the dashed line is the threshold.

    `title` (whose weight it is) and `note` (what decided) stand above it.
    """
    from math import log2

    steps = bars(fall, language)
    least = log2(fall["threshold"] / (1 - fall["threshold"]))
    low = min(least, *(min(bar.start, bar.end) for bar in steps))
    high = max(least, *(max(bar.start, bar.end) for bar in steps))

    def x(bits: float) -> str:
        return f"{_LEFT + _WIDE * (bits - low) / (high - low):.1f}"

    height = _ROW * (len(steps) + 1)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDE + _RIGHT}" height="{height + _HEAD}" '
        f'viewBox="0 {-_HEAD} {_LEFT + _WIDE + _RIGHT} {height + _HEAD}" font-family="sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect y="{-_HEAD}" width="{_LEFT + _WIDE + _RIGHT}" height="{height + _HEAD}" fill="white"/>',
        f'<text x="8" y="{20 - _HEAD}" font-weight="bold">{escape(title)}</text>',
        f'<text x="8" y="{38 - _HEAD}" fill="#555">{escape(note)}</text>',
        f'<line x1="{x(0)}" y1="0" x2="{x(0)}" y2="{height - _ROW}" stroke="#999"/>',
        f'<line x1="{x(least)}" y1="0" x2="{x(least)}" y2="{height - _ROW}" stroke="#555" stroke-dasharray="4 3"/>',
    ]
    for row, bar in enumerate(steps):
        left, right = sorted((bar.start, bar.end))
        color = _SUM if bar.total else _FOR if bar.end > bar.start else _AGAINST
        middle = _ROW * row + 17
        lines += [
            f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end">{escape(bar.title)}</text>',
            f'<rect x="{x(left)}" y="{_ROW * row + 5}" width="{max(1.0, float(x(right)) - float(x(left))):.1f}" '
            f'height="{_ROW - 10}" fill="{color}"/>',
            f'<text x="{_LEFT + _WIDE + 8}" y="{middle}">{bar.end - bar.start:+.2f}</text>',
        ]
    foot = {"zh": "位（bit）；虚线为合并阈值", "en": "bits; the dashed line is where a run joins"}[language]
    lines.append(f'<text x="{_LEFT}" y="{height - 8}" fill="#555">{foot}</text></svg>')
    return "\n".join(lines) + "\n"
