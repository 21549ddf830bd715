"""Where files come from: feeds and dates in names, sources.yaml and its mistakes."""

from datetime import date
from pathlib import Path

import pytest

from core.errors import UserError
from loaders.sources import Origin, Sources, date_in_name, feed


@pytest.mark.parametrize(
    ("path", "without", "day"),
    [
        ("公安/人口_20260630.csv", "公安/人口.csv", date(2026, 6, 30)),
        ("人口2026年6月30日.xlsx", "人口.xlsx", date(2026, 6, 30)),
        ("人口（2026年6月）.xlsx", "人口.xlsx", date(2026, 6, 1)),
        ("520502人口202606_2.csv", "520502人口_2.csv", date(2026, 6, 1)),
        ("pop_2026-06-30_part2.csv", "pop_part2.csv", date(2026, 6, 30)),
        ("pop_2026.6.30_520502.csv", "pop_520502.csv", date(2026, 6, 30)),
        ("pop20260630143000.csv", "pop.csv", date(2026, 6, 30)),
        ("账_20260101-20260630.csv", "账.csv", date(2026, 6, 30)),
        ("2026-06/人口.csv", "2026-06/人口.csv", None),
        ("20269999.csv", "20269999.csv", None),
        ("（2023）黔0502.csv", "（2023）黔0502.csv", None),
        ("人口.csv", "人口.csv", None),
    ],
)
def test_dates_are_taken_out_of_names_and_other_digits_stay(path: str, without: str, day: date | None) -> None:
    assert (feed(path), date_in_name(path)) == (without, day)


def sources(folder: Path, text: str) -> Sources:
    (folder / "sources.yaml").write_text(text, "utf-8")
    return Sources.of(folder)


def test_the_first_pattern_that_fits_holds(tmp_path: Path) -> None:
    found = sources(
        tmp_path,
        """
        公安/人口*: {agency: 七星关区公安局, division_code: "520502", collected_at: 2026-06-30, delivery: increment}
        "*.csv": {encoding: gb18030}
        """,
    )
    assert found.origin("公安/人口.csv") == Origin("七星关区公安局", "520502", "2026-06-30", delivery="increment")
    assert found.origin("公安/人口.csv").date == date(2026, 6, 30)
    assert found.origin("法院/案件.csv") == Origin(encoding="gb18030")
    assert found.origin("法院/案件.xlsx") == Origin()


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("a.csv: {agancy: x}", "line 1: unknown key agancy; did you mean agency?"),
        ("a.csv: {collected_at: soon}", "soon is no date"),
        ("a.csv: {delivery: all}", "delivery is snapshot or increment"),
        ("a.csv: {division_code: '52'}", "division_code has six digits"),
        ("a.csv: police", "needs keys"),
        ("a.csv: {agency: x}\na.csv: {agency: y}", "line 2: a.csv is given twice"),
    ],
)
def test_mistakes_are_refused_with_their_line(tmp_path: Path, text: str, mistake: str) -> None:
    with pytest.raises(UserError, match=r"sources\.yaml cannot be used") as error:
        sources(tmp_path, text)
    assert mistake in str(error.value)
