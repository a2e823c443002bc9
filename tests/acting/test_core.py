"""What every door asks: what may be begun, what a reader wrote, what would come of it."""

import pytest
from django.utils.translation import override

from acting.conftest import Sits
from comity.acting.parsing import BadFields, UnknownKind, parse
from comity.acting.queries import offered
from comity.acting.telling import as_data, tell
from comity.membership.acts import Apply, NameState, NotifyWithdrawal, SignMemorandum
from comity.people.acts import EndCredential, ReleaseEntry, RestrictCredential
from comity.people.sitting import Sitting
from comity.record.entries import TooLong
from comity.record.models import EntryRow, Head
from comity.record.submission import Moved, judge, submit
from council import Council

pytestmark = pytest.mark.usefixtures("morning")


def kinds(sitting: Sitting) -> set[str]:
    acts = offered(sitting.seat, authority=sitting)
    return {act.kind for act in acts if act.__module__.startswith("comity.")}


IN_THE_ROOM = {"meetings.ask_floor", "meetings.yield_floor", "meetings.roll", "meetings.correct_record"}
"""What is done in a meeting binds nobody; whether one takes part in it, the act itself asks."""


class TestOffered:
    def test_a_delegation_begins_what_is_for_delegations(self, sits: Sits) -> None:
        own = {"membership.apply", "membership.notify_withdrawal", "bodies.hand_over_chair"} | IN_THE_ROOM
        seating = {"people.issue_credential", "people.restrict_credential", "people.end_credential"}
        assert kinds(sits("delegation:XS", "head")) == own | seating
        said = {"abstain", "consent", "lift", "not_taking_part", "object", "place_opinion"}
        deciding = {f"decisions.{verb}" for verb in (*said, "put_forward", "new_version", "withdraw")}
        others = {"bodies.take_chair", "meetings.answer_proposal", "meetings.object_to_participant"}
        assert kinds(sits("delegation:XA", "head")) == own | seating | deciding | others

    @pytest.mark.parametrize(
        ("seat", "role"),
        [
            ("delegation:XA", "expert"),
            ("observer:un", "observer"),
            ("guest:un", "guest"),
        ],
    )
    def test_whoever_does_not_bind_a_seat_speaks_in_meetings_alone(self, sits: Sits, seat: str, role: str) -> None:
        assert kinds(sits(seat, role)) == IN_THE_ROOM

    def test_a_facilitator_begins_nothing(self, sits: Sits) -> None:
        assert kinds(sits("secretariat", "facilitator")) == set()

    def test_a_restriction_counts(self, council: Council, sits: Sits) -> None:
        officer = sits("secretariat", "officer")
        assert "membership.admit" in kinds(officer)
        council.does("secretariat", RestrictCredential(credential_entry=officer.credential, only=["register"]))
        assert {kind.partition(".")[0] for kind in kinds(officer)} == {"register"}

    def test_a_credential_that_is_over_opens_nothing(self, council: Council, sits: Sits) -> None:
        officer = sits("secretariat", "officer")
        council.does("secretariat", EndCredential(credential_entry=officer.credential))
        assert kinds(officer) == set()

    def test_the_program_itself_may_begin_as_a_seat(self, council: Council) -> None:
        assert "membership.withdraw" in {act.kind for act in offered("depositary")}


class TestParsing:
    def test_fields_as_json_carries_them_make_an_act(self) -> None:
        act = parse("membership.notify_withdrawal", {"state": "XA", "effective_on": "2032-01-01"})
        assert act == NotifyWithdrawal(state="XA", effective_on="2032-01-01")

    def test_an_unknown_kind_is_told_with_those_that_there_are(self) -> None:
        with pytest.raises(UnknownKind, match=r"no kind of act “membership\.dance”\. Write one of: .*apply"):
            parse("membership.dance", {})

    @pytest.mark.parametrize(
        ("kind", "fields", "field", "sentence"),
        [
            ("membership.apply", {}, "state", "This is needed."),
            ("membership.apply", {"state": "xa"}, "state", "Write the two letters of a state's code, such as IN."),
            ("membership.apply", {"state": "XA", "colour": 1}, "colour", "no such field. There are: state, status."),
            (
                "membership.notify_withdrawal",
                {"state": "XA", "effective_on": "soon"},
                "effective_on",
                "Write the year",
            ),
            ("bodies.take_chair", {"state": "XA", "events_planned": -1}, "events_planned", "Write 0 or more."),
            ("bodies.take_chair", {"state": "XA", "slogan": "Calm"}, "slogan", "Write the text with its language"),
            ("bodies.meet", {"body": "ASSEMBLY", "first": "2030-01-01", "city": "x" * 81}, "city", "at most 80"),
            ("register.withdraw_document", {"document": "a-b", "grounds": {}}, "grounds", "A wording is missing."),
            ("people.restrict_credential", {"credential_entry": 1, "only": ["x"]}, "only", "kinds of act, such as"),
            ("membership.name_state", {"state": "XA", "name": {"en": "A\0"}}, "", "cannot hold control characters"),
            ("membership.apply", {"state": "\ud800"}, "state", "no text"),
        ],
    )
    def test_what_is_wrong_is_told_field_by_field(self, kind: str, fields: dict, field: str, sentence: str) -> None:
        with pytest.raises(BadFields) as bad:
            parse(kind, fields)
        assert bad.value.faults[0].field == field
        assert sentence in bad.value.faults[0].sentence

    def test_all_of_it_at_once_and_in_the_readers_language(self) -> None:
        with override("ru"), pytest.raises(BadFields) as bad:
            parse("membership.notify_withdrawal", {"state": "x"})
        assert [fault.field for fault in bad.value.faults] == ["state", "effective_on"]
        assert all("а" in fault.sentence for fault in bad.value.faults)


class TestJudging:
    def test_it_tells_what_would_be_minuted_and_changes_nothing(self, sits: Sits) -> None:
        head = sits("delegation:XS", "head")
        before = list(Head.objects.values())
        act = Apply(state="XS")
        told = tell(act, judge(act, head.seat, authority=head))
        assert told.permitted
        assert told.sentence == "Sylvania applied for the status of member."
        assert told.article == "4"
        assert as_data(told)["changes"][0]["values"]["state"] == "Sylvania"
        assert list(Head.objects.values()) == before
        assert not EntryRow.objects.filter(kind="membership.apply").exists()

    def test_the_entry_is_the_one_that_submitting_makes(self, council: Council) -> None:
        entry = judge(Apply(state="XS"), "delegation:XS").entry
        assert entry == submit(Apply(state="XS"), "delegation:XS")

    def test_every_reason_is_told(self, council: Council) -> None:
        found = judge(SignMemorandum(state="XA"), "secretariat")
        assert [refusal.code for refusal in found.refusals] == ["already_held", "step_missing"]
        assert not found.barred

    def test_whoever_may_not_act_learns_nothing_by_trying(self, council: Council, sits: Sits) -> None:
        guest = sits("guest:un", "guest")
        for seq in (1, 10_000):
            release = ReleaseEntry(closed_entry=seq, grounds={"en": "To see."})
            found = judge(release, guest.seat, authority=guest)
            assert [refusal.code for refusal in found.refusals] == ["not_your_role", "not_your_seat"]
            assert found.barred

    def test_what_no_entry_could_hold_is_too_long(self, council: Council) -> None:
        with pytest.raises(TooLong):
            judge(NameState(state="XA", name={"en": "A" * 70_000}), "secretariat")


class TestSubmitting:
    def test_a_refusal_says_whether_it_is_the_seat_that_may_not(self, council: Council) -> None:
        assert council.refuses("Arcadia", Apply(state="XB")).barred
        assert not council.refuses("Arcadia", Apply(state="XA")).barred

    def test_an_act_made_for_an_earlier_record_is_not_entered(self, council: Council) -> None:
        size = Head.objects.get().size
        with pytest.raises(Moved):
            submit(Apply(state="XS"), "delegation:XS", size=size - 1)
        entry = submit(Apply(state="XS"), "delegation:XS", size=size, key="1")
        assert entry.seq == size + 1
        assert submit(Apply(state="XS"), "delegation:XS", size=size, key="1") == entry
