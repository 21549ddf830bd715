"""What a search finds, in which order, and what it never does."""

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.lookups import question
from core.errors import UserError
from loaders import sealing
from records.search import search
from tests.graph.records import make_records
from tests.records.indexed import found, index, indexed

ZHANG, SHAN, WANG = "110101198001310013", "110101199002280021", "110101197003030032"
VIN, PLATE = "LSVAA4182E2184847", "贵F12345"
CASE = "（2023）黔0502刑初123号"
CODE = "91520502MA6DL1234X"
HOME = "贵州省毕节市七星关区麻园街道幸福小区3栋2单元501室"


@pytest.fixture(scope="module")
def known() -> duckdb.DuckDBPyConnection:
    """Return a small county: three persons, a company, a car with its plate, a home and a case."""
    return indexed({
        "ps_population": [
            {"person_id_no": ZHANG, "name": "张伟强", "former_name": "张大毛", "phone": "13812340017"},
            {"person_id_no": SHAN, "name": "单小梅"},
            {"person_id_no": WANG, "name": "王芳"},
        ],
        "ps_hotel_checkin": [{"record_no": "1", "guest_name": "張偉強", "id_no": ZHANG}],
        "ps_vehicle": [{"vin": VIN, "plate_no": PLATE, "owner_id_no": ZHANG, "owner_name": "张伟强"}],
        "mr_entity": [{"uscc": CODE, "name": "毕节市远联商贸有限公司"}],
        "ct_case": [{"case_no": CASE}],
        "re_title": [{"unit_no": "520502001001GB00001F00010001", "location": HOME, "holder_name": "王芳",
                      "holder_id_no": WANG}],
    })  # fmt: skip


def everything(con: duckdb.DuckDBPyConnection, text: str) -> list[tuple[str, str, str]]:
    return [(row["label"], row["name"], row["matched"]) for row in search(con, question(text)).results]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("张伟强", ("Person", "张伟强", "name")),
        ("張偉強", ("Person", "张伟强", "name")),
        ("张大毛", ("Person", "张伟强", "other_name")),
        ("伟强", ("Person", "张伟强", "part")),
        ("张", ("Person", "张伟强", "part")),
        ("zhang wei qiang", ("Person", "张伟强", "pinyin")),
        ("Zhāng Wěiqiáng", ("Person", "张伟强", "pinyin")),
        ("zwq", ("Person", "张伟强", "pinyin")),
        ("zhangwei", ("Person", "张伟强", "part")),
        ("shanxiaomei", ("Person", "单小梅", "pinyin")),
        ("danxiaomei", ("Person", "单小梅", "pinyin")),
        ("远联商贸", ("Organization", "毕节市远联商贸有限公司", "part")),
        (ZHANG, ("Person", "张伟强", "number")),
        (f"{ZHANG[:6]} {ZHANG[8:17]}", ("Person", "张伟强", "number")),
        (CODE.lower(), ("Organization", "毕节市远联商贸有限公司", "code")),
        ("138-1234-0017", ("Person", "张伟强", "phone")),
        ("贵F·12345", ("Plate", PLATE, "plate")),
        (VIN, ("Vehicle", VIN, "vin")),
        ("(2023)黔0502刑初字第123号", ("Case", CASE, "case_no")),
        ("黔0502刑初123", ("Case", CASE, "part")),
        ("520502001001 GB00001 F00010001", ("RealEstate", "520502001001GB00001F00010001", "number")),
    ],
)
def test_a_question_finds_what_it_means_first(
    known: duckdb.DuckDBPyConnection, text: str, first: tuple[str, str, str]
) -> None:
    assert everything(known, text)[0] == first


def test_a_plate_finds_the_car_that_bears_it(known: duckdb.DuckDBPyConnection) -> None:
    assert everything(known, PLATE) == [("Plate", PLATE, "plate"), ("Vehicle", VIN, "plate")]


def test_a_part_of_an_address_finds_homes_and_addresses(known: duckdb.DuckDBPyConnection) -> None:
    assert ("RealEstate", "520502001001GB00001F00010001", "part") in everything(known, "幸福小区3栋")


def test_an_id_of_a_thing_finds_it(known: duckdb.DuckDBPyConnection) -> None:
    (car,) = [row for row in search(known, question(VIN)).results if row["label"] == "Vehicle"]
    assert [row["id"] for row in search(known, question(car["id"])).results] == [car["id"]]


@pytest.mark.parametrize(
    "text",
    [
        "张炜强", "张强", "伟张强", "张伟中强", "王房",
        "zhagweiqiang", "zhangweiqiagn", "zhangwweiqiang", "zhangveiqiang",
        ZHANG[:4] + ZHANG[5:], ZHANG[:8] + "7" + ZHANG[9:], f"{ZHANG}5", f"{ZHANG[:10]}10{ZHANG[12:]}",
        "13812340071", "LSVAA4182E218484", "（2023）黔0502刑初124号", CODE[:8] + "7" + CODE[9:],
    ],
)  # fmt: skip
def test_one_mistake_is_forgiven(known: duckdb.DuckDBPyConnection, text: str) -> None:
    assert "near" in [row[2] for row in everything(known, text)]


@pytest.mark.parametrize(
    "text",
    [
        "李大强",
        "zhagveiqiang",
        ZHANG[:4] + "99" + ZHANG[6:],
        "13812340099",
        "LSVAA4182E218499",
        "（2024）黔0502刑初124号",
    ],
)
def test_two_mistakes_are_not(known: duckdb.DuckDBPyConnection, text: str) -> None:
    assert everything(known, text) == []


def test_a_page_is_part_of_a_whole_that_is_counted_by_label(known: duckdb.DuckDBPyConnection) -> None:
    whole = search(known, question("张伟强"))
    pages = [search(known, question("张伟强"), offset=at, limit=1).results for at in range(whole.total)]
    assert [row for page in pages for row in page] == whole.results
    assert whole.kinds == {"Person": whole.total}
    assert search(known, question(VIN), labels=("Person",)).total == 0
    assert search(known, question(VIN), labels=("Person",)).kinds == {"Vehicle": 1}


def test_who_is_named_more_often_stands_first_and_then_the_smaller_id() -> None:
    rows = [{"person_id_no": one, "name": "王芳"} for one in (WANG, SHAN, ZHANG)]
    con = indexed({
        "ps_population": rows, "ps_hotel_checkin": [{"record_no": "1", "guest_name": "王芳", "id_no": WANG}],
    })  # fmt: skip
    assert [row["id"] for row in found(con, "王芳")] == [f"P-{WANG}", f"P-{ZHANG}", f"P-{SHAN}"]


def test_what_only_sealed_records_say_is_never_found() -> None:
    xiao = "110101201202290017"
    con = make_records({
        "ps_suspect": [{"case_no": "A1101010000002025010001", "id_no": xiao, "suspect_name": "绰号",
                        "birth_date": date(2012, 2, 29)}],
        "ps_criminal_case": [{"case_no": "A1101010000002025010001", "accept_date": date(2025, 1, 1)}],
    })  # fmt: skip
    con.execute("CREATE TABLE entity_successor (old_id VARCHAR, new_id VARCHAR)")
    sealing.seal(con)
    index(con)
    for text in ("绰号", "绰", "chuohao", xiao, f"P-{xiao}", xiao[:-1]):
        assert everything(con, text) == []


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=300) | st.text("'\"%_\\.*+?|()[]{}$^;-<>=张伟1aX\u202e\u200f😀\x00 ", max_size=60))
def test_no_text_does_harm(known: duckdb.DuckDBPyConnection, text: str) -> None:
    before = known.execute("SELECT count(*) FROM search_item").fetchall()
    try:
        page = search(known, question(text), limit=3)
    except UserError:
        assert not text.strip()
    else:
        assert len(page.results) <= min(3, page.total)
    assert known.execute("SELECT count(*) FROM search_item").fetchall() == before
