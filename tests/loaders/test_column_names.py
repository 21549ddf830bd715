"""Fields may be called like columns of Clew's own tables."""

from pathlib import Path

from loaders.mapping_reader import builtin_mappings
from tests.loaders.conftest import Records


def test_the_agency_that_a_row_names_is_not_the_agency_that_sent_it(records: Records, folder: Path) -> None:
    header = [column.headers[0] for column in builtin_mappings()["ad_penalty"].columns.values()]
    rows = [header, ["1", "某市监局", "某公司"], ["2", "某城管局", "某公司"]]
    (folder / "a.csv").write_text(
        "\n".join(",".join([*row, *[""] * (len(header) - len(row))]) for row in rows), "utf-8"
    )
    (folder / "sources.yaml").write_text("a.csv: {agency: 某司法局}\n", "utf-8")
    records.load(folder)
    assert records.rows("SELECT DISTINCT agency FROM val_ad_penalty") == [("某司法局",)]
    assert records.rows("SELECT count(DISTINCT node_id) FROM row_node WHERE alias = 'agency'") == [(2,)]
