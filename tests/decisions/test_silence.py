"""When a silence ends: whole days, holidays, and clocks that go forward and back."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils.translation import override

from comity.acting.awaiting import awaiting
from comity.charter import source
from comity.charter.acts import Amend
from comity.decisions.acts import Abstain, Adopt, ExtendSilence, OpenSilence, OpenWritten
from comity.decisions.clerk import lapsed
from comity.decisions.silence import ends_at, last_day, refuse_not_later, refuse_past, refuse_short
from comity.people.models import Account
from comity.record.seats import CHAIR, Seat
from comity.record.sentences import Names, sentence
from council import CHARTER, Council
from council.deciding import now, opened, put_forward

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


def test_no_term_ends_before_it_begins() -> None:
    at = datetime(2031, 3, 13, 17, tzinfo=UTC)
    assert refuse_past(datetime(2031, 3, 13, 17, 0, 1, tzinfo=UTC), at, "8") is None
    assert refuse_past(at, at, "8").code == "in_the_past"


def test_neither_opening_nor_extending_sets_an_end_that_is_past(council: Council) -> None:
    """At nine in UTC it is ten in Berlin."""
    council.on("2031-03-03")
    decision = put_forward(council)
    early = OpenWritten(decision=decision, last_day_on="2031-03-03", hour="10:00")
    refused = council.refuses("chair", early)
    assert refused.code == "in_the_past"
    assert "past: 3 March 2031, 10:00 (Europe/Berlin). Choose a later day or hour." in str(refused)
    council.does("chair", OpenWritten(decision=decision, last_day_on="2031-03-03", hour="10:01"))
    council.at("2031-03-03 10:00")
    later = ExtendSilence(decision=decision, last_day_on="2031-03-03", hour="10:30")
    assert council.refuses("chair", later).code == "in_the_past"


def test_a_term_that_is_set_to_a_holiday_ends_on_the_next_day_that_is_none(council: Council) -> None:
    council.on("2031-12-01")
    decision = put_forward(council)
    council.does("chair", OpenSilence(decision=decision, last_day_on="2031-12-25"))
    assert f"{now(decision).deadline:%Y-%m-%d %H:%M}" == "2031-12-27 17:00"


def test_a_term_that_is_set_case_by_case_may_be_of_hours(council: Council) -> None:
    text = CHARTER.read_text(encoding="utf-8").replace("silence_days = 10", "silence_as_set = true")
    amendment = opened(council.on("2031-03-03"), competence="charter.amend")
    basis = council.does("chair", Adopt(decision=amendment)).seq
    council.does("secretariat", Amend(charter=source.load(text.encode(), CHARTER.name), basis=basis))
    decision = put_forward(council)
    assert council.refuses("chair", OpenSilence(decision=decision)).code == "no_term"
    yesterday = OpenSilence(decision=decision, last_day_on="2031-03-02", hour="23:00")
    assert council.refuses("chair", yesterday).code == "too_short"
    council.does("chair", OpenSilence(decision=decision, last_day_on="2031-03-03", hour="15:00"))
    assert f"{now(decision).deadline:%Y-%m-%d %H:%M}" == "2031-03-03 14:00"


def test_what_lapses_counts_from_the_day_on_which_the_silence_ended(council: Council) -> None:
    """The clerk was away for two days."""
    decision = put_forward(council.on("2031-03-03"))
    council.does("chair", OpenSilence(decision=decision))
    with council.at("2031-03-15 08:00").clock():
        (entry,) = lapsed()
    assert (f"{entry.on}", f"{entry.at:%Y-%m-%d}") == ("2031-03-13", "2031-03-15")
    assert f"{now(decision).ended_on}" == "2031-03-13"


@pytest.fixture
def failed(council: Council) -> int:
    """A silence that has ended, and by the rule it is not adopted: more than half have to be in favour."""
    decision = put_forward(council.on("2031-03-03"), competence="lend-berths")
    council.does("chair", OpenSilence(decision=decision))
    council.does("Arcadia", Abstain(decision=decision, state="XA"))
    council.does("Borealia", Abstain(decision=decision, state="XB"))
    return decision


def test_what_would_carry_a_silence_counts_who_is_silent(
    council: Council, client: Client, anna: Account, failed: int
) -> None:
    client.force_login(anna)
    with council.clock():
        page = client.get(f"/decisions/{failed}").text
    assert "<li>Arcadia consents</li>" in page
    assert "Ruritania consents" not in page


def test_a_silence_that_ended_without_adoption_says_so_and_is_the_chairs(
    council: Council, client: Client, anna: Account, failed: int, caplog
) -> None:
    client.force_login(anna)
    with council.at("2031-03-08 17:00").clock():
        assert [*lapsed(), *lapsed()] == []
        page, listed = (client.get(path).text for path in (f"/decisions/{failed}", "/decisions"))
        kept = Client().get(f"/decisions/{failed}")
        (waits,) = (one for one in awaiting(Seat(CHAIR), "", council.day) if one.subject == f"decision:{failed}")
    assert "a silence procedure, which ended on 8 March 2031, 18:00 (Europe/Berlin): it is not adopted" in page
    assert "unless a state objects" not in page
    assert "It would be adopted" not in page, "nobody can say anything any more"
    assert "silence procedure, its term over" in listed
    assert "private" in kept.headers["Cache-Control"], "the front may not keep it: no act ends the term"
    assert waits.choices[0][0] == "decisions.close_without_outcome"
    assert len(caplog.records) == 1, "the clerk says so once"
