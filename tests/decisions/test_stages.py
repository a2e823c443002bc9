"""Which act fits which stage, and what counts of what was said."""

from datetime import UTC, datetime, timedelta

import pytest

from comity.decisions.stages import (
    Facts,
    Held,
    audience_of_positions,
    counted,
    refuse_early,
    refuse_late,
    refuse_missing_state,
    refuse_narrow_audience,
    refuse_not_entitled,
    refuse_objections,
    refuse_stage,
    stamp,
)

AT = datetime(2031, 3, 13, 17, tzinfo=UTC)


def held(state: str, position: str, version: int = 1, entry: int = 1) -> Held:
    return Held(entry, state, position, version, AT + timedelta(seconds=entry))


def facts(stage: str) -> Facts:
    return Facts(7, stage, "ASSEMBLY", "fix-dues", 1, "chair", "public", "members", "never", "", (), None, None)


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        ("put-forward", "not_opened"),
        ("open", None),
        ("silence", "in_silence"),
        ("written", "in_writing"),
        ("adopted", "adopted_already"),
        ("withdrawn", "was_withdrawn"),
        ("closed", "was_closed"),
    ],
)
def test_what_does_not_fit_is_told_by_the_stage(stage: str, code: str | None) -> None:
    refusal = refuse_stage(facts(stage), ("open",), "8")
    assert (refusal and refusal.code) == code


def test_an_objection_counts_for_every_version_and_all_else_for_its_own() -> None:
    said = [held("XA", "consent", 1), held("XB", "object", 1), held("XR", "abstain", 2)]
    assert counted(said, 2) == {"XB": "object", "XR": "abstain"}
    assert counted(said, 1) == {"XA": "consent", "XB": "object"}


def test_objections_are_told_oldest_first_and_only_those_that_stop_it() -> None:
    said = [held("XR", "object", entry=3), held("XB", "object", entry=2), held("XA", "consent")]
    assert [one.values["state"] for one in refuse_objections(said, ["XB", "XR"], 7, "8")] == ["XB", "XR"]
    assert [one.values["state"] for one in refuse_objections(said, ["XR"], 7, "8")] == ["XR"]


@pytest.mark.parametrize(("minutes", "late"), [(-1, False), (0, True), (1, True)])
def test_what_comes_at_the_deadline_is_late_and_lapses(minutes: int, late: bool) -> None:
    at = AT + timedelta(minutes=minutes)
    assert (refuse_late(AT, at, 7, "8") is not None) == late
    assert (refuse_early(AT, at, 7, "8") is None) == late


def test_who_is_set_aside_is_told_so_rather_than_that_it_is_not_asked() -> None:
    assert refuse_not_entitled("XB", ["XA"], ["XB"], 7, "5").code == "is_set_aside"
    assert refuse_not_entitled("XT", ["XA"], ["XB"], 7, "5").code == "not_entitled"
    assert refuse_not_entitled("XA", ["XA"], ["XB"], 7, "5") is None


def test_those_who_decide_can_read_it() -> None:
    assert refuse_narrow_audience("members") is None
    assert refuse_narrow_audience("body:ASSEMBLY") is None
    assert refuse_narrow_audience("delegation:XA").code == "audience_too_narrow"
    assert refuse_narrow_audience("secretariat").code == "audience_too_narrow"


def test_positions_are_never_open_to_more_than_the_decision_is() -> None:
    assert audience_of_positions("public", None) == "members"
    assert audience_of_positions("public", "public") == "public"
    assert audience_of_positions("members", "public") == "members"


def test_a_rule_that_sets_somebody_aside_has_to_know_whom() -> None:
    assert refuse_missing_state("none", None, (), "8") is None
    assert refuse_missing_state("state-concerned", None, (), "8").code == "nobody_concerned"
    assert refuse_missing_state("parties-to-dispute", None, ("XA",), "8").code == "no_parties"


def test_a_moment_is_told_to_the_millisecond() -> None:
    assert stamp(datetime(2031, 3, 13, 17, 0, 0, 123_900, tzinfo=UTC)) == "2031-03-13 17:00:00.123 UTC"
