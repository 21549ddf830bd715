"""Birth dates of the lunar calendar (农历), as rural records state them without saying so."""

from datetime import date
from functools import cache

from borax.calendars.lunardate import LunarDate


@cache
def solar(stated: date) -> date | None:
    """Return the solar day of a stated date if it is one of the lunar calendar (GB/T 33661-2017), in no leap month.

    None where the calendar has no such day, or the year is not in 1900 to 2099.
    """
    try:
        found: date = LunarDate(stated.year, stated.month, stated.day).to_solar_date()
    except ValueError:
        return None
    return found
