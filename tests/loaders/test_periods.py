"""From when to when a row says what it says."""

from datetime import date

import duckdb
import pytest

from loaders.mapping_reader import builtin_mappings
from loaders.periods import sql_period

FROM, TO = "DATE '2012-03-04'", "DATE '2015-06-07'"
STATUS = f"{FROM} AS observed, {FROM} AS status_date"


@pytest.mark.parametrize(
    ("table", "row", "since", "until"),
    [
        ("ps_vehicle", f"{FROM} AS owner_from_date, {TO} AS owner_to_date", "2012-03-04", "2015-06-06"),
        ("ps_vehicle", f"{FROM} AS owner_from_date, NULL::DATE AS owner_to_date", "2012-03-04", "2026-06-30"),
        ("ps_vehicle", "NULL::DATE AS owner_from_date, NULL::DATE AS owner_to_date", None, None),
        ("ps_vehicle", f"{FROM} AS owner_from_date, DATE '2030-01-01' AS owner_to_date", "2012-03-04", "2026-06-30"),
        ("ps_vehicle", "DATE '2202-01-01' AS owner_from_date, NULL::DATE AS owner_to_date", "2026-06-30", "2026-06-30"),
        ("ps_population", f"{STATUS}, 'normal' AS reg_status", "2012-03-04", "2026-06-30"),
        ("ps_population", f"{STATUS}, 'dead' AS reg_status", "2012-03-04", "2012-03-04"),
        ("ca_death", f"{TO} AS observed, {FROM} AS death_date", "2012-03-04", "2015-06-07"),
        ("ct_party", "'（2019）黔0502民初640号' AS case_no", "2019-01-01", "2019-12-31"),
        ("ps_suspect", "'A5205020050002018070401' AS case_no", "2018-01-01", "2018-12-31"),
        ("ps_suspect", "'案件一' AS case_no", None, None),
    ],
)  # fmt: skip
def test_a_row_lasts_from_its_first_day_to_its_last(table: str, row: str, since: str | None, until: str | None) -> None:
    first, last = sql_period(builtin_mappings()[table])
    query = f"SELECT {first}, {last} FROM (SELECT DATE '2026-06-30' AS batch_date, {row}) v"
    wanted = tuple(date.fromisoformat(day) if day else None for day in (since, until))
    assert duckdb.sql(query).fetchall() == [wanted]
