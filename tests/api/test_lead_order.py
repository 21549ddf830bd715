"""The strongest lead comes first, and leads of one strength in an order that tells something."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from api.leads import by_strength


@dataclass
class Told:
    """What the order of leads rests on."""

    lead_id: str = "L-2"
    holds: bool = True
    severity: int = 3
    identity_confidence: float = 0.98
    amount_cny: float | None = 100.0
    event_date: date | None = date(2024, 1, 1)


@pytest.mark.parametrize(
    "stronger",
    [
        Told(severity=4), Told(identity_confidence=0.99), Told(amount_cny=101.0), Told(event_date=date(2024, 1, 2)),
        Told(lead_id="L-1"),
    ],
)  # fmt: skip
def test_what_makes_a_lead_come_before_another(stronger: Told) -> None:
    leads: list[Any] = [Told(), stronger]
    assert by_strength(leads) == leads[::-1]


def test_a_lead_that_no_longer_holds_comes_last_and_one_without_a_day_after_those_with() -> None:
    leads: list[Any] = [Told(holds=False, severity=5), Told(event_date=None), Told()]
    assert by_strength(leads) == leads[::-1]
