"""A small graph that the contract tests ask about."""

from datetime import date, datetime

from graph.rows import from_dicts
from graph.schema import load_schema
from graph.store import GraphRows

SPRING, AUTUMN = date(2024, 3, 1), date(2024, 10, 31)


def family() -> GraphRows:
    """Return a couple with a child, two cases and a phone.

    li SPOUSE wang (2010-05-01 to 2024-03-01), li and wang PARENT_OF xiao; li is suspect in c1, wang a victim in c1 and
    c2; li and xiao use one phone; li also stayed at a hotel.
    """
    return from_dicts(
        load_schema(),
        [
            ("Person", "P-li", {"name": "李", "names": ["李", "黎"], "sex": "male", "birth_date": date(1980, 1, 31)}),
            ("Person", "P-wang", {"name": "王", "sex": "female", "in_register": True}),
            ("Person", "P-xiao", {"birth_date": date(2012, 2, 29), "records": ["ps_population:1"]}),
            ("Case", "Case-c1", {"case_no": "A1", "seized": 1.5, "valid_from": SPRING}),
            ("Case", "Case-c2", {"case_no": "A2", "returned": 2, "valid_from": SPRING, "valid_to": AUTUMN}),
            ("Phone", "Phone-p", {"number": "13800000000", "holders": 2}),
            ("Settlement", "Settlement-s", {"admitted": datetime(2024, 5, 6, 7, 8, 9), "at": AUTUMN}),
        ],
        [
            (
                "SPOUSE",
                "P-li",
                "P-wang",
                {"valid_from": date(2010, 5, 1), "valid_to": SPRING, "records": ["m:1", "m:2"]},
            ),
            ("PARENT_OF", "P-li", "P-xiao", {"kind": "father", "confidence": 0.9}),
            ("PARENT_OF", "P-wang", "P-xiao", {"kind": "mother"}),
            ("PARTY_IN", "P-li", "Case-c1", {"role": "suspect", "records": ["s:1"]}),
            ("PARTY_IN", "P-wang", "Case-c1", {"role": "victim"}),
            ("PARTY_IN", "P-wang", "Case-c2", {"role": "victim"}),
            ("USES", "P-li", "Phone-p", {"valid_from": SPRING, "valid_to": AUTUMN}),
            ("USES", "P-xiao", "Phone-p", {}),
            ("SETTLED", "P-li", "Settlement-s", {}),
        ],
    )


def present(counts: dict[str, int]) -> dict[str, int]:
    """Return the counts that are not zero."""
    return {name: n for name, n in counts.items() if n}
