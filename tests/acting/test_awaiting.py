"""What waits for a seat, put together from every package."""

from datetime import date

import pytest
from django.utils.translation import override

from acting.conftest import Sits
from comity.acting.awaiting import awaiting
from comity.bodies.acts import AnnounceMeeting, Appoint, HandOverChair, TakeChair
from comity.membership.acts import AgreeInPrinciple, Apply, NotifyWithdrawal, SignMemorandum
from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.record.acts import KINDS
from comity.record.awaiting import Awaited
from comity.record.seats import Seat
from comity.register.acts import EnterDocument, Relate
from council import Council


def waits(council: Council, seat: str, role: str = "head") -> list[Awaited]:
    return awaiting(Seat(seat), role, council.day)


def said(council: Council, seat: str, role: str = "head") -> list[str]:
    with override("en"):
        return [str(one.what) for one in waits(council, seat, role)]


def only(found: list[Awaited], kind: str | None, subject: str = "") -> Awaited:
    (one,) = [one for one in found if one.kind == kind and one.subject.startswith(subject)]
    return one


class TestTheWayIn:
    def test_each_step_waits_for_the_state_and_for_those_who_decide(self, council: Council) -> None:
        applied = council.does("Sylvania", Apply(state="XS"))
        one = only(waits(council, "secretariat"), "membership.agree_in_principle")
        assert (one.entry, one.subject, one.due) == (applied.seq, "state:XS", None)
        assert one.path == "/acts/membership.agree_in_principle?state=XS"
        assert str(one.what) == "Sylvania is on the way in. The next step: Decision in principle."
        for seat in ("chair", "delegation:XA", "delegation:XS"):
            assert only(waits(council, seat), "membership.agree_in_principle").subject == "state:XS"
        assert not [one for one in waits(council, "observer:un") if one.kind]
        council.does("secretariat", AgreeInPrinciple(state="XS", basis=council.decides()))
        assert only(waits(council, "delegation:XS"), "membership.sign_memorandum")
        council.does("secretariat", SignMemorandum(state="XS"))
        assert only(waits(council, "secretariat"), "membership.admit")

    def test_an_application_for_another_status_waits_for_an_answer(self, council: Council) -> None:
        council.does("Sylvania", Apply(state="XS", status="observer"))
        one = only(waits(council, "secretariat"), "membership.grant_status")
        assert one.fields == {"state": "XS", "status": "observer"}
        assert "applied for the status of observer" in str(one.what)

    def test_a_notice_of_withdrawal_waits_for_its_day(self, council: Council) -> None:
        council.does("Borealia", NotifyWithdrawal(state="XB", effective_on=date(2031, 6, 1)))
        one = only(waits(council, "depositary", "depositary"), "membership.withdraw")
        assert one.due == date(2031, 6, 1)
        assert "membership.withdraw" not in [one.kind for one in waits(council, "delegation:XA")]


class TestTheChair:
    def test_an_empty_chair_waits_for_the_state_whose_turn_it_is(self, council: Council) -> None:
        assert only(waits(council, "delegation:XA"), "bodies.take_chair").fields == {"state": "XA"}
        assert only(waits(council, "secretariat"), "bodies.take_chair").subject == "state:XA"
        assert "bodies.take_chair" not in [one.kind for one in waits(council, "delegation:XB")]

    def test_the_chair_is_handed_on_with_the_next_session(self, council: Council) -> None:
        council.does("Arcadia", TakeChair(state="XA"))
        assert "bodies.hand_over_chair" not in [one.kind for one in waits(council, "chair", "chair")]
        council.does("secretariat", AnnounceMeeting(body="ASSEMBLY", first="2030-05-01", last="2030-05-03"))
        for seat in ("chair", "delegation:XA"):
            assert only(waits(council, seat), "bodies.hand_over_chair").due == date(2030, 5, 3)
        assert only(waits(council, "delegation:XB"), "bodies.take_chair").due == date(2030, 5, 3)
        council.on("2030-05-03").does("Arcadia", HandOverChair(state="XA"))
        assert only(waits(council, "delegation:XB"), "bodies.take_chair").due is None


class TestMeetings:
    def test_one_without_a_place_waits_for_who_prepares_it_and_one_that_is_over_for_its_report(
        self, council: Council
    ) -> None:
        announced = council.does(
            "secretariat",
            AnnounceMeeting(body="ASSEMBLY", first="2030-05-01", last="2030-05-03", host_state="XR"),
        )
        for seat in ("secretariat", "chair", "delegation:XR"):
            one = only(waits(council, seat), None, "body:ASSEMBLY")
            assert (one.path, one.due) == ("/bodies/ASSEMBLY", date(2030, 5, 1))
        assert "body:ASSEMBLY" not in [one.subject for one in waits(council, "delegation:XB")]
        council.on("2030-05-04")
        report = only(waits(council, "secretariat"), "bodies.meet")
        assert report.fields["announced_entry"] == str(announced.seq)
        assert report.fields["on"] == "2030-05-03"
        assert "Assembly was to meet" in str(report.what)


class TestOffices:
    def test_an_office_waits_while_it_is_vacant_and_before_a_term_ends(self, council: Council) -> None:
        vacant = only(waits(council, "secretariat"), "bodies.appoint")
        assert str(vacant.what) == "Nobody holds the office of Harbour Master."
        council.does("secretariat", Appoint(office="harbour-master", person="Ada Moor", basis=council.decides()))
        assert "bodies.appoint" not in [one.kind for one in waits(council, "secretariat")]
        council.on("2032-12-01")
        ends = only(waits(council, "secretariat"), "bodies.appoint")
        assert ends.due == date(2033, 3, 1)
        assert "Ada Moor" in str(ends.what)


class TestCredentials:
    def test_a_delegation_without_a_head_waits_for_one(self, council: Council, sits: Sits) -> None:
        """Several are told in one line: a young organisation's desk has other things to say as well."""
        several = only(waits(council, "secretariat"), "people.issue_credential")
        assert "these delegations: Arcadia, Borealia, Ruritania." in str(several.what)
        assert several.fields == {"role": "head"}
        sits("delegation:XB", "head")
        several = only(waits(council, "secretariat"), "people.issue_credential")
        assert "these delegations: Arcadia, Ruritania." in str(several.what)
        sits("delegation:XA", "head")
        one = only(waits(council, "secretariat"), "people.issue_credential")
        assert (one.subject, one.fields) == ("state:XR", {"seat": "delegation:XR", "role": "head"})
        sits("delegation:XR", "head")
        assert "people.issue_credential" not in [one.kind for one in waits(council, "secretariat")]

    def test_one_that_runs_out_waits_for_who_gives_it(self, council: Council) -> None:
        account = Account.objects.create_user("expert@arcadia.example", name="Erna")
        act = IssueCredential(account=account.code, seat="delegation:XA", role="expert", until="2030-03-20")
        entry = council.does("clerk", act)
        (ends,) = [one for one in waits(council, "secretariat") if one.entry == entry.seq]
        assert (ends.due, ends.fields["on"]) == (date(2030, 3, 20), "2030-03-20")
        assert "Erna" not in str(ends.what)
        assert only(waits(council, "delegation:XA"), None).due == ends.due
        for seat, role in (("delegation:XA", "expert"), ("delegation:XB", "head")):
            assert entry.seq not in [one.entry for one in waits(council, seat, role)]


class TestTheRegister:
    def test_a_plan_that_ends_waits_for_what_follows_it(self, council: Council) -> None:
        council.does("secretariat", a_plan("harbour-plan", until="2030-04-01"))
        one = only(waits(council, "secretariat"), "register.enter_document")
        assert (one.subject, one.due) == ("document:harbour-plan", date(2030, 3, 31))
        assert "harbour-plan in words" in str(one.what)
        council.does("secretariat", a_plan("next-plan", until="2040-04-01"))
        council.does("secretariat", Relate(document="next-plan", relation="follows", other_document="harbour-plan"))
        assert "register.enter_document" not in [one.kind for one in waits(council, "secretariat")]


def a_plan(code: str, until: str) -> EnterDocument:
    title = {"en": f"{code} in words"}
    return EnterDocument(document=code, title=title, type="strategy", since="2025-04-01", until=until)


class TestAll:
    def test_the_sentences_come_in_the_language_of_whoever_reads_them(self, council: Council) -> None:
        council.does("Sylvania", Apply(state="XS"))
        one = only(waits(council, "chair"), "membership.agree_in_principle")
        with override("ru"):
            assert "Сильвания" in str(one.what)
        with override("zh-hans"):
            assert "西尔瓦尼亚" in str(one.what)

    def test_what_is_due_first_comes_first(self, council: Council) -> None:
        council.does("secretariat", a_plan("harbour-plan", until="2030-04-01"))
        council.does("secretariat", AnnounceMeeting(body="ASSEMBLY", first="2030-03-10", last="2030-03-12"))
        due = [one.due for one in waits(council, "secretariat")]
        assert due[:2] == [date(2030, 3, 10), date(2030, 3, 31)]
        assert set(due[2:]) == {None}

    @pytest.mark.parametrize("seat", ["secretariat", "delegation:XA", "chair"])
    def test_every_act_that_would_answer_is_a_kind(self, council: Council, seat: str) -> None:
        assert all(one.kind in KINDS for one in waits(council, seat) if one.kind)
