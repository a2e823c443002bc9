"""When a silence ends: a term of whole days in the organisation's own time. Pure functions."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from comity.record.refusals import Refusal


def last_day(opened_at: datetime, days: int, zone: str, holidays: Collection[date] = ()) -> date:
    """The day on which a term of so many days ends that is opened at a moment.

    The day of the opening is not counted. A term that would end on a day on which the organisation does not work goes
    on to the next day on which it does.

    Source: the usual reckoning of terms, as in the European Convention on the Calculation of Time-Limits, art. 3, 5.
    """
    day = opened_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return working(day, holidays)


def working(day: date, holidays: Collection[date]) -> date:
    """The day, or the next one that is no holiday."""
    while day in holidays:
        day += timedelta(days=1)
    return day


def ends_at(day: date, hour: str, zone: str) -> datetime:
    """The moment of that hour on that day, aware UTC. Where clocks go back, the earlier of the two.

    hour   "18:00" in the organisation's time
    """
    local = datetime.combine(day, time.fromisoformat(hour), ZoneInfo(zone))
    return local.astimezone(UTC)


def refuse_short(day: date, earliest: date, article: str) -> Refusal | None:
    """A silence lasts at least as long as the charter says."""
    if day >= earliest:
        return None
    return Refusal(article, "too_short", {"last_day_on": day.isoformat(), "earliest_on": earliest.isoformat()})


def refuse_past(deadline: datetime, at: datetime, article: str) -> Refusal | None:
    """A term ends after it was set."""
    if deadline > at:
        return None
    return Refusal(article, "in_the_past", {"deadline": deadline.isoformat()})


def refuse_not_later(deadline: datetime, present: datetime | None, seq: int, article: str) -> Refusal | None:
    """A term can be made longer, not shorter."""
    if present is None or deadline > present:
        return None
    return Refusal(article, "not_longer", {"decision": seq})
