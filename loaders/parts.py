"""Parts of a cell that a mapping asks for with `as`, kept beside it in val_<T>."""

from functools import lru_cache

from loaders.mapping import Mapping
from resolution.normalise import accounts, addresses, case_numbers, estates, plates
from resolution.normalise.text import compact

_WHOLE = {"vin": plates.vin, "account": accounts.clean, "unit_no": estates.unit_no}


def companions(mapping: Mapping) -> dict[str, tuple[str, str]]:
    """Return the companion columns that val_<T> needs: `<column>__<part>` → (column, part)."""
    asked = [(value.column, value.as_) for value in mapping.values() if value.as_]
    asked += [(name, "division") for name in mapping.division_columns if mapping.columns[name].type != "code"]
    return {f"{column}__{part}": (column, part) for column, part in sorted(set(asked))}


@lru_cache(maxsize=65536)
def read_part(column_type: str, part: str, text: str) -> str | None:
    """Return a part of a normalised cell: city (4 digits), division (6 digits), vin, account, unit_no; else None."""
    if part in _WHOLE:
        return _WHOLE[part](text)
    if column_type == "case_no":
        return case_numbers.division(text)
    digits = compact(text)
    if digits.isdigit():
        return digits[: {"city": 4, "division": 6}[part]] if len(digits) >= 6 or part == "city" else None
    address = addresses.clean(text)
    if address is None:
        return None
    if part == "city":
        return addresses.city(address)
    division, _ = addresses.split(address)
    return division if division and len(division) == 6 else None
