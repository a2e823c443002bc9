"""When a silence ends: whole days, holidays, and clocks that go forward and back."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from comity.decisions.acts import ExtendSilence, OpenSilence
from comity.decisions.silence import ends_at, last_day, refuse_not_later, refuse_short
from comity.record.sentences import Names, sentence
from council import Council
from council.deciding import put_forward

CHRISTMAS = (date(2031, 12, 25), date(2031, 12, 26))


@pytest.mark.parametrize(
    ("opened", "days", "zone", "last"),
    [
        ("2031-03-03 08:00", 10, "UTC", "2031-03-13"),
        ("2031-03-03 23:30", 10, "Asia/Shanghai", "2031-03-14"),  # in Shanghai it is the fourth already
        ("2031-03-03 00:30", 10, "America/New_York", "2031-03-12"),  # and in New York still the second
        ("2031-12-15 08:00", 10, "Europe/Berlin", "2031-12-27"),  # two holidays in a row
        ("2031-12-14 08:00", 10, "Europe/Berlin", "2031-12-24"),  # holidays within a term count
        ("2032-02-19 08:00", 10, "UTC", "2032-02-29"),
    ],
)
def test_the_last_day_of_a_term(opened: str, days: int, zone: str, last: str) -> None:
    at = datetime.fromisoformat(opened).replace(tzinfo=UTC)
    assert last_day(at, days, zone, CHRISTMAS) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "moment"),
    [
        ("2031-03-29", "18:00", "Europe/Berlin", "2031-03-29 17:00"),
        ("2031-03-30", "18:00", "Europe/Berlin", "2031-03-30 16:00"),  # the clocks went forward in the night
        ("2031-10-26", "18:00", "Europe/Berlin", "2031-10-26 17:00"),  # and back
        ("2031-10-26", "02:30", "Europe/Berlin", "2031-10-26 00:30"),  # twice on that day: the earlier
        ("2031-03-30", "02:30", "Europe/Berlin", "2031-03-30 01:30"),  # never on that day
        ("2031-06-15", "18:00", "Asia/Shanghai", "2031-06-15 10:00"),
    ],
)
def test_the_moment_at_which_it_ends(day: str, hour: str, zone: str, moment: str) -> None:
    assert f"{ends_at(date.fromisoformat(day), hour, zone):%Y-%m-%d %H:%M}" == moment


def test_a_term_is_never_shorter_than_the_charter_says() -> None:
    earliest = date(2031, 3, 13)
    assert refuse_short(earliest, earliest, "8") is None
    assert refuse_short(date(2031, 3, 12), earliest, "8").code == "too_short"


def test_a_term_is_made_longer_and_not_shorter() -> None:
    now = datetime(2031, 3, 13, 17, tzinfo=UTC)
    assert refuse_not_later(datetime(2031, 3, 13, 17, 1, tzinfo=UTC), now, 7, "8") is None
    assert refuse_not_later(now, now, 7, "8").code == "not_longer"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "it ends on 13 March 2031, 18:00 (Europe/Berlin)."),
        ("ru", "она завершается 13 марта 2031, 18:00 (Europe/Berlin)."),
        ("zh-hans", "至2031年3月13日 18:00（Europe/Berlin）结束。"),
    ],
)
def test_the_entry_says_when_it_ends(council: Council, language: str, told: str) -> None:
    council.on("2031-03-03")
    entry = council.does("chair", OpenSilence(decision=put_forward(council)))
    longer = council.does("chair", ExtendSilence(decision=int(entry.body["decision"]), last_day_on="2031-03-20"))
    with override(language):
        assert sentence(entry, Names(council.day)).endswith(told)
        assert told not in sentence(longer, Names(council.day))
