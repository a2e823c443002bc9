"""How the council decides, beyond what `docs/stories` tells: to the millisecond, and who may read what until when."""

from collections.abc import Iterator

import pytest

from comity.decisions import gavel
from comity.decisions.acts import (
    Abstain,
    Adopt,
    Adopted,
    Consent,
    ExtendSilence,
    Lapse,
    Lift,
    NewVersion,
    NotTakingPart,
    Object,
    Open,
    OpenSilence,
    OpenWritten,
    PlaceOpinion,
    Remind,
    Reopen,
)
from comity.decisions.models import Opinion, Position
from comity.decisions.queries import held
from comity.membership.acts import (
    Admit,
    AgreeInPrinciple,
    Apply,
    EndStatus,
    GrantStatus,
    SignMemorandum,
)
from comity.membership.queries import standing
from comity.notices import clerk
from comity.record.acts import Context
from comity.record.models import EntryRow
from comity.record.reading import everything
from comity.record.refusals import Refusal
from council import Council
from council.deciding import now, opened, put_forward

GROUNDS = {"en": "The berth is ours by custom.", "ru": "Причал наш по обычаю.", "zh": "该泊位依惯例属我方。"}


def test_a_silence_procedure_is_broken_in_its_last_minute(council: Council) -> None:
    """Ten days, to six in the evening in Berlin; the clocks go forward on 30 March."""
    council.at("2031-03-20 08:00")
    decision = put_forward(council)
    council.does("chair", OpenSilence(decision=decision))
    assert now(decision).deadline.isoformat() == "2031-03-30T16:00:00+00:00"
    early = council.at("2031-03-30 15:59:30").refuses("clerk", Lapse(decision=decision))
    assert early.code == "silence_lasts"
    council.at("2031-03-30 15:59:59.999").does("Borealia", Object(decision=decision, state="XB", grounds=GROUNDS))
    assert now(decision).stage == "open"
    with council.at("2031-03-30 16:00:30").clock():
        assert clerk.act() == []
    refused = council.refuses("chair", Adopt(decision=decision))
    assert (refused.code, refused.refusal.values["state"]) == ("objection_stands", "XB")


def test_an_objection_at_the_very_minute_is_late(council: Council) -> None:
    council.at("2031-03-20 08:00")
    decision = put_forward(council)
    council.does("chair", OpenSilence(decision=decision))
    objection = Object(decision=decision, state="XB", grounds=GROUNDS)
    assert council.at("2031-03-30 16:00").refuses("Borealia", objection).code == "ended"


def test_a_silence_procedure_lapses_into_adoption(council: Council) -> None:
    """The clerk enters it when the clock has run out, and once, whoever tries it again."""
    council.on("2031-12-15")
    decision = put_forward(council)
    council.does("chair", OpenSilence(decision=decision))
    assert f"{now(decision).deadline:%m-%d %H:%M}" == "12-27 17:00", "25 and 26 December are holidays"
    council.does("Arcadia", Consent(decision=decision, state="XA"))
    with council.at("2031-12-27 17:00").clock():
        (entry,) = clerk.act()
        assert clerk.act() == []
    assert (entry.kind, entry.findings["outcome"]["result"]) == ("decisions.lapse", "adopted")
    assert entry.findings["positions"] == {"consent": ["XA"]}
    found = now(decision)
    assert (found.stage, found.manner, found.adopted_by) == ("adopted", "silence", entry.seq)


def test_a_chair_tries_to_gavel_over_an_objection_and_cannot(council: Council) -> None:
    council.on("2031-03-03")
    decision = opened(council)
    objection = council.at("2031-03-04 10:00:00.123").does(
        "Borealia", Object(decision=decision, state="XB", grounds=GROUNDS)
    )
    refused = council.at("2031-03-04 10:00:00.124").refuses("chair", Adopt(decision=decision))
    assert refused.refusal.values == {
        "state": "XB",
        "decision": decision,
        "objected_at": "2031-03-04 10:00:00.123 UTC",
        "entry": objection.seq,
    }
    assert "Borealia objected to “Berths of the season” at 2031-03-04 10:00:00.123 UTC" in str(refused)
    council.does("Borealia", Lift(decision=decision, state="XB"))
    adopted = council.does("chair", Adopt(decision=decision))
    assert adopted.findings["outcome"]["result"] == "adopted"
    assert EntryRow.objects.filter(seq=objection.seq).exists(), "once adopted, everybody may read what was said"
    late = council.refuses("Borealia", Object(decision=decision, state="XB", grounds=GROUNDS))
    assert late.code == "adopted_already"


def test_an_objection_outlasts_the_text_to_which_it_was_made(council: Council) -> None:
    """Consents are asked for again; an objection is its maker's alone to lift."""
    council.on("2031-03-03")
    decision = opened(council)
    council.does("Arcadia", Consent(decision=decision, state="XA"))
    council.does("Borealia", Object(decision=decision, state="XB", grounds=GROUNDS))
    council.does("Ruritania", NewVersion(decision=decision, text={"en": "Borealia lies at the quay."}))
    assert council.refuses("chair", Adopt(decision=decision)).code == "objection_stands"
    council.does("Arcadia", Abstain(decision=decision, state="XA"))
    council.does("Borealia", Consent(decision=decision, state="XB"))
    with everything():
        assert [(one.state, one.position, one.version) for one in held(decision)] == [
            ("XA", "abstain", 2),
            ("XB", "consent", 2),
        ]
        assert Position.objects.filter(decision=decision).count() == 4, "what was said before stays visible"
    council.does("chair", Adopt(decision=decision))


def test_an_opinion_is_placed_on_record_and_stops_nothing(council: Council) -> None:
    council.on("2031-03-03")
    decision = opened(council)
    opinion = PlaceOpinion(decision=decision, state="XA", opinion={"en": "We would have built a second quay."})
    placed = council.does("Arcadia", opinion)
    assert council.refuses("Arcadia", opinion).code == "opinion_placed"
    assert council.refuses("Sylvania", opinion.model_copy(update={"state": "XS"})).code == "no_right"
    assert not EntryRow.objects.filter(seq=placed.seq).exists(), "for the members, until it is adopted"
    council.does("chair", Adopt(decision=decision))
    assert Opinion.objects.get(decision=decision).text["en"] == "We would have built a second quay."


def test_a_state_comes_in_by_two_decisions(council: Council) -> None:
    """What needs a decision cites it, and nothing else than what was decided."""
    council.on("2031-03-03").does("Sylvania", Apply(state="XS"))
    matter = {"concerned_state": "XS", "title": {"en": "Sylvania"}}
    first = opened(council, **matter, competence="membership.agree_in_principle")
    assert council.refuses("secretariat", AgreeInPrinciple(state="XS", basis=first)).code == "basis_decides_nothing"
    basis = council.does("chair", Adopt(decision=first)).seq
    council.does("secretariat", AgreeInPrinciple(state="XS", basis=basis))
    council.does("secretariat", SignMemorandum(state="XS"))
    assert council.refuses("secretariat", Admit(state="XS", basis=basis)).code == "other_competence"
    second = opened(council, **matter, competence="membership.admit")
    basis = council.does("chair", Adopt(decision=second)).seq
    council.does("secretariat", Admit(state="XS", basis=basis))
    assert standing("XS", council.day).status == "member"
    again = Admit(state="XS", basis=basis)
    assert council.refuses("secretariat", again).code == "carried_out"


def test_a_decision_is_carried_out_once(council: Council) -> None:
    """An observer that lost its status does not have it back by the decision of then."""
    council.on("2031-03-03")
    matter = {"concerned_state": "XS", "title": {"en": "Sylvania"}}
    basis = council.does("chair", Adopt(decision=opened(council, **matter, competence="membership.grant_status"))).seq
    granted = GrantStatus(state="XS", status="observer", basis=basis)
    first = council.does("secretariat", granted)
    over = council.does("chair", Adopt(decision=opened(council, **matter, competence="membership.end_status"))).seq
    council.on("2031-04-03").does(
        "secretariat", EndStatus(state="XS", status="observer", basis=over, grounds=GROUNDS)
    )
    refused = council.on("2031-05-03").refuses("secretariat", granted)
    assert (refused.code, refused.refusal.values["entry"]) == ("carried_out", first.seq)


@pytest.mark.parametrize(("consents", "code"), [(1, "not_carried"), (2, None)])
def test_a_majority_asks_for_consents(council: Council, consents: int, code: str | None) -> None:
    """Two thirds of those who are for or against."""
    council.on("2031-03-03")
    decision = opened(council, competence="fix-dues")
    for state, code_of_state in [("Arcadia", "XA"), ("Ruritania", "XR")][:consents]:
        council.does(state, Consent(decision=decision, state=code_of_state))
    council.does("Borealia", Object(decision=decision, state="XB", grounds=GROUNDS))
    if code:
        assert council.refuses("chair", Adopt(decision=decision)).code == code
    else:
        council.does("chair", Adopt(decision=decision))


def test_what_was_adopted_is_taken_up_again_by_the_same_rule_alone(council: Council) -> None:
    council.on("2031-03-03")
    decision = opened(council, audience="members")
    council.does("Arcadia", Consent(decision=decision, state="XA"))
    council.does("chair", Adopt(decision=decision))
    assert council.refuses("chair", Reopen(decision=decision)).code == "no_basis"
    of_another_rule = opened(council, competence="fix-dues")
    for state, code in (("Arcadia", "XA"), ("Borealia", "XB"), ("Ruritania", "XR")):
        council.does(state, Consent(decision=of_another_rule, state=code))
    basis = council.does("chair", Adopt(decision=of_another_rule)).seq
    assert council.refuses("chair", Reopen(decision=decision, basis=basis)).code == "other_competence"
    basis = council.does("chair", Adopt(decision=opened(council))).seq
    council.does("chair", Reopen(decision=decision, basis=basis))
    assert now(decision).stage == "open"
    council.does("Borealia", Consent(decision=decision, state="XB"))
    council.does("chair", Adopt(decision=decision))


def test_what_a_body_decided_before_the_record_began_is_entered_and_bears_what_rests_on_it(council: Council) -> None:
    """By the secretariat; nobody's position is made up. What was decided later is decided here."""
    told = {"title": {"en": "Sylvania"}, "body": "ASSEMBLY", "concerned_state": "XS"}
    earlier = Adopted(**told, competence="membership.grant_status")
    basis = council.on("2030-02-01").does("secretariat", earlier).seq
    assert (now(basis).manner, now(basis).positions) == ("history", {})
    granted = GrantStatus(state="XS", status="observer", basis=basis)
    assert council.on("2030-03-01").does("secretariat", granted).findings["decided_by"] == "ASSEMBLY"
    assert council.on("2030-03-02").refuses("secretariat", earlier).code == "decided_here"


def test_in_a_written_procedure_silence_is_no_answer(council: Council) -> None:
    council.on("2031-03-03")
    decision = put_forward(council)
    council.does("chair", OpenWritten(decision=decision, last_day_on="2031-03-20"))
    council.does("Arcadia", Consent(decision=decision, state="XA"))
    refused = council.refuses("chair", Adopt(decision=decision))
    assert (refused.code, refused.refusal.values["states"]) == ("not_answered", "XB, XR")
    reminded = council.does("chair", Remind(decision=decision))
    assert reminded.findings["states"] == ["XB", "XR"]
    council.does("Borealia", Abstain(decision=decision, state="XB"))
    assert council.refuses("chair", Open(decision=decision)).code == "in_writing"
    council.does("Ruritania", NotTakingPart(decision=decision, state="XR"))
    assert council.does("chair", Adopt(decision=decision)).findings["manner"] == "written"


def test_a_written_procedure_that_has_ended_goes_on_in_session(council: Council) -> None:
    council.on("2031-03-03")
    decision = put_forward(council)
    council.does("chair", OpenWritten(decision=decision, last_day_on="2031-03-20"))
    council.on("2031-03-21").does("chair", Open(decision=decision))
    assert council.does("chair", Adopt(decision=decision)).findings["manner"] == "session"


def test_in_a_silence_procedure_silence_is_consent_where_the_rule_counts_consents(council: Council) -> None:
    """And yet nothing is put into anybody's mouth: the record keeps what was said."""
    council.on("2031-03-03")
    decision = put_forward(council, competence="lend-berths")
    council.does("chair", OpenSilence(decision=decision))
    with council.at("2031-03-08 17:00").clock():
        (entry,) = clerk.act()
    assert entry.findings["outcome"]["reasons"][1]["values"]["in_favour"] == 3
    assert entry.findings["positions"] == {}


def test_a_silence_is_made_longer_and_never_shorter_than_the_charter_says(council: Council) -> None:
    council.on("2031-03-03")
    decision = put_forward(council)
    assert council.refuses("chair", OpenSilence(decision=decision, last_day_on="2031-03-12")).code == "too_short"
    majority = put_forward(council, competence="fix-dues")
    assert council.refuses("chair", OpenSilence(decision=majority)).code == "no_silence"
    council.does("chair", OpenSilence(decision=decision))
    assert council.refuses("chair", ExtendSilence(decision=decision, last_day_on="2031-03-13")).code == "not_longer"
    council.does("chair", ExtendSilence(decision=decision, last_day_on="2031-03-20", hour="12:00"))
    assert now(decision).deadline.isoformat() == "2031-03-20T11:00:00+00:00"
    with council.at("2031-03-13 17:00").clock():
        assert clerk.act() == [], "the first deadline has passed, and the term was extended"


def test_what_hinders_the_gavel_besides_is_asked_of_other_packages(council: Council, monkeypatch) -> None:
    """A state that has asked for the floor is heard before the chair sees no objection."""

    def asked(decision: int, context: Context) -> Iterator[Refusal | None]:
        yield Refusal("", "test_floor_asked", {"state": "XA"})

    monkeypatch.setattr(gavel, "hindrances", [asked])
    monkeypatch.setitem(gavel.sentences, "test_floor_asked", "%(state)s has asked for the floor.")
    decision = opened(council.on("2031-03-03"))
    refused = council.refuses("chair", Adopt(decision=decision))
    assert str(refused) == "Arcadia has asked for the floor."
