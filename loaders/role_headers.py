"""Headers that name a role and what of it: 罪犯 + 身份证号, wherever a mapping knows the role by another header."""

from loaders.header_grammar import Meaning, fold, read
from loaders.mapping import Mapping, Mention, Value


def naming_columns(mapping: Mapping) -> list[tuple[str, str]]:
    """Return for everybody mentioned the columns with number and name, '' where there is none."""
    return [(_column(mention.number), _column(mention.name)) for mention in mapping.mentions.values()]


def role_meanings(mapping: Mapping) -> dict[str, set[Meaning]]:
    """Return by field what headers mean that are made of a role and a word for the field.

    The roles are the subjects of the mapping's own headers for the name, or of those for the number where it has none.
    """
    found: dict[str, set[Meaning]] = {}
    for mention in mapping.mentions.values():
        known = {kind: field for kind, value in _slots(mention).items() if (field := _column(value))}
        naming = next((kind for kind in ("name", "number") if kind in known), "")
        if not naming:
            continue
        headers = [fold(header) for header in mapping.columns[known[naming]].headers]
        roles = {m.subject for header in headers for m in read(header) if m.kind == naming and _is_role(m.subject)}
        for kind, field in known.items():
            of_role = {Meaning(kind, f"{role}出生" if kind == "date" else role) for role in roles}
            found.setdefault(field, set()).update(of_role)
            if kind == "number" and _is_party(mapping, mention, field):
                found[field].update(Meaning("credit", role) for role in roles)
    return found


def _is_role(subject: str) -> bool:
    return len(subject) >= 2 and not set(subject) & set("/(,")


def _is_party(mapping: Mapping, mention: Mention, field: str) -> bool:
    return mention.kind != "person" and mapping.columns[field].type == "id"


def _slots(mention: Mention) -> dict[str, Value | None]:
    phone = mention.phones[0] if mention.phones else None
    return {"name": mention.name, "number": mention.number, "phone": phone, "date": mention.birth_date}


def _column(value: Value | None) -> str:
    return next((leaf.column for leaf in value.leaves() if leaf.column and not leaf.pattern), "") if value else ""
