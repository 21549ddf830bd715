"""The mentions of a mapping: who is named in a row, and by which columns."""

from typing import Any

from loaders.mapping import PROFILES, Mention
from loaders.mapping_values import Binder

_MENTION = {
    "number": "strings", "number_type": "string", "old_numbers": "strings", "name": "strings", "other_names": "strings",
    "sex": "string", "birth_date": "date", "death_date": "date", "employer": "string", "self_reported": "bool",
}  # fmt: skip
_LATIN = {
    **dict.fromkeys(("given_name", "family_name", "birth_place", "postcode", "occupation"), "string"),
    "birth_date": "string",
}  # fmt: skip
"""What a mention of profile latin may say besides; its birth may be text, so that a broken date is kept."""
KINDS = {"person": ("Person",), "organization": ("Organization",), "party": ("Person", "Organization", "Undecided")}
"""Kind of a mention → labels of the nodes that its entities may become."""


class MentionReader:
    """Reads the mentions of one file, whose roles may name each other."""

    def __init__(self, binder: Binder, roles: list[str]) -> None:
        self.binder, self.roles = binder, roles

    def read(self, role: str, raw: Any) -> Mention:
        """Return one mention."""
        b, place = self.binder, ("mentions", self.binder.name(role, ("mentions", role), "the mention"))
        known = dict.fromkeys(("kind", "profile", *_MENTION, "phones", "addresses", "when", "may_be", *_LATIN))
        given = b.fields(raw, place, known, ("kind",))
        kind, column = self._kind(given.get("kind"), (*place, "kind"))
        profile, slots = self._profile(given, kind, place)
        if not any(given.get(key) for key in ("number", "name", "given_name", "family_name")):
            b.problem(place, f"the mention {role} has neither a number nor a name.")
        values = {key: b.value(given.get(key), (*place, key), wanted) for key, wanted in slots.items()}
        for key in ("number", "name"):
            if (value := values[key]) and b.is_split(value) and not self._paired(given, key):
                b.problem((*place, key), f"{role}: number and name must be split alike, side by side.")
        phones = given.get("phones")
        many = phones if isinstance(phones, list) else [phones] if phones is not None else []
        bound = [b.value(phone, (*place, "phones", i), "string") for i, phone in enumerate(many)]
        raw_addresses = b.fields(given.get("addresses"), (*place, "addresses"), given.get("addresses") or ())
        addresses = {k: b.value(v, (*place, "addresses", k), "string") for k, v in raw_addresses.items()}
        return Mention(
            role=role,
            kind=kind,
            kind_column=column,
            profile=profile,
            phones=tuple(phone for phone in bound if phone),
            addresses={key: value for key, value in addresses.items() if value},
            when=b.condition(given.get("when"), (*place, "when")),
            may_be=self._roles(given.get("may_be"), (*place, "may_be")),
            **values,
        )

    def _profile(self, given: dict[str, Any], kind: str, place: tuple[str, ...]) -> tuple[str, dict[str, str]]:
        """Return the profile of a mention and the slots it may fill, with their types."""
        b = self.binder
        profile = b.text(given.get("profile"), (*place, "profile"), PROFILES)
        if "profile" not in given:
            for key in _LATIN:
                if key not in _MENTION and key in given:
                    b.problem((*place, key), f"{key} is of profile latin; add `profile: latin` to the mention.")
            return "", _MENTION
        if profile and kind != "person":
            b.problem((*place, "profile"), f"profile {profile} is of persons; this mention is of kind {kind}.")
        birth = given.get("birth_date")
        dated = isinstance(birth, str) and birth in b.columns and b.columns[birth].value_type in ("date", "timestamp")
        return profile, {**_MENTION, **_LATIN, **({"birth_date": "date"} if dated else {})}

    def _roles(self, raw: Any, place: tuple[str, ...]) -> tuple[str, ...]:
        given = raw if isinstance(raw, list) else [raw] if raw is not None else []
        return tuple(self.binder.text(role, (*place, i), self.roles) for i, role in enumerate(given))

    def _paired(self, given: dict[str, Any], key: str) -> bool:
        other = self.binder.columns.get(str(given.get("name" if key == "number" else "number")))
        return other is None or bool(other.split)

    def _kind(self, raw: Any, place: tuple[str, ...]) -> tuple[str, str]:
        if not isinstance(raw, dict):
            return self.binder.text(raw, place, list(KINDS)) or "party", ""
        column = self.binder.column(self.binder.fields(raw, place, ("column",)).get("column"), (*place, "column"))
        words = self.binder.words.get(self.binder.columns[column].codes, {}).values() if column else ()
        if column and not {"person", "organization"} <= set(words):
            self.binder.problem(place, f"{column} has no dictionary with the words person and organization.")
        return "party", column
