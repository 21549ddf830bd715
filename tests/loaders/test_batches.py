"""Deliveries: what replaces what, what is retired, corrected or withdrawn, whatever the order of loading."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.loaders.conftest import NewRecords, Records, Rows

MARRIAGES = "登记字号,类型,男方姓名,男方身份证号,女方姓名,女方身份证号,登记日期,登记机关"
SUSPECTS = "案件编号,姓名,证件号码,电话,出生日期"
MEASURES = "执行案号,被执行人证件号,措施,财产种类,财产标识,金额,决定日期,期限届满"

LIVE = "SELECT record_id, suspect_name, phone FROM val_ps_suspect WHERE NOT retired ORDER BY 1, 2, 3"
ALL = """SELECT record_id, suspect_name, phone, batch_date, retired FROM val_ps_suspect ORDER BY ALL"""


def write(folder: Path, name: str, header: str, *rows: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def state(records: Records) -> list[Rows]:
    """Everything that later stages read, without file ids."""
    return [
        records.rows(query)
        for query in (
            ALL,
            "SELECT s.table_name, path, sheet, row, record_id FROM sighting s JOIN file USING (file_id) ORDER BY ALL",
            "SELECT * FROM mention ORDER BY ALL",
            "SELECT path, rows, loaded, skipped FROM file ORDER BY ALL",
        )
    ]


def test_loading_the_same_folder_again_changes_nothing(records: Records, folder: Path) -> None:
    write(folder, "嫌疑人.csv", SUSPECTS, "A1,张三,1,13800000001,1990-01-01")
    write(folder, "unknown.csv", "甲,乙,丙", "1,2,3")
    first = records.load(folder)
    before = state(records)
    assert records.load(folder) == first
    assert state(records) == before


def test_a_snapshot_replaces_the_one_before_and_what_is_missing_is_retired(records: Records, folder: Path) -> None:
    write(folder, "嫌疑人_20260531.csv", SUSPECTS, "A1,张三,1,13800000001,", "A2,李四,2,,")
    write(folder, "嫌疑人_20260630.csv", SUSPECTS, "A1,张三,1,13800000002,")
    records.load(folder)
    assert records.rows("SELECT suspect_name, phone, retired FROM val_ps_suspect ORDER BY 1") == [
        ("张三", "13800000002", False),
        ("李四", None, True),
    ]
    assert records.column("SELECT path FROM sighting JOIN file USING (file_id)") == ["嫌疑人_20260630.csv"]
    assert records.column("SELECT name FROM mention") == ["张三"]


def test_an_older_snapshot_that_comes_late_changes_nothing(records: Records, folder: Path, tmp_path: Path) -> None:
    write(folder, "嫌疑人_20260630.csv", SUSPECTS, "A1,张三,1,13800000002,")
    records.load(folder)
    live = records.rows(LIVE)
    write(tmp_path / "late", "嫌疑人_20260531.csv", SUSPECTS, "A1,张三,1,13800000001,", "A2,李四,2,,")
    records.load(tmp_path / "late")
    assert records.rows(LIVE) == live
    assert records.column("SELECT suspect_name FROM val_ps_suspect WHERE retired") == ["李四"]


def test_a_file_sent_again_under_its_name_replaces_the_first(records: Records, folder: Path) -> None:
    write(folder, "嫌疑人.csv", SUSPECTS, "A1,张三,1,,", "A2,李四,2,,")
    records.load(folder)
    write(folder, "嫌疑人.csv", SUSPECTS, "A1,张三,1,,")
    records.load(folder)
    assert [row[1] for row in records.rows(LIVE)] == ["张三"]
    write(folder, "嫌疑人.csv", SUSPECTS, "A1,张三,1,,", "A2,李四,2,,")
    records.load(folder)
    assert sorted(row[1] for row in records.rows(LIVE)) == ["张三", "李四"]


def test_parts_of_a_delivery_stand_side_by_side(records: Records, folder: Path) -> None:
    write(folder, "嫌疑人_520502_20260630.csv", SUSPECTS, "A1,张三,1,,")
    write(folder, "嫌疑人_520521_20260630.csv", SUSPECTS, "A2,李四,2,,")
    records.load(folder)
    assert sorted(row[1] for row in records.rows(LIVE)) == ["张三", "李四"]


def test_an_increment_adds_and_corrects(records: Records, folder: Path) -> None:
    write(
        folder,
        "婚姻_20260531.csv",
        MARRIAGES,
        "J1,结婚,张三,,李某,,2020-01-01,某局",
        "J2,结婚,王五,,赵某,,2020-01-02,某局",
    )
    write(folder, "婚姻_20260630.csv", MARRIAGES, "J1,结婚,张山,,李某,,2020-01-01,某局")
    records.load(folder)
    assert records.rows("SELECT man_name, retired FROM val_ca_marriage ORDER BY 1") == [
        ("张山", False),
        ("王五", False),
    ]


def test_a_withdrawn_batch_no_longer_counts_and_the_one_before_holds_again(records: Records, folder: Path) -> None:
    write(folder, "嫌疑人_20260531.csv", SUSPECTS, "A1,张三,1,13800000001,")
    records.load(folder)
    before = records.rows(LIVE)
    write(folder, "嫌疑人_20260630.csv", SUSPECTS, "A1,张三,1,13800000002,", "A2,李四,2,,")
    records.load(folder)
    (batch,) = records.column("SELECT batch_id FROM batch WHERE batch_date = DATE '2026-06-30'")
    records.load(None, {batch})
    assert records.rows(LIVE) == before
    assert records.rows("SELECT count(*) FROM val_ps_suspect") == [(1,)]
    assert records.column("SELECT batch_id FROM batch WHERE withdrawn") == [batch]


def test_rows_equal_in_every_normalised_value_are_one_record(records: Records, folder: Path) -> None:
    write(
        folder,
        "a.csv",
        SUSPECTS,
        "A520501,张三,52240119750101001x,138 0000 0001,1975/1/1",
        "a520501, 张三 ,52240119750101001X,13800000001,19750101",
    )
    records.load(folder)
    (shared,) = {*records.column("SELECT record_id FROM sighting")}
    assert "." not in shared
    assert records.rows("SELECT count(*) FROM sighting") == [(2,)]
    assert records.rows("SELECT count(*) FROM mention") == [(1,)]


def test_a_row_that_shares_its_key_is_known_by_what_it_says_whichever_come_and_go(
    new_records: NewRecords, tmp_path: Path
) -> None:
    rows = [f"J1,结婚,{name},,李红,,2020-01-01,某局" for name in ("张三", "王五", "丁一", "赵六")]

    def ids(n: int, *given: str) -> dict[str, str]:
        records = new_records()
        records.load(write(tmp_path / str(n), "a.csv", MARRIAGES, *given).parent)
        return dict(records.rows("SELECT man_name, record_id FROM val_ca_marriage"))

    alone, two, turned = ids(0, rows[0]), ids(1, *rows[:2]), ids(2, *rows[1::-1], rows[1])
    three, fewer, corrected = ids(3, *rows[:3]), ids(4, *rows[1:3]), ids(5, rows[0].replace("2020", "2021"))
    every = ids(6, *rows)
    assert (alone, two) == (corrected, turned)
    assert len({*alone.values(), *every.values()}) == 5
    assert all(every.items() >= some.items() for some in (two, three, fewer))
    assert all(found.startswith(f"{alone['张三']}.") for found in every.values())


def test_a_row_that_comes_to_share_its_key_has_not_left(records: Records, folder: Path) -> None:
    one, other = "J1,结婚,张三,,李红,,2020-01-01,某局", "J1,结婚,王五,,李红,,2020-01-01,某局"
    write(folder, "婚姻_20260531.csv", MARRIAGES, one)
    records.load(folder)
    (alone,) = records.column("SELECT record_id FROM val_ca_marriage")
    write(folder, "婚姻_20260630.csv", MARRIAGES, one, other)
    assert records.load(folder)["retired"] == 0
    write(folder, "婚姻_20260731.csv", MARRIAGES, other)
    assert records.load(folder)["retired"] == 1
    assert records.rows("SELECT record_id, man_name FROM val_ca_marriage WHERE NOT retired") == [(alone, "王五")]


def test_a_row_that_left_is_retired_once_as_its_last_batch_stated_it(records: Records, folder: Path) -> None:
    stays, before, after = "A1,张三,1,,", "A2,李四,2,13800000001,", "A2,李四,2,13800000002,"
    write(folder, "嫌疑人_20260430.csv", SUSPECTS, stays, before)
    records.load(folder)
    (known,) = records.column("SELECT record_id FROM val_ps_suspect WHERE suspect_name = '李四'")
    write(folder, "嫌疑人_20260531.csv", SUSPECTS, before, stays)
    write(folder, "嫌疑人_20260630.csv", SUSPECTS, stays, after)
    write(folder, "嫌疑人_20260731.csv", SUSPECTS, stays)
    assert records.load(folder)["retired"] == 1
    assert records.rows("SELECT record_id, phone FROM val_ps_suspect WHERE retired") == [(known, "13800000002")]
    assert records.column("SELECT path FROM file_retired JOIN file USING (file_id)") == ["嫌疑人_20260630.csv"]


def test_where_the_row_is_the_key_equal_rows_are_counted_within_a_file(records: Records, folder: Path) -> None:
    rows = ["（2023）黔0502执1号,1,冻结,存款,6222,100,2023-01-01,"] * 3
    write(folder, "a.csv", MEASURES, *rows)
    write(folder, "b.csv", MEASURES, *rows[:2])
    records.load(folder)
    assert records.rows("SELECT count(*) FROM sighting") == [(5,)]
    ids = records.column("SELECT DISTINCT record_id FROM sighting")
    assert [record.partition(".")[2] for record in ids] == ["", "2", "3"]


def test_agency_and_division_part_records(records: Records, folder: Path) -> None:
    for name in ("甲", "乙"):
        write(folder, f"{name}/a.csv", SUSPECTS, "A1,张三,1,,")
    (folder / "sources.yaml").write_text(
        "甲/*: {agency: 甲局, division_code: '520502', collected_at: 2026-06-01}", "utf-8"
    )
    records.load(folder)
    assert records.rows("SELECT agency, division, batch_date::VARCHAR FROM val_ps_suspect ORDER BY 1") == [
        ("", "", None),
        ("甲局", "520502", "2026-06-01"),
    ]
    assert len(set(records.column("SELECT record_id FROM val_ps_suspect"))) == 2


def test_what_sources_yaml_says_later_holds_for_files_already_loaded(records: Records, folder: Path) -> None:
    write(folder, "a.csv", SUSPECTS, "A1,张三,1,,")
    records.load(folder)
    (folder / "sources.yaml").write_text("a.csv: {agency: 甲局}", "utf-8")
    records.load(folder)
    assert records.rows("SELECT agency, retired FROM val_ps_suspect") == [("甲局", False)]
    assert records.rows("SELECT count(*) FROM batch") == [(1,)]


def test_a_load_that_was_stopped_leaves_no_trace(
    records: Records, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        write(folder, f"{n}.csv", SUSPECTS, f"A{n},张三,{n},,")
    from loaders import settle

    monkeypatch.setattr(settle, "settle", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        records.load(folder)
    monkeypatch.undo()
    (folder / "1.csv").unlink()
    records.con.execute("UPDATE file SET batch_id = NULL; DELETE FROM batch")
    records.load(folder)
    assert records.column("SELECT path FROM sighting JOIN file USING (file_id)") == ["0.csv", "2.csv"]
    assert records.rows("SELECT count(*) FROM raw_ps_suspect") == [(2,)]


DAYS = ("20260331", "20260430", "20260531", "20260630")
row = st.tuples(
    st.sampled_from(["A1", "A2", "A3"]), st.sampled_from(["1", "2", ""]), st.sampled_from(["", "13800000001", "bad"])
)
deliveries = st.lists(st.lists(row, max_size=4), min_size=2, max_size=4)


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a load takes a second: shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deliveries, st.randoms(use_true_random=False))
def test_the_state_is_a_function_of_the_batches_never_of_the_order_of_loading(
    new_records: NewRecords, tmp_path: Path, made: list[list[tuple[str, str, str]]], chance: random.Random
) -> None:
    base = Path(str(tmp_path / f"{chance.getrandbits(64)}"))
    contents = [
        (f"嫌疑人_{day}.csv", [f"{a},张三,{b},{c}," for a, b, c in rows]) for day, rows in zip(DAYS, made, strict=False)
    ]

    def loaded(loads: Iterable[list[tuple[str, list[str]]]], where: str) -> list[Rows]:
        records = new_records()
        for n, files in enumerate(loads):
            for name, rows in files:
                write(base / where / str(n), name, SUSPECTS, *rows)
            records.load(base / where / str(n))
        found = state(records)
        records.con.close()
        return found

    shuffled = contents[:]
    chance.shuffle(shuffled)
    cut = chance.randint(1, len(shuffled) - 1)
    assert loaded([contents], "one") == loaded([shuffled[:cut], shuffled[cut:]], "split")
