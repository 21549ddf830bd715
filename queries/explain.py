"""The sentence that explains a lead, in Chinese or English, from its values."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from core.masking import by_level
from graph.schema import load_schema
from queries.model_types import Rule

UNKNOWN = {"zh": "不详", "en": "unknown"}
NOBODY = {"zh": "无", "en": "none"}
FLAGS = {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}
COMMA = {"zh": "、", "en": ", "}


def shown_name(entity_id: str, names: Mapping[str, str], *, revealed: bool) -> str:
    """Return how an entity is called: its name, masked unless revealed as its kind asks for; else its id."""
    name = names.get(entity_id, "")
    if not name:
        return entity_id
    return name if revealed else str(by_level(name, load_schema().entity(entity_id).level("name")))


def template_values(rule: Rule) -> dict[str, Any]:
    """Return what a lead must keep of its rule, so that its sentence can be told even when the model has changed."""
    words = {name: shown.words for name, shown in rule.shows.items() if shown.words}
    plain = {name: {code: told.model_dump() for code, told in given.items()} for name, given in words.items()}
    return {"zh": rule.says.zh, "en": rule.says.en, "words": plain}


def sentence(says: Mapping[str, Any], values: Mapping[str, Any], language: str = "zh") -> str:
    """Fill a template of `template_values` with values; a name without a value is said to be unknown."""

    def fill(found: re.Match[str]) -> str:
        name = found.group(1)
        return _told(values.get(name), language, says["words"].get(name, {}))

    return re.sub(r"{(\w+)}", fill, says[language])


def _told(value: Any, language: str, words: Mapping[str, Mapping[str, str]]) -> str:
    if value is None or value == "":
        return UNKNOWN[language]
    if isinstance(value, list | tuple):
        return COMMA[language].join(_told(item, language, words) for item in value) or NOBODY[language]
    if isinstance(value, bool):
        return FLAGS[language][value]
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, date):
        return value.isoformat()
    told = words.get(str(value))
    return (told.get(language) or told["zh"]) if told else str(value)
