"""Code dictionaries: one word per surface form, and mistakes named."""

from pathlib import Path

import pytest

from core.errors import UserError
from loaders.codes import BUILTIN, folded, read_codes, read_dictionary


def test_width_case_and_spaces_do_not_matter() -> None:
    sex = read_codes()["sex"]
    assert {sex[folded(text)] for text in ("男", " 男 ", "１", "m", "MALE")} == {"male"}


@pytest.mark.parametrize(
    ("dictionary", "surface", "word"),
    [
        ("ethnicity", "03", "hui"),
        ("ethnicity", "苗族", "miao"),
        ("marital_status", "21", "married"),
        ("education", "大学专科", "college"),
        ("relation", "52", "mother"),
        ("certificate_type", "111", "citizen"),
        ("principal_penalty", "死刑，缓期二年执行", "death_suspended"),
        ("enforcement_close_mode", "终本", "no_property"),
        ("rental_benefit", "实物", "home"),
        ("entity_status", "存续（在营、开业、在册）", "active"),
    ],
)
def test_national_codes_and_words_are_known(dictionary: str, surface: str, word: str) -> None:
    assert read_codes()[dictionary][folded(surface)] == word


def test_a_form_with_two_meanings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text("title: x\ncodes:\n  a: [甲, 乙]\n  b: [丙, 乙]\n", "utf-8")
    with pytest.raises(UserError, match=r"d\.yaml, line 4: 乙 already stands for a\."):
        read_dictionary(path)


def test_a_dictionary_without_codes_or_with_other_keys_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text("titel: x\n", "utf-8")
    with pytest.raises(UserError) as refused:
        read_dictionary(path)
    assert "line 1: unknown key titel; did you mean title?" in str(refused.value)
    assert "a dictionary needs `codes`" in str(refused.value)


def test_every_dictionary_that_ships_is_used_by_a_table() -> None:
    used = "\n".join(path.read_text("utf-8") for path in BUILTIN.glob("*.yaml"))
    assert [name for name in read_codes() if f"codes: {name}," not in used and f"codes: {name}}}" not in used] == []
