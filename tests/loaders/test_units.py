"""Amounts: the unit of the column, of the file's header and of the cell itself."""

from pathlib import Path

import pytest

from tests.loaders.conftest import Records


@pytest.mark.parametrize(
    ("header", "bare"), [("注册资本", 1_000_000), ("注册资本(万元)", 1_000_000), ("注册资本(元)", 100)]
)
def test_a_cell_that_states_its_unit_is_not_multiplied_again(
    records: Records, folder: Path, header: str, bare: float
) -> None:
    lines = [
        f"统一社会信用代码,企业名称,主体类型,成立日期,登记状态,{header}",
        "91520502MA6DN00015,甲,有限公司,2015-01-01,存续,100",
        "91520502MA6DN00023,乙,有限公司,2015-01-01,存续,100万元",
        "91520502MA6DN00031,丙,有限公司,2015-01-01,存续,300元",
        "91520502MA6DN00049,丁,有限公司,2015-01-01,存续,",
    ]
    (folder / "企业.csv").write_text("\n".join(lines) + "\n", "utf-8")
    records.load(folder)
    assert dict(records.rows("SELECT name, reg_capital FROM val_mr_entity")) == {
        "甲": bare,
        "乙": 1_000_000,
        "丙": 300,
        "丁": None,
    }
