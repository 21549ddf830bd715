"""How two provisional persons of the Latin profile are compared, and which pairs are looked at."""

from collections.abc import Iterable

from resolution.linking.model import Weight

Levels = dict[str, dict[str, Weight]]


def _one_slip(column: str) -> str:
    """SQL for one edit between both sides; texts of other lengths, most of all, are not worth the counting."""
    return f"(abs(length({column}_l) - length({column}_r)) <= 1 AND damerau_levenshtein({column}_l, {column}_r) <= 1)"


# A word that stands in another place counts once: as a given name, and as a family name only where both are exchanged.
# Per comparison: the condition for "nothing to compare", then its levels, best first; the last is everything else.
COMPARISONS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "given": (
        "given_l IS NULL OR given_r IS NULL",
        (
            ("exact", "given_l = given_r"),
            ("near", "length(given_l) > 3 AND length(given_r) > 3 AND "
                     f"({_one_slip('given')} OR sound_given_l = sound_given_r)"),
            ("elsewhere", "list_contains(words_l, given_r) OR list_contains(words_r, given_l)"),
            ("initial", "least(length(given_l), length(given_r)) = 1 AND left(given_l, 1) = left(given_r, 1)"),
            ("close", "jaro_winkler_similarity(given_l, given_r) >= 0.85"),
            ("other", "ELSE"),
        ),
    ),
    "family": (
        "family_l IS NULL OR family_r IS NULL",
        (
            ("exact", "family_l = family_r"),
            ("near", f"length(family_l) > 3 AND length(family_r) > 3 AND {_one_slip('family')}"),
            ("sound", "sound_family_l = sound_family_r AND length(sound_family_l) > 1"),
            ("elsewhere", "list_contains(rest_l, family_r) OR list_contains(rest_r, family_l) "
                          "OR (given_l = family_r AND family_l = given_r)"),
            ("close", "jaro_winkler_similarity(family_l, family_r) >= 0.85"),
            ("other", "ELSE"),
        ),
    ),
    "rest": (
        "rest_l IS NULL OR rest_r IS NULL",
        (
            ("two", "len(list_intersect(rest_l, rest_r)) > 1"),
            ("one", "list_has_any(rest_l, rest_r)"),
            ("other", "ELSE"),
        ),
    ),
    "birth": (
        "year_l IS NULL OR year_r IS NULL",
        (
            ("exact", "born_l = born_r"),
            ("near", "damerau_levenshtein(born_l, born_r) <= 1"),
            ("month", "left(born_l, 6) = left(born_r, 6)"),
            ("day", "right(born_l, 4) = right(born_r, 4) AND right(born_l, 4) <> '0101'"),
            ("two slips", "damerau_levenshtein(born_l, born_r) <= 2"),
            ("year", "year_l = year_r"),
            ("ten years", "abs(year_l - year_r) <= 10"),
            ("other", "ELSE"),
        ),
    ),
    "sex": (
        "sex_l IS NULL OR sex_r IS NULL",
        (("exact", "sex_l = sex_r"), ("other", "ELSE")),
    ),
    "postcode": (
        "postcode_l IS NULL OR postcode_r IS NULL",
        (
            ("exact", "postcode_l = postcode_r"),
            ("near", "damerau_levenshtein(postcode_l, postcode_r) <= 1"),
            ("outward", "outward_l = outward_r"),
            ("area", "area_l = area_r"),
            ("other", "ELSE"),
        ),
    ),
    "place": (
        "place_l IS NULL OR place_r IS NULL",
        (
            ("exact", "place_l = place_r"),
            ("near", f"{_one_slip('place')} OR (length(least(place_l, place_r)) > 4 AND "
                     "(contains(place_l, place_r) OR contains(place_r, place_l)))"),
            ("other", "ELSE"),
        ),
    ),
    "occupation": (
        "occupation_l IS NULL OR occupation_r IS NULL",
        (("exact", "occupation_l = occupation_r"), ("other", "ELSE")),
    ),
    "number": (
        "number_l IS NULL OR number_r IS NULL",
        (
            ("exact", "number_l = number_r"),
            ("near", "damerau_levenshtein(number_l, number_r) <= 1"),
            ("other", "ELSE"),
        ),
    ),
    "phone": (
        "phones_l IS NULL OR phones_r IS NULL",
        (("shared", "list_has_any(phones_l, phones_r)"), ("other", "ELSE")),
    ),
    "address": (
        "addresses_l IS NULL OR addresses_r IS NULL",
        (
            ("three", "len(list_intersect(addresses_l, addresses_r)) > 2"),
            ("two", "len(list_intersect(addresses_l, addresses_r)) = 2"),
            ("one", "list_has_any(addresses_l, addresses_r)"),
            ("other", "ELSE"),
        ),
    ),
}  # fmt: skip

# Families share names, homes and places. Under another given name, whoever was born in another year or is of the other
# sex is a relative; a namesake born in other decades is one unless he lives at the very same place. A number tells.
RELATIVES = """
number NOT IN ('exact', 'near') AND (
    (given = 'other' AND (birth IN ('ten years', 'other') OR (sex = 'other' AND birth NOT IN ('exact', 'near'))))
    OR (birth = 'other' AND postcode <> 'exact' AND address <> 'three'))
"""

# Values whose rarity counts where they are equal.
RARITY = {"given": "given", "family": "family", "birth": "born", "postcode": "postcode", "place": "place",
          "occupation": "occupation"}  # fmt: skip

# What two must share to be looked at, as expressions over a node; `word` is any word of its name.
KEYS: tuple[tuple[str, ...], ...] = (
    ("given", "family"),
    ("sound_given", "sound_family"),
    ("given", "left(family, 3)"),
    ("given", "right(family, 3)"),
    ("family", "left(given, 2)"),
    ("word", "born"),
    ("word", "year"),
    ("word", "postcode"),
    ("word", "outward"),
    ("word", "place"),
    ("word", "occupation"),
    ("family", "area"),
    ("sound_family", "born"),
    ("sound_family", "outward"),
    ("sound_family", "place"),
    ("born", "postcode"),
    ("born", "area"),
    ("born", "place"),
    ("born", "left(given, 2)"),
    ("postcode", "place"),
    ("postcode", "occupation"),
    ("postcode", "year"),
    ("postcode", "left(given, 2)"),
    ("place", "year", "occupation"),
    ("number",),
    ("word", "left(number, 4)"),
    ("word", "right(number, 4)"),
    ("born", "right(number, 4)"),
    ("postcode", "left(number, 4)"),
    ("word", "address"),
    ("word", "phone"),
    ("born", "phone"),
    ("born", "address"),
    ("address", "postcode", "left(given, 2)"),
)


def sides(columns: Iterable[str]) -> str:
    """Return SQL for both sides of a pair: columns x_l and x_r of the relations l and r for each column x."""
    return ", ".join(f"l.{column} AS {column}_l, r.{column} AS {column}_r" for column in columns)


def levels_of() -> str:
    """Return SQL for the levels of a pair (columns x_l, x_r), each under the name of its comparison."""
    return ", ".join(f"{level_of(name)} AS {name}" for name in COMPARISONS)


def level_of(comparison: str) -> str:
    """Return SQL for the level of a pair (columns x_l, x_r), `nothing` where there is nothing to compare."""
    nothing, levels = COMPARISONS[comparison]
    whens = " ".join(f"WHEN {condition} THEN '{level}'" for level, condition in levels[:-1])
    return f"CASE WHEN {nothing} THEN 'nothing' {whens} ELSE '{levels[-1][0]}' END"
