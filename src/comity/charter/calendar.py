"""The organisation's own time: in which zone its hours are told, and on which days it does not work. No Django."""

from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from comity.charter.values import Day, Model


def _known_zone(name: str) -> str:
    if name in available_timezones():
        return name
    raise PydanticCustomError(
        "no_time_zone",
        "There is no such time zone. Write one as the tz database calls it, a place and its region: `Asia/Shanghai`.",
    )


class Calendar(Model):
    """In which time the organisation counts its terms."""

    time_zone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    """The zone in which its hours are told, as the tz database calls it: `"Asia/Shanghai"`."""
    holidays: tuple[Day, ...] = ()
    """Days on which it does not work; a term that would end on one ends on the next day that is none."""
