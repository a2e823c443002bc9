"""How a state comes in, stays and goes, by the charter of the invented council."""

from datetime import date

import pytest

from comity.charter import source
from comity.charter.acts import Amend
from comity.membership.acts import (
    Admit,
    AgreeInPrinciple,
    Apply,
    EndStatus,
    Expel,
    GrantStatus,
    NotifyWithdrawal,
    Reinstate,
    SignMemorandum,
    Suspend,
    Withdraw,
)
from comity.membership.queries import standing
from council import CHARTER

GROUNDS = {"en": "Its ship lies at another's berth."}


def status(state: str, on: str) -> str | None:
    held = standing(state, date.fromisoformat(on))
    return held and held.status


def test_a_state_walks_the_whole_path_of_accession(council):
    """Charter, art. 4: application, decision in principle, memorandum, admission."""
    council.on("2031-02-01").does("Sylvania", Apply(state="XS"))
    principle = council.on("2031-03-01").decides()
    council.does("secretariat", AgreeInPrinciple(state="XS", basis=principle))
    council.on("2031-09-01").does("secretariat", SignMemorandum(state="XS"))
    decision = council.on("2032-03-01").decides()
    entry = council.does("secretariat", Admit(state="XS", basis=decision))

    assert (status("XS", "2032-02-29"), status("XS", "2032-03-01")) == (None, "member")
    assert (entry.findings["article"], entry.findings["decided_by"]) == ("4", "ASSEMBLY")


@pytest.mark.parametrize("left_out", [0, 1, 2])
def test_no_step_of_accession_can_be_left_out(council, left_out):
    decision = council.on("2031-03-01").decides()
    steps = [
        ("Sylvania", Apply(state="XS")),
        ("secretariat", AgreeInPrinciple(state="XS", basis=decision)),
        ("secretariat", SignMemorandum(state="XS")),
        ("secretariat", Admit(state="XS", basis=decision)),
    ]
    del steps[left_out]
    for who, act in steps[:left_out]:
        council.does(who, act)
    refused = council.refuses(*steps[left_out])
    assert (refused.code, refused.article) == ("step_missing", "4")


def test_nobody_is_admitted_but_on_a_decision_of_the_assembly(council):
    council.on("2031-02-01").does("Sylvania", Apply(state="XS"))
    assert council.refuses("secretariat", Admit(state="XS")).code == "no_basis"
    assert council.refuses("secretariat", Admit(state="XS", basis=9999)).code == "basis_unknown"
    assert council.refuses("secretariat", Admit(state="XS", basis=1)).code == "basis_decides_nothing"


def test_a_decision_bears_nothing_that_counts_from_before_it(council):
    later = council.on("2031-03-01").decides()
    refused = council.on("2031-02-01").refuses("secretariat", GrantStatus(state="XS", status="observer", basis=later))
    assert refused.code == "basis_later"


def test_a_delegation_speaks_for_its_own_state_alone(council):
    refused = council.refuses("Borealia", Apply(state="XS"))
    assert refused.code == "another_delegation"
    assert "Sylvania" in str(refused)
    assert council.refuses("secretariat", Apply(state="XS")).code == "another_delegation"


def test_only_the_secretariat_records_an_admission(council):
    decision = council.on("2031-03-01").decides()
    assert council.refuses("Ruritania", Admit(state="XS", basis=decision)).code == "not_your_seat"


def test_an_observer_comes_and_goes_by_decision(council):
    decision = council.on("2031-03-01").decides()
    council.does("secretariat", GrantStatus(state="XS", status="observer", basis=decision))
    refused = council.on("2031-04-01").refuses(
        "secretariat", GrantStatus(state="XS", status="observer", basis=decision)
    )
    assert refused.code == "already_held"
    council.does("secretariat", EndStatus(state="XS", status="observer", basis=decision))
    assert (status("XS", "2031-03-31"), status("XS", "2031-04-01")) == ("observer", None)


def test_membership_is_neither_granted_nor_simply_ended(council):
    decision = council.on("2031-03-01").decides()
    grant = GrantStatus(state="XS", status="member", basis=decision)
    assert council.refuses("secretariat", grant).code == "needs_admission"
    end = EndStatus(state="XA", status="member", basis=decision)
    assert council.refuses("secretariat", end).code == "member_leaves_otherwise"


def test_expulsion_follows_suspension(council):
    """Charter, art. 5: by consensus without the state concerned."""
    decision = council.on("2031-03-01").decides()
    expel = Expel(state="XB", basis=decision, grounds=GROUNDS)
    assert council.refuses("secretariat", expel).code == "not_suspended"
    entry = council.does("secretariat", Suspend(state="XB", basis=decision, grounds=GROUNDS))
    assert entry.findings["rule"] == "consensus-minus-one"
    assert standing("XB", date(2031, 3, 1)).suspended
    council.on("2031-06-01").does("secretariat", expel)
    assert status("XB", "2031-06-01") is None


def test_a_suspended_member_can_be_reinstated(council):
    decision = council.on("2031-03-01").decides()
    council.does("secretariat", Suspend(state="XB", basis=decision, grounds=GROUNDS))
    again = Suspend(state="XB", basis=decision, grounds=GROUNDS)
    assert council.refuses("secretariat", again).code == "already_suspended"
    council.on("2031-05-01").does("secretariat", Reinstate(state="XB", basis=decision))
    assert not standing("XB", date(2031, 5, 1)).suspended
    assert council.refuses("secretariat", Reinstate(state="XB", basis=decision)).code == "not_suspended"


def test_a_member_withdraws_twelve_months_after_its_notice(council):
    """Charter, art. 6."""
    short = NotifyWithdrawal(state="XR", effective_on=date(2032, 2, 28))
    assert council.on("2031-03-01").refuses("Ruritania", short).refusal.values["earliest_on"] == "2032-03-01"
    assert council.refuses("depositary", Withdraw(state="XR")).code == "no_notice"
    council.does("Ruritania", NotifyWithdrawal(state="XR", effective_on=date(2032, 3, 1)))
    assert council.on("2032-02-29").refuses("depositary", Withdraw(state="XR")).code == "notice_runs"
    council.on("2032-03-01").does("depositary", Withdraw(state="XR"))
    assert (status("XR", "2032-02-29"), status("XR", "2032-03-01")) == ("member", None)


def test_nobody_withdraws_where_the_charter_knows_no_withdrawal(council):
    """As under the Charter of the United Nations; the record says so instead of inventing a notice."""
    without = source.load(CHARTER.read_bytes(), CHARTER.name).model_copy(update={"withdrawal": None})
    basis = council.on("2031-03-01").decides()
    council.does("secretariat", Amend(charter=without, basis=basis))
    notice = NotifyWithdrawal(state="XR", effective_on=date(2040, 1, 1))
    assert council.on("2031-03-02").refuses("Ruritania", notice).code == "no_withdrawal"
    assert council.refuses("depositary", Withdraw(state="XR")).code == "no_withdrawal"


def test_who_is_no_member_has_nothing_to_withdraw_from(council):
    notice = NotifyWithdrawal(state="XS", effective_on=date(2040, 1, 1))
    assert council.on("2031-03-01").refuses("Sylvania", notice).code == "not_held"
