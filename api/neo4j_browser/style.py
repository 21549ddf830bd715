"""The style file of Neo4j Browser (GraSS): a color, a size and a caption for every label and type of the schema."""

import colorsys
from collections.abc import Iterator, Mapping

from graph.schema import ENTITY_LABELS, NodeType, RelationshipType, Schema

GOLDEN_ANGLE = 0.381966
"""Part of the color circle between labels that follow each other, so that neighbors in the schema look different."""
CONTRAST = 4.5
"""Least contrast of white text on a node (WCAG 2.1, 1.4.3); the same holds for the node on a white page."""
WELL_CONNECTED = 5
"""Types of relationships from which on a label counts as one of the hinges of the graph."""
TELLING = ("role", "kind", "relation")
"""Properties that say more about a relationship than its type does."""


def style_sheet(schema: Schema) -> str:
    """Return the whole style file. GraSS knows no comments."""
    return "".join(_rule(selector, properties) for selector, properties in _rules(schema))


def _rules(schema: Schema) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield "node", {
        "diameter": "50px", "color": "#666666", "border-color": "#444444", "border-width": "2px",
        "text-color-internal": "#FFFFFF", "font-size": "10px",
    }  # fmt: skip
    yield "relationship", {
        "color": "#8A8F98", "shaft-width": "1px", "font-size": "8px", "padding": "3px",
        "text-color-external": "#000000", "text-color-internal": "#FFFFFF", "caption": '"<type>"',
    }  # fmt: skip
    for place, node in enumerate(schema.nodes.values()):
        color, border = node_colors(place)
        yield f"node.{node.label}", {
            "diameter": f"{diameter(schema, node)}px", "color": color, "border-color": border,
            "text-color-internal": "#FFFFFF", "caption": f'"{{{node.caption}}}"',
        }  # fmt: skip
    for tie in schema.relationships.values():
        yield f"relationship.{tie.name}", {"caption": f'"{_caption(tie)}"'}


def _rule(selector: str, properties: Mapping[str, str]) -> str:
    return selector + " {\n" + "".join(f"  {name}: {value};\n" for name, value in properties.items()) + "}\n"


def _caption(tie: RelationshipType) -> str:
    """Return what is written on a relationship: its Chinese title, with what tells two of its type apart."""
    declared = {found.name for found in tie.declared}
    telling = next((name for name in TELLING if name in declared), "")
    return f"{tie.title_zh} {{{telling}}}" if telling else tie.title_zh


def diameter(schema: Schema, node: NodeType) -> int:
    """Return the size of a label's nodes in pixels: who acts is largest, then what much hangs on."""
    if node.label in ENTITY_LABELS.values():
        return 80
    touching = [tie for tie in schema.relationships.values() if any(node.label in pair for pair in tie.ends)]
    return 65 if len(touching) >= WELL_CONNECTED else 50


def node_colors(place: int) -> tuple[str, str]:
    """Return the colors of node and border for the label at a place in the schema, dark enough for white text."""
    hue, lightness = place * GOLDEN_ANGLE % 1, 0.6
    while contrast_with_white(color := _hex(hue, lightness)) < CONTRAST:
        lightness -= 0.01
    return color, _hex(hue, lightness - 0.12)


def _hex(hue: float, lightness: float) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, lightness, 0.55))


def contrast_with_white(color: str) -> float:
    """Return the contrast ratio (WCAG 2.1) of a color, written #RRGGBB, and white."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
