"""Seats are given, narrowed down and taken back by acts; and only who sits may act."""

from datetime import date

import pytest

from comity.membership.acts import Apply, NameState
from comity.people.acts import EndCredential, IssueCredential, ReleaseEntry, RestrictCredential, SetReleaseDay
from comity.people.models import Account, Credential
from comity.people.queries import audiences_of
from comity.people.sitting import Sitting, perform, sittings
from comity.record.audiences import SECRETARIAT
from comity.record.entries import Entry
from comity.record.models import EntryRow
from comity.record.seats import Seat
from comity.record.submission import Refused
from comity.register.acts import EnterDocument, ReleaseDocument
from council import Council
from record.acts import Confide

ANNA, BORIS, CHEN = "annaannaanna", "bbrsbbrsbbrs", "chenchenchen"
DRAFT = {"document": "draft", "title": {"en": "Draft on the Kittiwake"}, "type": "decision"}


def seated(council: Council, account: str, seat: str, role: str, **fields: object) -> Sitting:
    """Given by the platform itself, as the first ones are."""
    entry = council.does("clerk", IssueCredential(account=account, seat=seat, role=role, **fields))
    return Sitting(account, entry.seq, Seat(seat), role)


class TestGivingASeat:
    def test_the_secretariat_seats_a_head_of_delegation_on_a_note(self, council: Council) -> None:
        head = IssueCredential(account=ANNA, seat="delegation:XA", role="head")
        assert council.refuses("secretariat", head).code == "no_note"
        assert "names its head of delegation: give" in str(council.refuses("secretariat", head))
        unknown = council.refuses("secretariat", head.model_copy(update={"role": "officer"}))
        assert str(unknown).endswith("It has: head of delegation, national coordinator, expert.")
        council.does("secretariat", head.model_copy(update={"note": "Note 17/2030 of the Embassy of Arcadia"}))
        assert council.refuses("chair", head.model_copy(update={"note": "17"})).code == "not_yours_to_seat"

    def test_a_delegation_seats_its_own_experts_and_no_one_else(self, council: Council) -> None:
        council.does("Arcadia", IssueCredential(account=ANNA, seat="delegation:XA", role="expert"))
        for seat, role in (("delegation:XA", "head"), ("delegation:XB", "expert"), ("secretariat", "officer")):
            refused = council.refuses("Arcadia", IssueCredential(account=BORIS, seat=seat, role=role, note="1"))
            assert refused.code == "not_yours_to_seat"

    def test_an_expert_seats_nobody(self, council: Council) -> None:
        expert = seated(council, ANNA, "delegation:XA", "expert")
        with pytest.raises(Refused) as refused:
            act(council, expert, IssueCredential(account=BORIS, seat="delegation:XA", role="expert"))
        assert refused.value.code == "not_your_role"

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"seat": "delegation:XA", "role": "officer"}, "no_such_role"),
            ({"seat": "clerk", "role": "officer"}, "no_such_role"),
            ({"seat": "delegation:XZ", "role": "expert"}, "unknown_state"),
            ({"seat": "chair", "role": "chair", "until": date(2030, 3, 1)}, "ends_before_it_begins"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, council: Council, fields: dict, code: str) -> None:
        assert council.refuses("secretariat", IssueCredential(account=ANNA, **fields)).code == code

    def test_nobody_sits_twice_in_one_seat(self, council: Council) -> None:
        seated(council, ANNA, "secretariat", "officer")
        again = IssueCredential(account=ANNA, seat="secretariat", role="officer")
        assert council.refuses("secretariat", again).code == "already_seated"

    @pytest.mark.parametrize(
        "seat", ["delegation:xa", "delegation:", "observer:", "guest:UN", "guests:un", "chair:XA"]
    )
    def test_a_seat_that_is_none_is_no_act(self, seat: str) -> None:
        with pytest.raises(ValueError, match="no seat"):
            IssueCredential(account=ANNA, seat=seat, role="head")

    def test_the_act_names_an_account_and_never_a_person(self, council: Council) -> None:
        Account.objects.create_user("anna@arcadia.example", name="Anna Arkadina", code=ANNA)
        entry = council.does("secretariat", IssueCredential(account=ANNA, seat="secretariat", role="officer"))
        assert "arcadia" not in entry.to_bytes().decode().lower()


class TestActingFromASeat:
    def test_whoever_holds_the_credential_acts_and_the_entry_names_it(self, council: Council) -> None:
        head = seated(council, ANNA, "delegation:XS", "head")
        entry = act(council, head, Apply(state="XS"))
        assert (entry.seat, entry.findings["credential"]) == ("delegation:XS", head.credential)

    def test_the_charter_judges_besides(self, council: Council) -> None:
        head = seated(council, ANNA, "delegation:XS", "head")
        with pytest.raises(Refused) as refused:
            act(council, head, Apply(state="XR"))
        assert refused.value.code == "another_delegation"

    def test_an_expert_does_not_bind_the_state(self, council: Council) -> None:
        expert = seated(council, ANNA, "delegation:XS", "expert")
        with pytest.raises(Refused) as refused:
            act(council, expert, Apply(state="XS"))
        assert refused.value.code == "not_your_role"

    def test_a_credential_that_was_ended_or_has_run_out_is_worth_nothing(self, council: Council) -> None:
        head = seated(council, ANNA, "delegation:XS", "head", until=date(2030, 6, 1))
        with pytest.raises(Refused) as refused:
            act(council.on("2030-06-01"), head, Apply(state="XS"))
        assert refused.value.code == "credential_over"
        officer = seated(council, BORIS, "secretariat", "officer")
        council.does("secretariat", EndCredential(credential_entry=officer.credential))
        with pytest.raises(Refused) as refused:
            act(council, officer, NameState(state="XT", name={"en": "Tartary"}))
        assert refused.value.code == "credential_over"
        ended = council.refuses("secretariat", EndCredential(credential_entry=officer.credential))
        assert ended.code == "credential_ended"

    def test_a_restricted_credential_covers_what_it_names(self, council: Council) -> None:
        officer = seated(council, BORIS, "secretariat", "officer")
        name = NameState(state="XT", name={"en": "Tartary"})
        council.does("secretariat", RestrictCredential(credential_entry=officer.credential, only=["register"]))
        with pytest.raises(Refused) as refused:
            act(council, officer, name)
        assert refused.value.code == "restricted"
        council.does("secretariat", RestrictCredential(credential_entry=officer.credential, only=["membership"]))
        act(council, officer, name)

    def test_nobody_acts_by_the_credential_of_another(self, council: Council) -> None:
        head = seated(council, ANNA, "delegation:XS", "head")
        for forged in (
            Sitting(BORIS, head.credential, head.seat, head.role),
            Sitting(ANNA, head.credential, "delegation:XA", head.role),
            Sitting(ANNA, 1, head.seat, head.role),
        ):
            with pytest.raises(Refused) as refused:
                act(council, forged, Apply(state="XS"))
            assert refused.value.code == "credential_over"

    def test_what_a_delegation_does_counts_from_today(self, council: Council) -> None:
        head = seated(council, ANNA, "delegation:XS", "head")
        with pytest.raises(Refused) as refused:
            act(council.on("2030-05-05"), head, Apply(state="XS"), on=date(2030, 5, 4))
        assert refused.value.code == "not_your_day"

    def test_two_accounts_may_choose_the_same_key(self, council: Council) -> None:
        first = seated(council, ANNA, "secretariat", "officer")
        second = seated(council, BORIS, "secretariat", "officer")
        one = act(council, first, NameState(state="XT", name={"en": "Tartary"}), key="1")
        other = act(council, second, NameState(state="XU", name={"en": "Utopia"}), key="1")
        assert one.seq != other.seq
        assert act(council, first, NameState(state="XT", name={"en": "Tartary"}), key="1") == one


class TestHoldingSeats:
    def test_an_account_may_hold_several(self, council: Council) -> None:
        account = Account.objects.create_user("chen@council.example", code=CHEN)
        seated(council, CHEN, "secretariat", "officer")
        seated(council, CHEN, "depositary", "depositary", until=date(2030, 9, 1))
        assert [one.seat for one in sittings(account, date(2030, 3, 1))] == ["depositary", "secretariat"]
        assert [one.seat for one in sittings(account, date(2030, 9, 1))] == ["secretariat"]
        account.is_active = False
        assert sittings(account, date(2030, 3, 1)) == []

    def test_who_sits_is_known_at_the_table_and_not_outside(self, council: Council) -> None:
        seated(council, CHEN, "secretariat", "officer")
        assert not Credential.objects.exists()

    def test_whoever_may_not_know_learns_nothing_by_trying(self, council: Council) -> None:
        """A delegation without a status reads what is public, and of seats its own."""
        there = seated(council, CHEN, "secretariat", "officer")
        own = seated(council, BORIS, "delegation:XS", "expert")
        theirs = EndCredential(credential_entry=there.credential)
        assert council.refuses("Sylvania", theirs).code == "no_credential"
        assert council.refuses("Arcadia", theirs).code == "not_yours_to_seat"
        council.does("Sylvania", EndCredential(credential_entry=own.credential))

    def test_what_a_seat_reads(self, council: Council) -> None:
        on = date(2030, 3, 1)
        assert audiences_of("delegation:XA", on) == ["delegation:XA", "community", "members", "body:ASSEMBLY"]
        assert audiences_of("delegation:XS", on) == ["delegation:XS"]
        assert audiences_of("secretariat", on) == ["community", "members", "secretariat", "body:ASSEMBLY"]
        assert audiences_of("observer:unodc", on) == ["community"]
        assert audiences_of("guest:asean", on) == []


class TestRelease:
    def test_an_act_opens_what_was_closed_with_all_that_follows(self, council: Council) -> None:
        closed = council.does("secretariat", IssueCredential(account=ANNA, seat="secretariat", role="officer"))
        confided = council.does("secretariat", Confide(words="Between us."))
        assert not EntryRow.objects.filter(seq__in=[closed.seq, confided.seq]).exists()
        for entry in (closed, confided):
            council.does("chair", release(entry.seq))
        assert EntryRow.objects.filter(seq__in=[closed.seq, confided.seq]).count() == 2
        assert Credential.objects.get().account == ANNA

    def test_only_what_is_closed_is_opened(self, council: Council) -> None:
        assert council.refuses("chair", release(1)).code == "open_already"
        assert council.refuses("chair", release(10_000)).code == "no_entry"
        assert council.refuses("Arcadia", release(1)).code == "not_your_seat"
        confided = council.does("secretariat", Confide(words="Between us."))
        council.does("chair", release(confided.seq))
        assert council.refuses("chair", release(confided.seq)).code == "open_already"

    def test_nobody_opens_what_they_may_not_read(self, council: Council) -> None:
        """The chair is a state's; what is closed to it, it does not open to itself."""
        kept = council.does("secretariat", EnterDocument(**DRAFT, audience=SECRETARIAT))
        assert council.refuses("chair", release(kept.seq)).code == "not_yours_to_open"
        assert council.refuses("chair", ReleaseDocument(document="draft")).code == "not_yours_to_open"
        on_a_day = SetReleaseDay(closed_entry=kept.seq, release_on="2031-01-01")
        assert council.refuses("chair", on_a_day).code == "not_yours_to_open"
        council.does("secretariat", on_a_day)
        council.does("secretariat", ReleaseDocument(document="draft"))


def release(seq: int) -> ReleaseEntry:
    return ReleaseEntry(closed_entry=seq, grounds={"en": "The meeting is over."})


def act(council: Council, sitting: Sitting, what: object, **options: object) -> Entry:
    with council.clock():
        return perform(what, sitting, **options)
