"""Tables of cases: notice, quorum, periods, the order of speakers."""

from datetime import UTC, date, datetime

import pytest

from comity.meetings import rules
from comity.meetings.rules import Limit, Session, Turn

NOON = datetime(2031, 3, 1, 12, tzinfo=UTC)
SESSION = Session("7", "ASSEMBLY", "plus", "convened", date(2031, 3, 1), date(2031, 3, 2))


@pytest.mark.parametrize(
    ("thresholds", "entitled", "needed"),
    [
        ([], 10, None),
        ([("2/3", None)], 9, 6),
        ([("2/3", None)], 10, 7),
        ([(None, "1/2")], 10, 6),
        ([(None, "1/2")], 9, 5),
        ([(4, None)], 10, 4),
        ([(None, 4)], 10, 5),
        ([(None, "1/2"), ("3/4", None)], 8, 6),
    ],
)
def test_quorum(thresholds, entitled, needed):
    assert rules.quorum_needed(thresholds, entitled) == needed


@pytest.mark.parametrize(("present", "admitted"), [(5, False), (6, True), (7, True)])
def test_as_many_as_are_needed_are_enough(present, admitted):
    assert (rules.refuse_without_quorum(present, 6, "7") is None) is admitted
    assert rules.refuse_without_quorum(present, None, "7") is None


@pytest.mark.parametrize(("on", "admitted"), [("2031-01-30", True), ("2031-01-31", False)])
def test_notice_of_thirty_days(on, admitted):
    refusal = rules.refuse_short_notice(date.fromisoformat(on), date(2031, 3, 1), 30, "2")
    assert (refusal is None) is admitted
    assert rules.refuse_short_notice(date(2031, 2, 28), date(2031, 3, 1), None, "") is None


@pytest.mark.parametrize(("on", "may_object"), [("2031-02-09", True), ("2031-02-10", True), ("2031-02-11", False)])
def test_the_last_day_to_object_belongs_to_the_period(on, may_object):
    until, day = date(2031, 2, 10), date.fromisoformat(on)
    assert (rules.refuse_past_period(until, day) is None) is may_object
    assert (rules.refuse_running_period(until, day) is None) is not may_object


@pytest.mark.parametrize("states", [(), ("XA",), ("XA", "XA")])
def test_two_have_to_ask_for_an_extraordinary_meeting(states):
    assert rules.refuse_few_initiators(states, 2, "2").code == "few_initiators"
    assert rules.refuse_few_initiators((*states, "XB", "XC"), 2, "2") is None
    assert rules.refuse_few_initiators(states, None, "2") is None


def test_nobody_meets_before_the_first_day():
    assert rules.refuse_early(SESSION, date(2031, 2, 28)).code == "too_early"
    assert rules.refuse_early(SESSION, date(2031, 3, 1)) is None


@pytest.mark.parametrize("format_", ["regular", "extraordinary", "extended", "plus"])
def test_others_are_invited_but_to_the_narrow_format(format_):
    of_format = Session("7", "ASSEMBLY", format_, "convened", SESSION.first, SESSION.last)
    assert rules.refuse_guests(of_format) is None
    narrow = Session("7", "ASSEMBLY", "narrow", "convened", SESSION.first, SESSION.last)
    assert rules.refuse_guests(narrow).code == "narrow_format"


def test_who_asked_first_speaks_first_within_a_rank():
    turns = [Turn(3, "c"), Turn(1, "a"), Turn(5, "e", "reply"), Turn(4, "d", "reply"), Turn(9, "i", "order")]
    assert [turn.seat for turn in rules.in_order(turns)] == ["i", "d", "e", "a", "c"]
    assert rules.in_order([Turn(1, "a", given_at=NOON), Turn(2, "b", ended_at=NOON)]) == []


def test_a_limit_of_ones_own_goes_before_that_of_all_but_a_closed_list_is_closed_to_all():
    limits = {"": Limit("", 3, 1, closed=True), "guest:league": Limit("guest:league", 10, 2)}
    assert rules.limit_for("delegation:XA", limits) == Limit("delegation:XA", 3, 1, closed=True)
    assert rules.limit_for("guest:league", limits) == Limit("guest:league", 10, 2, closed=True)
    assert rules.limit_for("guest:league", {}) == Limit("guest:league")


def test_the_quota_counts_statements_on_the_item_alone():
    made = [
        Turn(1, "a", "statement", 7, NOON, NOON),
        Turn(2, "a", "reply", 8, NOON, NOON),
        Turn(3, "b", "statement", 8, NOON, NOON),
    ]
    limit = Limit("a", turns=1)
    assert rules.refuse_over_quota(made, "a", "statement", limit, 7).code == "over_quota"
    assert rules.refuse_over_quota(made, "a", "statement", limit, 8) is None
    assert rules.refuse_over_quota(made, "a", "order", limit, 7) is None
