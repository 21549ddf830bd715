"""Entities as their open mentions alone tell of them: what only sealed records say is nowhere to be seen.

Queries that the graph and every look-up share.
"""

OPEN_MENTIONS = """
    SELECT m.*, e.entity_id, e.entity_type, e.match_basis, e.match_probability
    FROM mention m JOIN mention_entity e USING (mention_id)
    WHERE m.record_id NOT IN (SELECT record_id FROM sealed_record)
"""

OPEN_ENTITIES = f"""
    WITH closed AS (
        SELECT DISTINCT entity_id FROM mention_entity JOIN mention USING (mention_id)
        WHERE record_id IN (SELECT record_id FROM sealed_record)),
    told AS (
        SELECT entity_id, mode(name ORDER BY name) AS name, min(number) AS number, min(death_date) AS death_date,
               flatten(list(list_concat([name], other_names))) AS names,
               flatten(list(list_concat([number], old_numbers))) AS numbers,
               mode(birth_date ORDER BY birth_date) AS birth_date, list(birth_date) AS birth_dates
        FROM ({OPEN_MENTIONS}) SEMI JOIN closed USING (entity_id) GROUP BY entity_id),
    partly AS (
        SELECT e.* REPLACE (
            CASE WHEN list_contains(t.names, e.name) THEN e.name ELSE t.name END AS name,
            list_filter(e.names, lambda one: list_contains(t.names, one)) AS names,
            CASE WHEN list_contains(t.numbers, e.number) THEN e.number ELSE t.number END AS number,
            list_filter(e.numbers, lambda one: list_contains(t.numbers, one)) AS numbers,
            CASE WHEN list_contains(t.birth_dates, e.birth_date)
                      OR list_bool_or(list_transform(t.numbers, lambda one:
                             coalesce(one[7:14] = strftime(e.birth_date, '%Y%m%d'), false)))
                 THEN e.birth_date ELSE t.birth_date END AS birth_date,
            t.death_date AS death_date)
        FROM entity e JOIN told t USING (entity_id))
    SELECT * FROM entity ANTI JOIN closed USING (entity_id) UNION ALL BY NAME SELECT * FROM partly
"""
"""The entities that open mentions name, in the columns of `entity`."""
