"""How two provisional persons are compared, and which pairs are looked at: the settings of Splink."""

from typing import Any

from resolution.linking.model import Weight

_FITS = "(masks(pattern_l, number_r) OR masks(pattern_r, number_l) OR pattern_l = pattern_r)"
_SHOWN = "length(replace(coalesce(pattern_l, pattern_r), '*', ''))"
# Two masks that hide other characters may be of one number; that they do not contradict each other says little.
_BOTH_FIT_ONE = """(pattern_l <> pattern_r AND len(list_filter(
    list_zip(string_split(pattern_l, ''), string_split(pattern_r, '')),
    lambda p: p[1] <> p[2] AND p[1] <> '*' AND p[2] <> '*')) = 0)"""
_LAST = "right(coalesce(pattern_l, pattern_r), 1)"

# Per comparison: the condition for "nothing to compare", then its levels, best first, with their conditions; the last
# is everything else. `wrong` is a number whose check fails, `pattern` one that is masked or damaged.
COMPARISONS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "name": (
        "coalesce(name_l, name_pattern_l) IS NULL OR coalesce(name_r, name_pattern_r) IS NULL",
        (
            ("exact", "name_l = name_r"),
            ("alias", "list_has_any(names_l, names_r)"),
            ("variant", "sound_l = sound_r OR shape_l = shape_r"),
            (
                "hidden",
                "coalesce(hides(name_pattern_l, name_r), false) OR coalesce(hides(name_pattern_r, name_l), false)",
            ),
            ("near", "one_apart(name_l, name_r) OR cut_short(name_l, name_r)"),
            ("surname", "surname_l = surname_r"),
            ("other", "ELSE"),
        ),
    ),
    "birth": (
        "birth_date_l IS NULL OR birth_date_r IS NULL",
        (
            ("exact", "birth_date_l = birth_date_r"),
            (
                "near",
                "near_birth(birth_date_l, lunar_l, birth_date_r, lunar_r) "
                "OR rough_day(birth_date_l, birth_date_r) OR rough_day(birth_date_r, birth_date_l)",
            ),
            ("other", "ELSE"),
        ),
    ),
    "sex": (
        "sex_l IS NULL OR sex_r IS NULL",
        (("exact", "sex_l = sex_r"), ("other", "ELSE")),
    ),
    "phone": (
        "phones_l IS NULL OR phones_r IS NULL",
        (
            ("same time", "list_has_any(phones_l, phones_r) AND phone_at_one_time(phone_times_l, phone_times_r)"),
            ("shared", "list_has_any(phones_l, phones_r) AND phone_of_no_time(phone_times_l, phone_times_r)"),
            ("other years", "list_has_any(phones_l, phones_r)"),
            ("other", "ELSE"),
        ),
    ),
    "home": (
        "NOT coalesce(list_has_any(homes_l, homes_r), false) AND NOT coalesce(comparable(places_l, places_r), false)",
        (
            ("shared", "list_has_any(homes_l, homes_r) AND NOT in_other_counties(places_l, places_r)"),
            ("building", "list_has_any(buildings_l, buildings_r)"),
            ("road", "in_common(places_l, places_r, 'r')"),
            ("town", "in_common(places_l, places_r, 't')"),
            ("county", "in_common(places_l, places_r, 'c')"),
            ("other", "ELSE"),
        ),
    ),
    "employer": (
        "employers_l IS NULL OR employers_r IS NULL",
        (
            ("few", "in_common(employers_l, employers_r, 's')"),
            ("some", "in_common(employers_l, employers_r, 'm')"),
            ("many", "in_common(employers_l, employers_r, 'l')"),
            ("other", "ELSE"),
        ),
    ),
    "pattern": (
        "(pattern_l IS NULL AND pattern_r IS NULL) OR coalesce(number_l, pattern_l) IS NULL "
        "OR coalesce(number_r, pattern_r) IS NULL "
        f"OR length(coalesce(pattern_l, number_l)) <> length(coalesce(pattern_r, number_r)) OR {_BOTH_FIT_ONE}",
        (
            ("most digits", f"{_FITS} AND {_SHOWN} >= 14"),
            ("last digits", f"{_FITS} AND (tail_l = tail_r OR ({_SHOWN} >= 10 AND {_LAST} <> '*'))"),
            ("first digits", f"{_FITS} AND {_SHOWN} >= 9"),
            ("area", _FITS),
            ("other", "ELSE"),
        ),
    ),
    "wrong": (
        "(wrong_l IS NULL AND wrong_r IS NULL) OR coalesce(number_l, wrong_l) IS NULL "
        "OR coalesce(number_r, wrong_r) IS NULL",
        (
            ("exact", "wrong_l = wrong_r"),
            ("one slip", "list_contains(slips_l, number_r) OR list_contains(slips_r, number_l)"),
            ("rounded", "masks(rounded_l, number_r) OR masks(rounded_r, number_l)"),
            ("other", "ELSE"),
        ),
    ),
}

# A number or tie that cannot be learnt from labels whose numbers are all whole: what a wrong or masked number shows of
# its own bearer (m), and how rarely it fits a stranger (u): by area and century at random, and in the digits by chance.
ASSUMED: dict[str, dict[str, Weight]] = {
    "pattern": {
        "most digits": Weight(0.4, 1e-6),
        "last digits": Weight(0.2, 2e-5),
        "first digits": Weight(0.1, 1e-3),
        "area": Weight(0.25, 0.15),
        "other": Weight(0.05, 0.84),
    },
    "wrong": {
        "exact": Weight(0.05, 1e-7),
        "one slip": Weight(0.8, 1e-7),
        "rounded": Weight(0.1, 1e-6),
        "other": Weight(0.05, 0.99999),
    },
}

ONE_WITHOUT_NUMBER = "NOT (l.valid AND r.valid)"
BLOCKING: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("l.name = r.name AND l.day = r.day", ()),
    ("l.sound = r.sound AND l.day = r.day", ()),
    ("l.name = r.name AND l.phones = r.phones", ("phones",)),
    ("l.surname = r.surname AND l.phones = r.phones", ("phones",)),
    ("l.sound = r.sound AND l.phones = r.phones", ("phones",)),
    ("l.name = r.name AND l.homes = r.homes", ("homes",)),
    ("l.surname = r.surname AND l.birth_date = r.birth_date AND l.homes = r.homes", ("homes",)),
    ("l.slips = r.slips", ("slips",)),
    ("l.name = r.name AND l.tail = r.tail", ()),
    ("l.name = r.name AND l.head = r.head", ()),
    ("l.sound = r.sound AND l.tail = r.tail", ()),
    ("l.surname = r.surname AND l.head = r.head", ()),
    ("l.surname = r.surname AND l.birth_date = r.birth_date AND l.tail = r.tail", ()),
)


def level_value(comparison: str, level: str) -> int:
    """Return the number Splink gives a level: the last is 0, the first the highest."""
    names = [name for name, _ in COMPARISONS[comparison][1]]
    return len(names) - 1 - names.index(level)


def settings(levels: dict[str, dict[str, Weight]] | None, prior: float) -> dict[str, Any]:
    """Return Splink's settings for table `node`; without levels, for training.

    `prior` is the probability that two provisional persons drawn at random are one.
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "node",
        "probability_two_random_records_match": prior,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"{rule} AND {ONE_WITHOUT_NUMBER}", "sql_dialect": "duckdb"}
            | ({"arrays_to_explode": list(arrays)} if arrays else {})
            for rule, arrays in BLOCKING
        ],
        "comparisons": [_comparison(name, levels[name] if levels else None) for name in COMPARISONS],
    }


def _comparison(name: str, weights: dict[str, Weight] | None) -> dict[str, Any]:
    nothing, levels = COMPARISONS[name]
    described: list[dict[str, Any]] = [{"sql_condition": nothing, "label_for_charts": "nothing", "is_null_level": True}]
    for level, condition in levels:
        one: dict[str, Any] = {"sql_condition": condition, "label_for_charts": level}
        if weights:
            one |= {"m_probability": weights[level].m, "u_probability": weights[level].u}
        if (name, level) == ("name", "exact"):
            one |= {"tf_adjustment_column": "name", "tf_adjustment_weight": 1.0}
        described.append(one)
    return {"output_column_name": name, "comparison_levels": described}
