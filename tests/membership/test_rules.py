"""SCO Charter, art. 13 and 14, as tables of cases."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.membership import rules
from comity.membership.rules import Notice, Standing

JUNE = date(2017, 6, 9)
OBSERVER = Standing("XS", "observer", date(2005, 7, 5))


@pytest.mark.parametrize(
    ("on", "code"),
    [(date(2005, 7, 4), "before_present_standing"), (date(2005, 7, 5), "before_present_standing"), (JUNE, None)],
)
def test_a_change_counts_from_a_day_after_the_present_standing_began(on, code):
    refusal = rules.refuse_before(OBSERVER, on, "13")
    assert (refusal and refusal.code) == code


def test_nobody_is_given_what_it_has():
    assert rules.refuse_if_held(OBSERVER, "observer", "14").code == "already_held"
    assert rules.refuse_if_held(OBSERVER, "member", "13") is None
    assert rules.refuse_if_held(None, "member", "13") is None


def test_only_a_state_that_has_a_status_can_lose_it():
    assert rules.refuse_unless_held(OBSERVER, "observer", "XS", "14") is None
    assert rules.refuse_unless_held(OBSERVER, "member", "XS", "13").code == "not_held"
    assert rules.refuse_unless_held(None, "observer", "XS", "14").values == {"state": "XS", "status": "observer"}


PATH = ("membership.apply", "membership.agree_in_principle", "membership.sign_memorandum")


@given(done=st.sets(st.sampled_from(PATH)))
def test_the_first_step_that_is_missing_is_named_and_is_open(done):
    refusal = rules.refuse_missing_steps("XS", PATH, done, "13")
    missing = [step for step in PATH if step not in done]
    assert (refusal is None) == (not missing)
    if refusal:
        assert (refusal.values["step"], refusal.open) == (missing[0], True)


@pytest.mark.parametrize(
    ("effective_on", "code"),
    [(date(2031, 5, 31), "notice_too_short"), (date(2031, 6, 1), None), (date(2032, 1, 1), None)],
)
def test_a_notice_takes_effect_on_its_first_possible_day_at_the_earliest(effective_on, code):
    refusal = rules.refuse_short_notice(effective_on, date(2031, 6, 1), "13")
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("notice", "on", "code"),
    [
        (None, JUNE, "no_notice"),
        (Notice(JUNE, date(2018, 6, 9)), date(2018, 6, 8), "notice_runs"),
        (Notice(JUNE, date(2018, 6, 9)), date(2018, 6, 9), None),
    ],
)
def test_a_state_leaves_on_the_day_that_its_notice_names(notice, on, code):
    refusal = rules.refuse_early_withdrawal("XS", notice, on, "13")
    assert (refusal and refusal.code) == code


def test_the_founders_are_those_of_the_charter_and_found_on_the_founding_day():
    founded = date(2001, 6, 15)
    assert rules.refuse_unless_founder("XA", ("XA",), founded, founded) is None
    assert rules.refuse_unless_founder("XS", ("XA",), founded, founded).code == "not_a_founder"
    assert rules.refuse_unless_founder("XA", ("XA",), JUNE, founded).code == "not_the_founding_day"


def test_suspension_is_asked_of_the_standing():
    suspended = Standing("XS", "member", JUNE, suspended=True)
    assert rules.refuse_if_suspended(suspended, "13").code == "already_suspended"
    assert rules.refuse_if_suspended(OBSERVER, "13") is None
    assert rules.refuse_unless_suspended(suspended, "XS", "13") is None
    assert rules.refuse_unless_suspended(None, "XS", "13").code == "not_suspended"


def test_a_status_must_be_known_on_its_day():
    assert rules.refuse_status_not_in_force("partner", ("member",), JUNE, "14").code == "status_not_in_force"
    assert rules.refuse_status_not_in_force("member", ("member",), JUNE, "13") is None


def test_what_a_state_did_before_it_left_is_behind_it():
    """Whoever comes again begins at the beginning."""
    path = ["membership.apply", "membership.admit", "membership.withdraw", "membership.apply"]
    assert rules.since_leaving(path, str) == ["membership.apply"]
    assert rules.since_leaving(path[:2], str) == path[:2]
    assert rules.since_leaving(path[:3], str) == []
