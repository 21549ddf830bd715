"""Any two provisional persons are weighed as Splink's predict weighs them, stored or not."""

from itertools import chain

import duckdb
import pytest

from core.errors import OutOfReach
from core.progress import silent
from resolution.explain import weigh
from resolution.linking.comparisons import COMPARISONS, level_value, settings
from resolution.linking.score import linker
from resolution.resolve import resolve
from tests.resolution.mentions import number, person, write

WANG = number("19750101", 351)
HOME, OTHER_HOME = ["七星关区碧阳小区3栋2单元501室"], ["七星关区碧阳小区3栋2单元502室"]

SAID = [
    person("a:1", "王建国", WANG, phones=["13800001234"], addresses=HOME),
    person("b:1", "王建国", birth_date="1975-01-01", sex="male", phones=["13800001234", "13800005678"]),
    person("c:1", "王健国", birth_date="1975-01-10", addresses=HOME),
    person("d:1", "王某国", sex="female", addresses=OTHER_HOME),
    person("e:1", "王建军", WANG[:6] + "****" + WANG[10:], phones=["13800005678"]),
    person("f:1", "李卫东", WANG[:14] + "****", other_names=["王建国"], sex="male"),
    person("g:1", "王建国", WANG[:16] + str((int(WANG[16]) + 5) % 10) + WANG[17], birth_date="1980-05-05"),
    person("h:1", None, str(int(float(WANG)))),
    person("i:1", "阿卜杜拉", birth_date="1975-10-01"),
    person("j:1", "阿卜杜拉吾", birth_date="1975-01-10", phones=["13900000000"]),
    person("k:1", "张伟"),
    person("r:1", "孙立", phones=["13700000001"], seen_from="2010-01-01", seen_to="2010-06-30"),
    person("s:1", "孙立新", phones=["13700000001"], seen_from="2010-06-30", seen_to="2011-01-01"),
    person("u:1", "吴立新", addresses=["贵州省毕节市七星关区市西街道学院路1号3栋501室"]),
    person("u:2", "郑立新", addresses=["贵州省毕节市七星关区市西街道学院路1号3栋502室"]),
    person("u:3", "冯立新", addresses=["贵州省毕节市七星关区市西街道学院路2号"]),
    person("u:4", "陈立新", addresses=["贵州省毕节市七星关区市西街道桂花路2号"]),
    person("u:6", "卫立新", addresses=["云南省昭通市镇雄县花山乡店子村2组5号"]),
    person("v:1", "蒋立新", employer="七星关区住房保障中心"),
    person("v:2", "沈立新", employer="七星关区住房保障中心"),
    person("v:3", "韩立新", employer="七星关区隆祥装饰工程有限公司"),
    *(person(f"w:{i}", f"{surname}立新", employer="七星关区自来水厂") for i, surname in enumerate("何吕施张")),
    person("u:5", "褚立新", addresses=["贵州省毕节市七星关区青场镇"]),
    person("t:1", "周立新", phones=["13700000001"], seen_from="2020-01-01", seen_to="2020-01-01"),
    person("p:1", "王建国", WANG[:10] + "********"),
    person("q:1", "王建国", WANG[:6] + "************"),
    person("n:1", "王建国", WANG[:11] + "99" + WANG[13:]),
    person("o:1", "钱立新", "520103********0024"),
    person("l:1", "王建国", WANG[:6] + "********" + WANG[14:]),
    person("m:1", "王建", WANG[:16] + str((int(WANG[16]) + 5) % 10) + WANG[17]),
]


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    """A handful of persons who agree and differ in every comparison, resolved."""
    con = write(":memory:", SAID)
    resolve(con, None, None, silent)
    con.execute("UPDATE name_frequency SET tf_name = 0.002 WHERE name = '王建国'")
    con.execute("DELETE FROM name_frequency WHERE name = '张伟'")
    con.execute("UPDATE provisional SET employers = ['m 水厂'] WHERE name IN ('何立新', '吕立新')")
    con.execute("UPDATE provisional SET employers = ['s 中心'] WHERE name IN ('蒋立新', '沈立新')")
    weigh.prepare(con)
    return con


def test_all_pairs_weigh_what_splink_predicts(con) -> None:
    in_force = weigh.stored(con)
    con.execute("CREATE OR REPLACE TABLE node AS FROM provisional")
    chosen = settings(in_force.levels, in_force.prior)
    chosen["blocking_rules_to_generate_predictions"] = [{"blocking_rule": "l.node <> r.node", "sql_dialect": "duckdb"}]
    link = linker(con, "node", chosen)
    link.table_management.register_term_frequency_lookup(link._db_api.register("name_frequency"), "name")
    predicted = link.inference.predict().physical_name
    con.execute(
        f"CREATE TABLE mine AS {weigh.weighed('provisional l JOIN provisional r ON l.node < r.node', in_force)}"
    )
    gammas = ", ".join(f"s.gamma_{name}, w.gamma_{name}" for name in COMPARISONS)
    found = con.execute(
        f"""SELECT s.match_weight, w.match_weight, s.match_probability, w.match_probability, {gammas}
            FROM {predicted} s FULL JOIN mine w USING (node_l, node_r)"""
    ).fetchall()
    assert len(found) == len(SAID) * (len(SAID) - 1) / 2
    for ours, theirs, one, other, *levels in found:
        assert ours == pytest.approx(theirs, abs=1e-6)
        assert one == pytest.approx(other, abs=1e-9)
        assert levels[::2] == levels[1::2]
    seen = {name: {row[4 + 2 * i] for row in found} for i, name in enumerate(COMPARISONS)}
    missing = {
        (name, level)
        for name, (_, levels) in COMPARISONS.items()
        for level, _ in levels
        if level_value(name, level) not in seen[name]
    }
    assert not missing
    assert all(-1 in found for name, found in seen.items() if name != "name")


def test_a_row_that_is_not_stored_is_weighed_like_one_that_is(con) -> None:
    in_force = weigh.stored(con)
    con.execute("CREATE OR REPLACE TEMP TABLE fresh AS SELECT * FROM provisional WHERE name = '王健国'")
    query = "SELECT node_r, match_weight FROM ({}) ORDER BY node_r"
    fresh = con.execute(query.format(weigh.weighed("fresh l JOIN provisional r ON l.node <> r.node", in_force)))
    weights = dict(fresh.fetchall())
    assert len(weights) == len(SAID) - 1
    back = con.execute(query.format(weigh.weighed("provisional l JOIN fresh r ON l.node <> r.node", in_force)))
    assert sorted(weights.values()) == pytest.approx(sorted(chain.from_iterable(row[1:] for row in back.fetchall())))


def test_a_name_nobody_had_is_as_rare_as_the_rarest(con) -> None:
    in_force = weigh.stored(con)
    twice = "(SELECT * FROM provisional WHERE name = '张伟')"
    ((rarity, weight),) = con.execute(
        f"SELECT rarity, weight_name FROM ({weigh.weighed(f'{twice} l CROSS JOIN {twice} r', in_force)})"
    ).fetchall()
    exact = in_force.levels["name"]["exact"]
    assert weight == pytest.approx(weigh.bits(exact))
    assert 2 ** (rarity + weight) == pytest.approx(exact.m / in_force.unseen)


@pytest.mark.parametrize(
    "older",
    ["DELETE FROM linking_level WHERE comparison = 'name' AND level = 'near'", "ALTER TABLE provisional DROP lunar"],
)
def test_records_that_were_compared_in_another_way_are_refused(con, older: str) -> None:
    con.execute("BEGIN")
    con.execute(older)
    with pytest.raises(OutOfReach, match="clew run"):
        weigh.stored(con)
    con.execute("ROLLBACK")
