"""My delegation: the first page of whoever sits."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from acting.conftest import LogsIn
from comity.bodies.acts import AnnounceMeeting, TakeChair
from comity.decisions.acts import Consent, NewVersion
from comity.decisions.models import Position
from comity.membership.acts import Apply
from comity.people.acts import IssueCredential
from comity.people.models import Account, Credential
from comity.record.models import EntryRow
from comity.record.reading import everything
from council import Council
from council.deciding import opened

pytestmark = pytest.mark.usefixtures("morning")


def said(page: str) -> str:
    return " ".join(html.document_fromstring(page).text_content().split())


def lede(page: str) -> str:
    return html.document_fromstring(page).xpath("//p[@class='lede']")[0].text_content()


def held(**which: str) -> Credential:
    with everything():
        return Credential.objects.get(**which)


class TestTheFirstSentence:
    def test_it_says_what_there_is_to_do_today(self, council: Council, logs_in: LogsIn) -> None:
        head = logs_in("delegation:XB", "head")
        assert lede(head.get("/delegation").text) == "Nothing waits for you today."
        council.does("Sylvania", Apply(state="XS"))
        assert lede(head.get("/delegation").text) == "Nothing is due today. 1 thing waits."
        council.does("secretariat", AnnounceMeeting(body="ASSEMBLY", first="2030-03-01", last="2030-03-01"))
        council.does("secretariat", AnnounceMeeting(body="ASSEMBLY", first="2030-02-01", last="2030-02-01"))
        officer = logs_in("secretariat", "officer")
        assert lede(officer.get("/delegation").text).startswith("1 thing is overdue. 1 thing is due today. ")
        assert lede(officer.get("/ru/delegation").text).startswith("1 дело просрочено. 1 дело нужно сделать сегодня.")

    def test_it_is_where_one_comes_after_log_in(self, council: Council, anna: Account) -> None:
        client = Client()
        response = client.post("/accounts/login", {"login": anna.email, "password": "seven grey herons waiting"})
        assert (response.status_code, response.headers["Location"]) == (302, "/delegation")
        assert "delegation of Arcadia" in said(client.get("/delegation").text)

    def test_who_holds_no_seat_is_told_what_to_do(self, council: Council) -> None:
        client = Client()
        assert client.get("/delegation").headers["Location"] == "/accounts/login?next=/delegation"
        client.force_login(Account.objects.create_user("nobody@council.example"))
        page = client.get("/delegation")
        assert page.status_code == 200
        assert "invited by the head or the national coordinator" in said(page.text)
        assert "nobody@council.example" in page.text


class TestWhatAwaits:
    def test_what_is_permitted_is_a_button_to_a_form_that_is_filled(self, logs_in: LogsIn) -> None:
        head = logs_in("delegation:XA", "head")
        page = html.document_fromstring(head.get("/delegation").text)
        (button,) = page.xpath("//section[h2/@id='waits']//a[@class='button']")
        assert button.text_content() == "Take the chair"
        form = html.document_fromstring(head.get(button.get("href")).text)
        assert form.xpath("//select[@id='id_state']/option/@value") == ["XA"]

    def test_what_is_not_permitted_is_the_reason(self, logs_in: LogsIn, council: Council) -> None:
        expert = logs_in("delegation:XA", "expert")
        page = html.document_fromstring(expert.get("/delegation").text)
        assert not page.xpath("//section[h2/@id='waits']//a[@class='button']")
        assert "not for the role you have" in page.xpath("//p[@class='waits__reason']")[0].text_content()

    def test_each_seat_sees_what_it_owes(self, logs_in: LogsIn, council: Council) -> None:
        council.does("Arcadia", TakeChair(state="XA"))
        council.does(
            "secretariat", AnnounceMeeting(body="ASSEMBLY", first="2030-04-01", last="2030-04-02", city="Ark")
        )
        assert "Arcadia hands over the chair" in logs_in("chair", "chair").get("/delegation").text
        officer = logs_in("secretariat", "officer")
        assert "Nobody holds the office of Harbour Master" in officer.get("/delegation").text


class TestAPositionThatIsAskedFor:
    """What a state may say stands in place: acts of one weight, none before another."""

    @pytest.fixture
    def decision(self, council: Council) -> int:
        return opened(council, who="chair")

    def offered(self, client: Client, path: str = "/delegation") -> dict[str, str]:
        page = html.document_fromstring(client.get(path).text)
        found = page.xpath("//section[h2/@id='waits']//p[@class='waits__acts']/a")
        assert {one.get("class") for one in found} <= {"button"}
        return {one.text_content(): one.get("href") for one in found if "decisions" in one.get("href")}

    def test_it_is_chosen_and_confirmed_where_it_waits(self, logs_in: LogsIn, decision: int) -> None:
        head = logs_in("delegation:XB", "head")
        acts = self.offered(head)
        assert list(acts) == ["Consent", "Object…", "Abstain", "Declare non-participation"]
        confirming = html.document_fromstring(head.get(acts["Abstain"]).text)
        assert "abstained from “Berths of the season”" in confirming.xpath("//blockquote")[0].text_content()
        form = dict(confirming.forms[-1].form_values())
        assert head.post("/acts/decisions.abstain", form | {"do": "enter"}).status_code == 303
        assert self.offered(head) == {}
        with everything():
            assert Position.objects.get().position == "abstain"

    def test_an_objection_is_asked_for_its_grounds(self, logs_in: LogsIn, decision: int) -> None:
        head = logs_in("delegation:XB", "head")
        form = html.document_fromstring(head.get(self.offered(head)["Object…"]).text)
        assert form.xpath("//*[@id='id_grounds.en']")
        assert not form.xpath("//blockquote")

    def test_only_what_the_seat_may_say_is_offered(self, logs_in: LogsIn, council: Council, decision: int) -> None:
        expert = logs_in("delegation:XB", "expert")
        council.does("Borealia", Consent(decision=decision, state="XB"))
        assert self.offered(expert) == {}
        council.does("chair", NewVersion(decision=decision, text={"en": "Borealia lies at the pier."}))
        page = said(expert.get("/delegation").text)
        assert "your position is asked for again" in page

    def test_a_confirmation_enters_nothing_by_being_looked_at(self, logs_in: LogsIn, decision: int) -> None:
        head = logs_in("delegation:XB", "head")
        before = EntryRow.objects.count()
        assert head.get(self.offered(head)["Consent"]).status_code == 200
        assert EntryRow.objects.count() == before

    def test_what_came_between_is_told_instead_of_a_confirmation(
        self, logs_in: LogsIn, council: Council, decision: int
    ) -> None:
        head = logs_in("delegation:XB", "head")
        consent = self.offered(head)["Consent"]
        council.does("Borealia", Consent(decision=decision, state="XB"))
        answer = head.get(consent)
        assert answer.status_code == 409
        assert "Borealia has said so already" in answer.text

    def test_programs_are_told_the_same(self, logs_in: LogsIn, decision: int) -> None:
        head = logs_in("delegation:XB", "head")
        (told,) = [one for one in head.get("/api/awaiting").json() if one["subject"] == f"decision:{decision}"]
        assert told["sentence"] == "Your position on “Berths of the season” is asked for."
        assert {act["kind"]: act["whole"] for act in told["acts"] if act["permitted"]} == {
            "decisions.consent": True,
            "decisions.object": False,
            "decisions.abstain": True,
            "decisions.not_taking_part": True,
        }
        assert told["acts"][0]["fields"] == {"decision": str(decision), "state": "XB"}
        assert Client().get("/api/awaiting").status_code == 401


class TestWhatIsNew:
    @pytest.fixture
    def head(self, logs_in: LogsIn) -> Client:
        client = logs_in("delegation:XA", "head")
        client.get("/delegation")
        return client

    def enters(self, council: Council, code: str = "harbour-rules") -> int:
        from comity.register.acts import EnterDocument

        title = {"en": f"On {code}"}
        act = EnterDocument(document=code, title=title, type="decision", body="ASSEMBLY")
        return council.does("secretariat", act).seq

    def test_what_is_there_at_the_first_look_is_not_new(self, council: Council, logs_in: LogsIn) -> None:
        self.enters(council)
        assert "No document is new" in logs_in("delegation:XA", "head").get("/delegation").text

    def test_a_document_is_new_until_it_is_opened(self, head: Client, council: Council) -> None:
        self.enters(council)
        assert "On harbour-rules" in head.get("/delegation").text
        assert 'class="new"' in head.get("/documents").text
        address = head.get("/documents/harbour-rules").headers["Location"]
        assert head.get(address).status_code == 200
        assert "No document is new" in head.get("/delegation").text
        assert 'class="new"' not in head.get("/documents").text

    def test_a_text_that_changed_makes_it_new_again(self, head: Client, council: Council) -> None:
        from comity.register.acts import AddVersion

        self.enters(council)
        head.get(head.get("/documents/harbour-rules").headers["Location"])
        council.does(
            "secretariat", AddVersion(document="harbour-rules", number=1, language="en", wording="Moor gently.")
        )
        assert "On harbour-rules" in head.get("/delegation").text

    def test_one_can_have_seen_everything(self, head: Client, council: Council) -> None:
        self.enters(council)
        assert head.post("/delegation/seen").status_code == 303
        assert "No document is new" in head.get("/delegation").text
        assert 'class="new"' not in head.get("/record").text

    def test_an_entry_is_new_until_it_is_opened(self, head: Client, council: Council) -> None:
        seq = self.enters(council)
        assert head.get("/record").text.count('class="new"') == 1
        head.get(f"/record/{seq}")
        assert 'class="new"' not in head.get("/record").text

    def test_nothing_is_new_to_the_public_and_nobody_asks(self, head: Client, council: Council) -> None:
        self.enters(council)
        with CaptureQueriesContext(connection) as queries:
            page = Client().get("/documents").text
        assert 'class="new"' not in page
        assert not [one for one in queries if "delegation_seen" in one["sql"]]

    def test_it_is_told_and_erased_with_the_account(self, head: Client, council: Council) -> None:
        from comity.delegation.models import Seen
        from comity.people import personal

        seq = self.enters(council)
        head.get(f"/record/{seq}")
        account = Account.objects.get(pk=Seen.objects.first().account_id)
        assert {"subject": f"entry:{seq}", "size": seq} in personal.export(account)["read"]
        with council.clock():
            personal.erase(account)
        assert not Seen.objects.exists()


def test_whoever_has_an_address_is_led_to_what_they_are_told_by_letter(logs_in: LogsIn) -> None:
    head = logs_in("delegation:XA", "head")
    assert '<a href="/accounts/notices">Be told by letter</a>' in head.get("/delegation").text
    Account.objects.update(email="somebody@rehearsal.invalid")
    assert "Be told by letter" not in head.get("/delegation").text


class TestOurDelegation:
    def test_a_head_invites_an_expert_and_ends_the_seat(self, logs_in: LogsIn, council: Council) -> None:
        head = logs_in("delegation:XA", "head")
        invited = {"email": "erna@arcadia.example", "name": "Erna Arkadina", "language": "ru"}
        assert head.post("/delegation/invite", invited).status_code == 303
        account = Account.objects.get(email="erna@arcadia.example")
        row = held(account=account.code)
        assert (row.seat, row.role) == ("delegation:XA", "expert")
        assert mail.outbox[-1].to == ["erna@arcadia.example"]
        page = head.get("/delegation").text
        assert "A letter was sent to erna@arcadia.example." in page
        assert "Erna Arkadina" in page
        assert f"/acts/people.end_credential?credential_entry={row.entry}" in page

    def test_the_answer_does_not_tell_who_has_an_account(self, logs_in: LogsIn) -> None:
        Account.objects.create_user("known@elsewhere.example", name="Known Elsewhere")
        head = logs_in("delegation:XA", "head")
        answers = [
            head.post("/delegation/invite", {"email": email, "language": "en"}, follow=True).text.replace(email, "…")
            for email in ("known@elsewhere.example", "unknown@elsewhere.example")
        ]
        told = [re.search(r'<p class="told".*?</p>', answer)[0] for answer in answers]
        assert told[0] == told[1]

    def test_others_are_not_offered_it_and_are_refused(self, logs_in: LogsIn) -> None:
        expert = logs_in("delegation:XA", "expert")
        assert "/delegation/invite" not in expert.get("/delegation").text
        response = expert.post("/delegation/invite", {"email": "erna@arcadia.example", "language": "en"})
        assert response.status_code == 422
        assert not Account.objects.filter(email="erna@arcadia.example").exists()

    def test_a_delegation_cannot_invite_into_another_seat(self, logs_in: LogsIn) -> None:
        head = logs_in("delegation:XA", "head")
        head.post(
            "/delegation/invite",
            {"email": "e@a.example", "language": "en", "seat": "secretariat", "role": "secretary-general"},
        )
        assert held(role="expert").seat == "delegation:XA"

    def test_the_secretariat_invites_into_every_seat(self, logs_in: LogsIn) -> None:
        officer = logs_in("secretariat", "officer")
        asked = {"email": "h@b.example", "language": "en", "seat": "delegation:XB", "role": "head"}
        response = officer.post("/delegation/invite", asked)
        assert response.status_code == 422
        assert "reference of its note" in response.text
        assert officer.post("/delegation/invite", asked | {"note": "12/2030"}).status_code == 303
        assert held(seat="delegation:XB").role == "head"

    def test_an_organisation_is_invited_as_observer_or_guest(self, logs_in: LogsIn) -> None:
        """By its short name; whoever sat there once, or was proposed for a meeting, can be chosen from then on."""
        officer = logs_in("secretariat", "officer")
        asked = {"email": "o@league.example", "language": "en", "seat": "observer:", "role": "observer"}
        refused = officer.post("/delegation/invite", asked)
        assert refused.status_code == 422
        assert "Write its short name" in refused.text
        assert officer.post("/delegation/invite", asked | {"organisation": "The League"}).status_code == 422
        assert officer.post("/delegation/invite", asked | {"organisation": "league"}).status_code == 303
        assert held(seat="observer:league").role == "observer"
        for form in ("/delegation/invite", "/acts/people.issue_credential"):
            assert '<option value="observer:league">observer: league</option>' in officer.get(form).text

    def test_whoever_may_read_little_is_shown_at_their_own_seat(self, logs_in: LogsIn) -> None:
        """A guest reads what is public; who sits where is for the community."""
        page = said(logs_in("guest:league", "guest").get("/delegation").text)
        assert "Who sits here 1" in page
        assert "(you)" in page

    def test_nobody_sees_the_names_of_another_delegation(self, logs_in: LogsIn, council: Council) -> None:
        other = Account.objects.create_user("b@b.example", name="Boris Borealis")
        council.does("clerk", IssueCredential(account=other.code, seat="delegation:XB", role="head"))
        for seat, role in (("delegation:XA", "head"), ("chair", "chair"), ("secretariat", "officer")):
            assert "Boris" not in logs_in(seat, role).get("/delegation").text


def test_what_we_did_lately_is_what_this_seat_did(logs_in: LogsIn, council: Council) -> None:
    council.does("Arcadia", TakeChair(state="XA"))
    assert "Arcadia took the chair" in said(logs_in("delegation:XA", "head").get("/delegation").text)
    assert "Arcadia took the chair" not in said(logs_in("delegation:XB", "head").get("/delegation").text)


QUIET = re.compile("SAVEPOINT|RELEASE|BEGIN|COMMIT")


def asked(client: Client) -> list[str]:
    """The statements that the page takes, with what any page does for whoever has logged in."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/delegation").status_code == 200
    return [one["sql"] for one in queries if not QUIET.match(one["sql"]) and one["sql"] != NOBODY]


NOBODY = "SELECT set_config('comity.audiences', '', true)"
"""What a page does not do that is made within no other transaction, as that of a test is."""


@pytest.mark.parametrize(
    ("seat", "role"), [("delegation:XA", "head"), ("secretariat", "officer"), ("chair", "chair")]
)
def test_it_takes_twenty_queries_at_most(logs_in: LogsIn, council: Council, seat: str, role: str) -> None:
    """On the first page after an act too; and as long as the record stands still, hardly any about what it tells."""
    client = logs_in(seat, role)
    client.get("/delegation")
    council.does("Sylvania", Apply(state="XS", status="observer"))
    first, then = asked(client), asked(client)
    # Each package that knows what waits asks one question.
    assert len(first) <= 20, "\n".join(first)
    assert len(then) <= 10, "\n".join(then)


def test_what_waits_makes_no_more_queries(logs_in: LogsIn, council: Council) -> None:
    """One more, for the names of bodies, whichever and however many they are."""
    client = logs_in("secretariat", "officer")
    client.get("/delegation")
    council.does("Sylvania", Apply(state="XS", status="observer"))
    before = len(asked(client))
    for month in range(4, 10):
        act = AnnounceMeeting(body="ASSEMBLY", first=f"2030-0{month}-01", last=f"2030-0{month}-02")
        council.does("secretariat", act)
    assert len(asked(client)) <= before + 1


def test_many_decisions_are_judged_by_as_few_queries(logs_in: LogsIn, council: Council) -> None:
    """Four acts on each of six decisions, and none of them asks anything that the page has not read."""
    client = logs_in("delegation:XB", "head")
    client.get("/delegation")
    for _ in range(6):
        opened(council, who="chair")
    found = asked(client)
    assert len(found) <= 20, "\n".join(one[:150] for one in found)
