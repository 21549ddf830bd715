"""What is wrong with a value that someone wrote into a file or a setting, in words that need no program to read."""

from typing import Any

_WORDS = {
    "extra_forbidden": "is not known",
    "missing": "is missing; add it",
    "literal_error": "must be {expected}",
    "greater_than": "must be greater than {gt:g}",
    "greater_than_equal": "must be {ge:g} or greater",
    "less_than": "must be less than {lt:g}",
    "less_than_equal": "must be {le:g} or less",
    "string_too_long": "must have at most {max_length} characters",
    "string_too_short": "must have at least {min_length} characters",
    "string_pattern_mismatch": "must be written like {pattern}",
    "too_short": "must have at least {min_length} entries",
}
_KINDS = {
    "bool": "must be true or false",
    "date": "must be a day, YYYY-MM-DD",
    "decimal": "must be a number",
    "dict": "must be keys with values",
    "float": "must be a number",
    "int": "must be a whole number",
    "list": "must be a list",
    "model": "must be keys with values",
    "path": "must be the name of a file or folder",
    "string": "must be text",
    "tuple": "must be a list",
}


def in_words(problem: Any) -> str:
    """Return what is wrong, to stand after the name of the value: `must be a number`.

    `problem` is one entry of `ValidationError.errors()`; what was given is not told, for it may be a secret.
    """
    kind, said = str(problem["type"]), str(problem["msg"])
    if kind in _WORDS:
        return _WORDS[kind].format(**problem.get("ctx", {}))
    if kind == "value_error":
        return "is wrong: " + said.removeprefix("Value error, ")
    return _KINDS.get(kind.split("_")[0], f"is wrong: {said[:1].lower()}{said[1:]}")
