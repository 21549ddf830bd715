"""What records.duckdb holds of the load stage: one declaration per table.

The stored tables keep what agencies sent, batch by batch. Everything else is made from them anew by every load.
"""

STORED = {
    "batch": "batch_id VARCHAR, source_id VARCHAR, table_name VARCHAR, agency VARCHAR, division VARCHAR, feed VARCHAR, "
    "batch_date DATE, delivery VARCHAR, withdrawn BOOLEAN, ordinal INTEGER, approval_no VARCHAR, purpose_code VARCHAR, "
    "loaded_at VARCHAR",
    "file": "file_id INTEGER, path VARCHAR, sheet VARCHAR, sha256 VARCHAR, table_name VARCHAR, batch_id VARCHAR, "
    "rows BIGINT, loaded BIGINT, skipped BIGINT, error VARCHAR, reader JSON",
    "file_rejected": "file_id INTEGER, reason VARCHAR, n BIGINT",
    "reject": "file_id INTEGER, row BIGINT, reason VARCHAR, cells JSON",
}
"""Kept from load to load. A file without a batch was refused, or its load was stopped."""

DERIVED = {
    "column_level": "table_name VARCHAR, column_name VARCHAR, level INTEGER",
    "file_warning": "file_id INTEGER, warning VARCHAR, n BIGINT",
    "file_retired": "file_id INTEGER, n BIGINT",
    "sighting": "table_name VARCHAR, file_id INTEGER, row BIGINT, record_id VARCHAR",
    "mention": "mention_id VARCHAR, record_id VARCHAR, table_name VARCHAR, role VARCHAR, part INTEGER, "
    "name_field VARCHAR, id_field VARCHAR, kind VARCHAR, number VARCHAR, number_type VARCHAR, old_numbers VARCHAR[], "
    "name VARCHAR, other_names VARCHAR[], sex VARCHAR, birth_date DATE, death_date DATE, phones VARCHAR[], "
    "addresses VARCHAR[], employer VARCHAR, self_reported BOOLEAN, observed DATE, seen_from DATE, seen_to DATE, "
    "division VARCHAR, profile VARCHAR, given_name VARCHAR, family_name VARCHAR, birth_text VARCHAR, "
    "birth_place VARCHAR, postcode VARCHAR, occupation VARCHAR",
    "row_node": "record_id VARCHAR, alias VARCHAR, part INTEGER, label VARCHAR, node_id VARCHAR",
    "mention_tie": "record_id VARCHAR, type VARCHAR, subject VARCHAR, object VARCHAR",
    "may_be": "table_name VARCHAR, role VARCHAR, other VARCHAR",
    "mention_list": "mention_id VARCHAR, list_id VARCHAR",
    "mention_stay": "mention_id VARCHAR, place VARCHAR, held_from DATE, held_to DATE",
    "seal_candidate": "record_id VARCHAR, mention_id VARCHAR, offence DATE, earliest DATE, flagged BOOLEAN, "
    "along BOOLEAN",
}
"""Made anew by every load, as a function of the stored batches."""


def raw_columns(fields: list[str]) -> dict[str, str]:
    """Return the columns of raw_<table>: file_id, row, one text column per field, and the unknown columns as JSON."""
    return {"file_id": "INTEGER", "row": "BIGINT", **{f'"{name}"': "VARCHAR" for name in fields}, "extra": "JSON"}
