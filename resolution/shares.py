"""What two persons may have in common of a thing that many can hold: a phone at one time, a place, an employer.

Lists are those of table node: `phone_times` holds each phone with the days between which its bearer shows it, `places`
what addresses lie in, each by its level (`resolution.normalise.addresses.Where`), `employers` each by its size.
"""

# Numbers given back are handed out again after ninety days (信息产业部 电信服务规范 2005 [U]); within a year of each
# other two uses are taken for one.
TOGETHER = "a.since <= b.until + 366 AND b.since <= a.until + 366"

_ANY = "len(list_filter(one, lambda a: len(list_filter(other, lambda b: {both})) > 0)) > 0"

MACROS = f"""
    CREATE OR REPLACE MACRO phone_at_one_time(one, other) AS {_ANY.format(both=f"a.phone = b.phone AND {TOGETHER}")};
    CREATE OR REPLACE MACRO phone_of_no_time(one, other) AS
        {_ANY.format(both="a.phone = b.phone AND (a.since IS NULL OR b.since IS NULL)")};
    CREATE OR REPLACE MACRO of_level(things, level) AS list_filter(things, lambda one: starts_with(one, level));
    CREATE OR REPLACE MACRO in_common(one, other, level) AS list_has_any(of_level(one, level), of_level(other, level));
    CREATE OR REPLACE MACRO kinds_of(places) AS
        list_transform(places, lambda p: CASE WHEN p[1] = 'c' THEN 'c' ELSE p[1] || split_part(p, ' ', 2) END);
    CREATE OR REPLACE MACRO comparable(one, other) AS list_has_any(kinds_of(one), kinds_of(other));
    CREATE OR REPLACE MACRO in_other_counties(one, other) AS coalesce(
        len(of_level(one, 'c')) > 0 AND len(of_level(other, 'c')) > 0 AND NOT in_common(one, other, 'c'), false);
"""
