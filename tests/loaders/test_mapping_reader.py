"""A mapping file binds wholly, or says every mistake with its line and the nearest known name."""

from pathlib import Path

import pytest

from core.errors import UserError
from loaders.mapping import Value
from loaders.mapping_reader import check_mappings, read_mapping, read_mappings

GOOD = """\
table: library_card
title: 借阅证
agency: 图书馆
grain: card
key: [card_no]
delivery: snapshot
observed: issued
division: address
columns:
  card_no: {header: [证号, 借阅证号], type: str}
  name: {header: 姓名, type: str}
  id_no: {header: 身份证号, type: id}
  sex: {header: 性别, type: code, codes: sex}
  address: {header: 住址, type: addr}
  issued: {header: 发证日期, type: date}
  notes: {header: 备注, type: text}
  paid: {header: 是否缴费, type: bool}
mentions:
  reader: {kind: person, number: id_no, name: name, sex: sex, birth_date: {value: 1990-01-02}, addresses: {a: address}}
nodes:
  card:
    label: Certificate
    key: [{value: library}, card_no]
    at: issued
    set: {number: card_no, kind: {value: library}}
relationships:
  reader HOLDS card: {valid: {from: issued}, when: {sex: [male, female], paid: true}}
"""


def written(folder: Path, text: str, name: str = "library_card.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def refusal(folder: Path, *changes: tuple[str, str]) -> str:
    """Return what is said about the good mapping after text replacements."""
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(UserError) as refused:
        read_mapping(written(folder, text))
    return str(refused.value)


def test_a_good_file_is_bound_whole(tmp_path: Path) -> None:
    mapping = read_mapping(written(tmp_path, GOOD))
    assert mapping.key == ("card_no",)
    assert mapping.columns["card_no"].headers == ("证号", "借阅证号")
    assert mapping.mentions["reader"].addresses == {"a": Value(column="address")}
    assert mapping.nodes["card"].key == (Value(constant="library"), Value(column="card_no"))
    held = mapping.relationships[0]
    assert (held.subject, held.type, held.object) == ("reader", "HOLDS", "card")
    assert held.when == {"sex": ("male", "female"), "paid": ("true",)}
    assert mapping.division_columns == ("address",)


def test_scalars_stay_text(tmp_path: Path) -> None:
    text = GOOD.replace("kind: {value: library}", "kind: {value: 01}").replace("title: 借阅证", "title: no")
    mapping = read_mapping(written(tmp_path, text))
    assert mapping.nodes["card"].set["kind"] == Value(constant="01")
    assert mapping.title == "no"


def test_row_keys_are_empty(tmp_path: Path) -> None:
    text = GOOD.replace("key: [card_no]", "key: row").replace("key: [{value: library}, card_no]", "key: row")
    mapping = read_mapping(written(tmp_path, text))
    assert mapping.key == ()
    assert mapping.nodes["card"].key == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("grain: card", "grian: card", 4, "unknown key grian in the file; did you mean grain?"),
        ("delivery: snapshot", "delivery: snapshots", 6, "delivery cannot be snapshots; did you mean snapshot?"),
        ("key: [card_no]", "key: [card_nr]", 5, "key.0 cannot be card_nr; did you mean card_no?"),
        ("type: addr", "type: adress", 14, "columns.address.type cannot be adress; did you mean addr?"),
        ("codes: sex", "codes: sexes", 13, "columns.sex.codes cannot be sexes; did you mean sex?"),
        ("type: bool", "type: bool, codes: sex", 17, "paid has a dictionary, but its type is bool"),
        ("header: 住址", "heading: 住址", 14, "unknown key heading in columns.address; did you mean header?"),
        ("[证号, 借阅证号]", "[证号, 姓名]", 11, "the header 姓名 of name already means card_no."),
        ("kind: person,", "kind: persona,", 19, "mentions.reader.kind cannot be persona; did you mean person?"),
        ("number: id_no, name: name", "sex: sex, phones: notes", 19, "has neither a number nor a name"),
        ("name: name", "name: name, may_be: raeder", 19, "may_be.0 cannot be raeder; did you mean reader?"),
        ("name: name", "nmae: name", 19, "unknown key nmae in mentions.reader; did you mean name?"),
        ("{value: 1990-01-02}", "notes", 19, "needs a date, but notes is of type text."),
        ("{value: 1990-01-02}", "{value: tomorrow}", 19, "needs a date, but tomorrow is none."),
        ("label: Certificate", "label: Certificat", 22, "cannot be Certificat; did you mean Certificate?"),
        ("{number: card_no,", "{numbr: card_no,", 25, "unknown property numbr; did you mean number?"),
        ("{number: card_no,", "{degree: card_no,", 25, "needs a int, but card_no is of type str."),
        ("at: issued", "at: paid", 24, "nodes.card.at needs a date, but paid is of type bool."),
        ("[{value: library}, card_no]", "[{value: library}, crad_no]", 23, "cannot be crad_no; did you mean card_no?"),
        ("reader HOLDS card", "reader HOLD card", 27, "unknown relationship HOLD; did you mean HOLDS?"),
        ("reader HOLDS card", "raeder HOLDS card", 27, "unknown end raeder; did you mean reader?"),
        ("reader HOLDS card", "card HOLDS reader", 27, "HOLDS cannot join Certificate to Person"),
        ("reader HOLDS card", "reader HOLDS", 27, "must read `subject TYPE object`"),
        ("sex: [male, female]", "sex: [mal]", 27, "sex cannot be mal; did you mean male?"),
        ("sex: [male, female]", "notes: x", 27, "when compares codes, but notes is free text"),
        ("valid: {from: issued}", "valid: {since: issued}", 27, "unknown key since"),
        ("valid: {from: issued}", "valid: {to: issued, before: issued}", 27, "at most one of to"),
        ("issued}, when", "{column: card_no, pattern: '^x'}}, when", 27, "has no group in brackets"),
        ("issued}, when", "{column: card_no, as: city, value: 1}}, when", 27, "exactly one of value, first"),
        ("observed: issued", "observed: card_no", 7, "observed needs a date, but card_no is of type str."),
        ("{value: library}, card_no", "{column: issued, as: city}, card_no", 23, "a column of type date has no city."),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    found = refusal(tmp_path, (old, new))
    assert said in found
    assert f"library_card.yaml, line {line}: " in found


def test_all_mistakes_are_said_at_once_in_order(tmp_path: Path) -> None:
    lines = refusal(tmp_path, ("grain: card", "grian: card"), ("type: bool", "type: boole")).splitlines()
    assert [line.split(": ")[0].rsplit(" ", 1)[1] for line in lines] == ["1", "4", "17", "27"]


def test_a_doubled_key_is_refused(tmp_path: Path) -> None:
    assert "line 12: name stands twice in columns." in refusal(
        tmp_path, ("  id_no: {header: 身份证号", "  name: {header: 号")
    )


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    assert "format 2 is newer than 1" in refusal(tmp_path, ("table:", "format: 2\ntable:"))


def test_a_split_column_must_be_paired_and_is_no_key(tmp_path: Path) -> None:
    said = refusal(tmp_path, ("{header: 姓名, type: str}", "{header: 姓名, type: str, split: 、}"))
    assert "number and name must be split alike" in said
    said = refusal(tmp_path, ("[证号, 借阅证号], type: str", "证号, type: str, split: 、"))
    assert "a part of the key of card is a split column" in said


def test_a_column_may_decide_what_a_party_is(tmp_path: Path) -> None:
    text = GOOD.replace("kind: person,", "kind: {column: sex},")
    with pytest.raises(UserError, match="sex has no dictionary with the words person and organization"):
        read_mapping(written(tmp_path, text))
    text = (
        text.replace("codes: sex", "codes: party_kind").replace("sex: [male, female], ", "").replace("sex: sex, ", "")
    )
    with pytest.raises(UserError, match="HOLDS cannot join Organization to Certificate"):
        read_mapping(written(tmp_path, text))
    mention = read_mapping(written(tmp_path, text.split("relationships")[0])).mentions["reader"]
    assert (mention.kind, mention.kind_column) == ("party", "sex")


def test_a_later_folder_replaces_a_table_and_brings_codes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    (second / "codes").mkdir(parents=True)
    first.mkdir()
    written(first, GOOD)
    written(second, GOOD.replace("title: 借阅证", "title: 新证").replace("codes: sex", "codes: gender"))
    (second / "codes" / "gender.yaml").write_text("title: 性别\ncodes: {male: [公], female: [母]}\n", "utf-8")
    assert read_mappings([first, second])["library_card"].title == "新证"
    assert read_mappings([first])["library_card"].title == "借阅证"


def test_check_names_the_mistakes_of_all_files(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    written(tmp_path, GOOD, "again.yaml")
    written(tmp_path, "table: [", "broken.yaml")
    problems = check_mappings([tmp_path])
    assert any(
        "library_card.yaml, line 1: table library_card is already described by again.yaml" in p for p in problems
    )
    assert any("broken.yaml, line " in p and "not valid YAML" in p for p in problems)
    assert check_mappings([tmp_path / "nowhere"]) == [
        f"{tmp_path / 'nowhere'} is no folder. Give a folder with mapping files (*.yaml)."
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("table: library_card", "table: 'card (a INT); DROP TABLE file; --'", "line 1: the table's name card (a INT)"),
        ("table: library_card", "table: library-card", "line 1: the table's name library-card"),
        ("  notes: {", "  '备注\"号': {", 'line 16: the column 备注"号'),
        ("  notes: {", "  row: {", "line 16: the column row"),
        ("  reader: {kind", "  reader's: {kind", "line 19: the mention reader's"),
        ("\n  card:\n", "\n  Card:\n", "line 21: the node Card"),
    ],
)
def test_names_that_become_names_in_a_database_are_plain_words(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in refusal(tmp_path, (old, new))


def test_a_folder_without_a_mapping_is_told_and_yml_is_one(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(GOOD, "utf-8")
    (problem,) = check_mappings([tmp_path])
    assert "holds no mapping" in problem
    (tmp_path / "library_card.yml").write_text(GOOD, "utf-8")
    assert list(read_mappings([tmp_path])) == ["library_card"]


_LATIN = (("  reader: {kind: person,", "  reader: {kind: person, profile: latin, given_name: notes,"),
          ("birth_date: {value: 1990-01-02}", "birth_date: notes"))  # fmt: skip


def test_a_mention_of_profile_latin_has_a_given_name_and_a_birth_of_text(tmp_path: Path) -> None:
    text = GOOD
    for old, new in _LATIN:
        text = text.replace(old, new)
    reader = read_mapping(written(tmp_path, text)).mentions["reader"]
    assert (reader.profile, reader.given_name, reader.birth_date) == (
        "latin",
        Value(column="notes"),
        Value(column="notes"),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: person,", "kind: person, profile: latn,", "profile cannot be latn; did you mean latin?"),
        ("kind: person,", "kind: person, given_name: name,", "given_name is of profile latin; add `profile: latin`"),
        ("kind: person,", "kind: organization, profile: latin,", "profile latin is of persons"),
        ("birth_date: {value: 1990-01-02}", "birth_date: notes", "needs a date, but notes is of type text"),
    ],
)
def test_a_profile_that_does_not_fit_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in refusal(tmp_path, (old, new))
