"""The files of the page: words in both languages, codes in Chinese, vendored files as they were released, no HTML."""

import hashlib
import json
import re
from pathlib import Path

import pytest
import yaml

from tests.api.command_line import ROOT

WEB = ROOT / "api" / "web"
SCRIPTS = sorted(path for path in WEB.rglob("*.js") if path.parent.name != "i18n")
USED = re.compile(r"""\bt\(\s*["']([\w. -]+)["']""")
USED_WITH = re.compile(r"""\bt\(\s*`([\w.]+\.)\$\{""")
FAMILY = re.compile(r"""\bword\(\s*["'](\w+)["']""")


def _catalogue(language: str) -> dict[str, str]:
    text = (WEB / "i18n" / f"{language}.js").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(text.removeprefix("export default ").rstrip().removesuffix(";"))
    return words


def _scripts() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    zh, en = _catalogue("zh"), _catalogue("en")
    assert sorted(zh) == sorted(en)
    gaps = re.compile(r"\{\w+\}")
    assert [key for key in zh if sorted(gaps.findall(zh[key])) != sorted(gaps.findall(en[key]))] == []
    assert [key for key in zh if not zh[key].strip() or not en[key].strip()] == []


def test_no_word_is_missing_and_none_is_used_nowhere() -> None:
    known, scripts = set(_catalogue("zh")), _scripts()
    named = set(USED.findall(scripts))
    families = tuple({f"{one}." for one in FAMILY.findall(scripts)} | set(USED_WITH.findall(scripts)))
    assert sorted(named - known) == []
    assert sorted(key for key in known - named if not key.startswith(families)) == []
    assert [one for one in families if not any(key.startswith(one) for key in known)] == []


def test_every_code_of_the_dictionaries_has_a_chinese_word() -> None:
    text = (WEB / "i18n" / "codes.js").read_text(encoding="utf-8")
    known = set(re.findall(r'[ "]([a-z_0-9]+)"?: "', text))
    codes = {
        str(code)
        for path in sorted((ROOT / "loaders" / "mappings" / "codes").glob("*.yaml"))
        for code in yaml.safe_load(path.read_text(encoding="utf-8"))["codes"]
    }
    assert len(codes) > 300
    assert sorted(codes - known) == []


def test_vendored_files_are_as_they_were_released() -> None:
    folder = WEB / "vendor"
    listed = dict(reversed(line.split()) for line in (folder / "checksums.txt").read_text().splitlines())
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "checksums.txt"
    }
    assert found == listed


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_script_makes_no_html_and_no_code_out_of_text(path: Path) -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function|javascript:|srcdoc"
    )
    assert forbidden.findall(path.read_text(encoding="utf-8")) == []


def test_every_import_leads_to_a_file_and_every_file_is_reached() -> None:
    reached, open_ = set(), [WEB / "app.js"]
    while open_:
        path = open_.pop()
        if path in reached:
            continue
        assert path.is_file(), f"{path} is imported and is not there"
        reached.add(path)
        if path.suffix == ".js":
            found = re.findall(r"""from ["'](\.[^"']+)["']""", path.read_text(encoding="utf-8"))
            open_ += [(path.parent / one).resolve() for one in found]
    assert sorted({*WEB.rglob("*.js"), *WEB.rglob("*.mjs")} - reached) == []
