"""The chair, offices and bodies, as tables of cases."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.bodies import rules
from comity.bodies.rules import Chair, Term

START = date(2022, 1, 1)
TERM = Term("A. Clerk", "XA", START, date(2025, 1, 1))


@pytest.mark.parametrize(
    ("since", "previous", "code"),
    [
        (date(2024, 12, 31), TERM, "still_held"),
        (date(2025, 1, 1), TERM, None),
        (date(2025, 1, 1), Term("A. Clerk", "XA", START, None), "still_held"),
        (START, None, None),
    ],
)
def test_an_office_has_one_holder_at_a_time(since, previous, code):
    refusal = rules.refuse_overlap(since, previous, "11")
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("due", "code"), [(date(2025, 1, 1), None), (date(2025, 1, 2), "term_too_long"), (None, None)]
)
def test_a_term_is_no_longer_than_the_charter_says(due, code):
    refusal = rules.refuse_long_term(START, due, date(2025, 1, 1), "11")
    assert (refusal and refusal.code) == code


def test_who_has_served_serves_once_where_no_renewal_is_allowed():
    assert rules.refuse_second_term("A. Clerk", TERM, renewable=False, article="11").code == "not_renewable"
    assert rules.refuse_second_term("A. Clerk", TERM, renewable=True, article="11") is None
    assert rules.refuse_second_term("B. Clerk", TERM, renewable=False, article="11") is None


def test_the_turn_is_a_rule_only_where_the_charter_makes_it_strict():
    assert rules.refuse_out_of_turn("XB", "XA", strict=True, article="5").values["expected_state"] == "XA"
    assert rules.refuse_out_of_turn("XB", "XA", strict=False, article="5") is None
    assert rules.refuse_out_of_turn("XA", "XA", strict=True, article="5") is None
    assert rules.refuse_out_of_turn("XB", None, strict=True, article="5") is None


def test_there_is_one_chair():
    chair = Chair("XA", START)
    assert rules.refuse_if_chaired(chair, "5").code == "chair_taken"
    assert rules.refuse_if_chaired(None, "5") is None
    assert rules.refuse_unless_chairing(chair, "XA", "5") is None
    assert rules.refuse_unless_chairing(chair, "XB", "5").code == "not_in_the_chair"


@given(day=st.dates(date(1900, 1, 1), date(2900, 1, 1)), years=st.integers(1, 30))
def test_years_on_is_the_same_day_but_for_the_last_of_february(day, years):
    later = rules.plus_years(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) in {(day.month, day.day), (2, 28)}


def test_a_meeting_does_not_end_before_it_begins():
    assert rules.refuse_days(START, START) is None
    assert rules.refuse_days(START, date(2021, 12, 31)).code == "ends_before_it_begins"


@pytest.mark.parametrize(
    ("changes_with", "on", "day"),
    [
        ("calendar-year", date(2024, 12, 31), date(2025, 1, 1)),
        ("calendar-year", date(2025, 1, 1), date(2026, 1, 1)),
        ("half-year", date(2025, 1, 1), date(2025, 7, 1)),
        ("half-year", date(2025, 7, 1), date(2026, 1, 1)),
        ("month", date(2025, 11, 30), date(2025, 12, 1)),
        ("month", date(2025, 12, 1), date(2026, 1, 1)),
        ("regular-session", date(2025, 1, 1), None),
    ],
)
def test_the_day_on_which_the_chair_passes_on(changes_with, on, day):
    assert rules.changes_on(changes_with, on, None) == day


def test_with_a_session_the_chair_passes_on_when_it_ends():
    assert rules.changes_on("regular-session", date(2025, 1, 1), date(2025, 6, 3)) == date(2025, 6, 3)
