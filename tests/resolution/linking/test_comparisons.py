"""At which level two persons agree, and what that weighs by the model that ships."""

import pytest

from core.progress import silent
from resolution import employers, forms, kinds, nodes, organizations, owners
from resolution.explain import weigh
from resolution.linking.comparisons import BLOCKING, COMPARISONS
from resolution.linking.model import shipped_model
from resolution.linking.statistics import Statistics
from resolution.normalise import addresses
from resolution.workbench import workbench
from tests.resolution.mentions import number, person, write

ZHAO, QIAN = number("19750101", 1), number("19800202", 3)
PHONE = "13800001234"


def between(comparison: str, *said) -> tuple[str, float]:
    """The level at which the holders of the numbers ZHAO and QIAN agree, and its weight in bits."""
    levels = shipped_model().levels
    with write(":memory:", said) as con, workbench(con) as source:
        forms.build(con, source, silent)
        kinds.decide(con, source)
        organizations.prepare(con)
        owners.find(con)
        nodes.build(con)
        con.execute("CREATE TABLE nobody (name VARCHAR, tf_name DOUBLE)")
        pair = f"(FROM node WHERE number = '{ZHAO}') l CROSS JOIN (FROM node WHERE number = '{QIAN}') r"
        query = weigh.weighed(pair, Statistics("", "", 0, levels, 0.001, 0.001, False), "nobody")
        gamma, weight = con.execute(f"SELECT gamma_{comparison}, weight_{comparison} FROM ({query})").fetchall()[0]
    names = [level for level, _ in COMPARISONS[comparison][1]]
    return ("nothing" if gamma < 0 else names[len(names) - 1 - gamma]), weight


def phone(*periods: tuple[str | None, str | None]) -> str:
    """The level of two who show one phone in these periods, the first of Zhao, the others of Qian."""
    said = [person("a:1", "赵一", ZHAO, phones=[PHONE], seen_from=periods[0][0], seen_to=periods[0][1])]
    said += [
        person(f"b:{i}", "钱二", QIAN, phones=[PHONE], seen_from=since, seen_to=until)
        for i, (since, until) in enumerate(periods[1:])
    ]
    return between("phone", *said)[0]


@pytest.mark.parametrize(
    ("periods", "level"),
    [
        ([("2010-01-01", "2012-12-31"), ("2012-06-01", "2020-01-01")], "same time"),
        ([("2010-01-01", "2010-01-01"), ("2010-12-31", "2010-12-31")], "same time"),
        ([("2010-01-01", "2012-12-31"), ("2015-01-01", "2020-01-01")], "other years"),
        ([("2015-01-01", "2020-01-01"), ("2010-01-01", "2012-12-31")], "other years"),
        ([("2015-01-01", "2015-01-01"), ("2010-01-01", "2010-01-01"), ("2020-01-01", "2020-01-01")], "same time"),
        ([("2015-01-01", None), ("2015-02-01", "2015-02-01")], "same time"),
        ([("2015-01-01", "2015-01-01"), (None, None)], "shared"),
        ([(None, None), (None, None)], "shared"),
    ],
)
def test_a_phone_is_compared_in_the_years_in_which_each_shows_it(periods, level: str) -> None:
    assert phone(*periods) == level


def test_the_phone_that_was_used_at_one_time_counts_before_one_of_other_years() -> None:
    assert between(
        "phone",
        person("a:1", "赵一", ZHAO, phones=[PHONE, "13900005678"], seen_from="2010-01-01", seen_to="2010-01-01"),
        person("b:1", "钱二", QIAN, phones=[PHONE], seen_from="2020-01-01", seen_to="2020-01-01"),
        person("b:2", "钱二", QIAN, phones=["13900005678"], seen_from="2010-03-01", seen_to="2010-03-01"),
    ) == pytest.approx(("same time", weigh.bits(shipped_model().levels["phone"]["same time"])))


def test_a_phone_of_other_years_weighs_less_than_one_of_the_same_and_an_undated_one_stands_between() -> None:
    bits = {level: weigh.bits(weight) for level, weight in shipped_model().levels["phone"].items()}
    assert bits["same time"] > bits["shared"] > bits["other years"] > 0 > bits["other"]
    assert bits["same time"] - bits["other years"] > 2


def home(one: str, other: str) -> str:
    """The level of two who live at these addresses."""
    return between(
        "home", person("a:1", "赵一", ZHAO, addresses=[one]), person("b:1", "钱二", QIAN, addresses=[other])
    )[0]


FLAT = "贵州省毕节市七星关区市西街道学院路115号同心社区2栋1单元804室"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (FLAT, FLAT, "shared"),
        (FLAT, FLAT.replace("804", "904"), "building"),
        (FLAT, FLAT.replace("市西街道", "").replace("804", "904"), "building"),
        (FLAT, FLAT.replace("115号", "7号"), "road"),
        ("贵州省毕节市七星关区青场镇平寨村3组10号", "贵州省毕节市七星关区青场镇平寨村1组2号", "road"),
        ("贵州省毕节市七星关区青场镇平寨村3组10号", "贵州省毕节市七星关区青场镇平寨村", "road"),
        (FLAT, "贵州省毕节市七星关区市西街道桂花路80号", "town"),
        (FLAT, "贵州省毕节市七星关区青场镇平寨村3组10号", "county"),
        (FLAT, FLAT.replace("七星关区", "大方县"), "other"),
        (FLAT, "云南省昭通市镇雄县花山乡店子村2组5号", "other"),
        (FLAT, "贵州省毕节市", "nothing"),
        ("市西街道", "贵州省毕节市大方县", "nothing"),
        ("3栋201室", FLAT, "nothing"),
        ("幸福路12号", "大方县幸福路12号", "nothing"),
        ("幸福路12号", "学院路7号", "other"),
    ],
)
def test_addresses_agree_by_the_smallest_place_that_they_share(one: str, other: str, level: str) -> None:
    one, other = (addresses.clean(text) or "" for text in (one, other))
    assert home(one, other) == level


def test_to_agree_on_a_larger_place_never_weighs_more() -> None:
    levels = shipped_model().levels["home"]
    bits = [weigh.bits(levels[level]) for level, _ in COMPARISONS["home"][1]]
    assert bits == sorted(bits, reverse=True)
    assert bits[1] < 5


def test_a_dormitory_of_many_is_no_building_that_two_share() -> None:
    room, said = "贵州省毕节市七星关区市西街道学院路15号职院宿舍3栋{}室", []
    for i in range(nodes.BUILDING_PERSONS):
        said.append(person(f"c:{i}", f"孙{chr(0x4E10 + i)}", number("19900303", i), addresses=[room.format(300 + i)]))
    crowd = [
        person("a:1", "赵一", ZHAO, addresses=[room.format(201)]),
        person("b:1", "钱二", QIAN, addresses=[room.format(202)]),
    ]
    assert between("home", *crowd)[0] == "building"
    assert between("home", *crowd, *said)[0] == "road"


def test_nobody_is_looked_for_by_a_place() -> None:
    assert not any(word in rule for rule, _ in BLOCKING for word in ("buildings", "places"))


def employer(one: str | None, other: str | None, colleagues: int = 0) -> str:
    """The level of two who work there, the first of whom has so many colleagues."""
    said = [person("a:1", "赵一", ZHAO, employer=one), person("b:1", "钱二", QIAN, employer=other)]
    said += [person(f"c:{i}", f"孙{chr(0x4E10 + i)}", employer=one) for i in range(colleagues)]
    return between("employer", *said)[0]


@pytest.fixture
def all_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A county of few persons, taken for a whole one."""
    monkeypatch.setattr(employers, "ENOUGH", 0)


@pytest.mark.usefixtures("all_known")
@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("七星关区顺达盛餐饮管理有限责任公司", "毕节市七星关区顺达盛餐饮管理有限公司", "few"),
        ("七星关区顺达盛餐饮管理有限公司", "七星关区顺达盛餐饮管理有限公司分公司", "other"),
        ("七星关区住房保障中心", "大方县住房保障中心", "other"),
        ("七星关区住房保障中心", None, "nothing"),
        ("务农", "务农", "nothing"),
        ("无", "个体", "nothing"),
        ("工人", "工人", "nothing"),
        ("事业单位", "事业单位", "nothing"),
    ],
)
def test_an_employer_is_compared_by_its_name(one: str, other: str | None, level: str) -> None:
    assert employer(one, other) == level


def test_where_few_are_employed_at_all_nobody_knows_how_many_work_there() -> None:
    assert employer("七星关区住房保障中心", "七星关区住房保障中心") == "many"


@pytest.mark.usefixtures("all_known")
@pytest.mark.parametrize(("colleagues", "level"), [(1, "few"), (employers.FEW, "some"), (employers.MANY, "many")])
def test_an_employer_of_many_is_another_level_than_one_of_few(colleagues: int, level: str) -> None:
    assert employer("七星关区住房保障中心", "七星关区住房保障中心", colleagues) == level


def test_the_more_work_somewhere_the_less_it_says() -> None:
    bits = {level: weigh.bits(weight) for level, weight in shipped_model().levels["employer"].items()}
    assert bits["few"] > bits["some"] > bits["many"] > bits["other"]
    assert bits["many"] < 4
