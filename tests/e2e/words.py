"""The words of the page, as its catalogues have them."""

import json

from tests.api.command_line import ROOT


def catalogue(language: str) -> dict[str, str]:
    """Return all words of a language by key."""
    text = (ROOT / "api" / "web" / "i18n" / f"{language}.js").read_text("utf-8")
    words: dict[str, str] = json.loads(text.removeprefix("export default ").rstrip().removesuffix(";"))
    return words


ZH, EN = catalogue("zh"), catalogue("en")
