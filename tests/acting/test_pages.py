"""Acting in a browser, without scripts: choose, fill in, see what would be minuted, enter it."""

import json
import re

import pytest
from django.test import Client
from lxml import html

from acting.conftest import LogsIn
from comity.meetings.acts import CloseMeeting, Convene, OpenMeeting
from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.record.acts import KINDS
from comity.record.models import EntryRow, Head
from council import Council

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def head(logs_in: LogsIn) -> Client:
    return logs_in("delegation:XS", "head")


@pytest.fixture
def officer(logs_in: LogsIn) -> Client:
    return logs_in("secretariat", "officer")


def sends(client: Client, kind: str, do: str = "try", **fields: object) -> object:
    return client.post(f"/acts/{kind}", {**fields, "do": do})


def hidden(page: str) -> dict[str, str]:
    found = html.document_fromstring(page).xpath('//section//input[@type="hidden"]')
    return {field.get("name"): field.get("value") for field in found if field.get("name") != "csrfmiddlewaretoken"}


class TestChoosing:
    def test_what_the_seat_may_do_is_listed_with_what_it_is(self, head: Client) -> None:
        page = head.get("/acts").text
        assert "delegation of Sylvania" in page
        assert 'href="/acts/membership.apply"' in page
        assert "membership.admit" not in page
        assert "Государство просит предоставить ему статус" in head.get("/ru/acts").text

    def test_nobody_else_sees_these_pages(self, council: Council, logs_in: LogsIn) -> None:
        for address in ("/acts", "/acts/membership.apply", "/ru/acts"):
            response = Client().get(address)
            log_in = "/ru/accounts/login" if address.startswith("/ru") else "/accounts/login"
            assert (response.status_code, response.headers["Location"]) == (302, f"{log_in}?next={address}")
        client = Client()
        client.force_login(Account.objects.create_user("nobody@council.example"))
        assert client.get("/acts").status_code == 403
        assert client.post("/acts/membership.apply", {"state": "XS"}).status_code == 403

    def test_in_some_seats_there_is_nothing_to_do(self, logs_in: LogsIn) -> None:
        assert "No act is open to you" in logs_in("secretariat", "facilitator").get("/acts").text

    def test_an_unknown_kind_is_not_found(self, head: Client) -> None:
        assert head.get("/acts/membership.dance").status_code == 404

    @pytest.mark.parametrize("prefix", ["", "/ru", "/zh-hans"])
    def test_every_form_is_drawn(self, officer: Client, prefix: str) -> None:
        addresses = set(re.findall(r'href="[^"]*(/acts/[a-z_.]+)"', officer.get("/acts").text))
        assert len(addresses) > 20
        for address in addresses:
            page = html.document_fromstring(officer.get(f"{prefix}{address}").text)
            for field in page.xpath("//form//*[self::input or self::select or self::textarea][not(@type='hidden')]"):
                assert page.xpath(f"//label[@for='{field.get('id')}']"), address


class TestFilling:
    def test_choices_are_what_there_is(self, head: Client, officer: Client) -> None:
        def states(client: Client, kind: str) -> list[str]:
            page = html.document_fromstring(client.get(f"/acts/{kind}").text)
            return page.xpath("//select[@id='id_state']/option/@value")

        assert states(head, "membership.apply") == ["XS"]
        assert states(officer, "membership.suspend") == ["", "XA", "XB", "XR", "XS"]

    def test_what_is_new_is_written_and_what_is_needed_comes_first(self, officer: Client) -> None:
        for kind, field in (("register.enter_document", "document"), ("membership.name_state", "state")):
            page = html.document_fromstring(officer.get(f"/acts/{kind}").text)
            fields = page.xpath("//form[@class='acting']//*[starts-with(@id, 'id_') and @name]/@name")
            assert fields[0] == field
            assert page.get_element_by_id(f"id_{field}").tag == "input"

    def test_the_charter_in_force_is_there_to_be_amended(self, officer: Client, council: Council) -> None:
        page = html.document_fromstring(officer.get("/acts/charter.amend").text)
        text = page.get_element_by_id("id_charter").text
        assert json.loads(text)["organisation"]["code"] == "ICM"
        amended = text.replace("Council on Moorings", "Council on Harbours")
        answer = sends(officer, "charter.amend", charter=amended, basis=council.decides())
        assert "The charter was amended." in answer.text

    def test_who_may_read_is_chosen(self, officer: Client) -> None:
        page = html.document_fromstring(officer.get("/acts/register.enter_document").text)
        offered = page.xpath("//select[@id='id_audience']/option/@value")
        assert offered == ["", "public", "community", "members", "secretariat", "body:ASSEMBLY"]

    def test_fields_are_filled_in_from_the_address(self, officer: Client) -> None:
        page = html.document_fromstring(officer.get("/acts/membership.suspend?state=XB").text)
        assert page.xpath("//select[@id='id_state']/option[@selected]/@value") == ["XB"]

    def test_the_latest_decisions_are_at_hand(self, officer: Client, council: Council) -> None:
        basis = council.decides()
        page = html.document_fromstring(officer.get("/acts/membership.suspend").text)
        assert page.xpath("//datalist/option/@value") == [str(basis)]

    def test_only_who_enters_the_past_is_asked_for_the_day(self, head: Client, officer: Client) -> None:
        assert 'name="on"' not in head.get("/acts/membership.apply").text
        assert 'name="on"' in officer.get("/acts/membership.suspend").text

    def test_what_is_wrong_stands_beside_its_field(self, officer: Client) -> None:
        response = sends(officer, "membership.name_state", state="x", on="soon", **{"name.en": "Thule"})
        assert response.status_code == 422
        page = html.document_fromstring(response.text)
        field = page.get_element_by_id("id_state")
        assert field.get("aria-invalid") == "true"
        fault = page.get_element_by_id(field.get("aria-describedby").split()[-1])
        assert "two letters" in fault.text_content()
        assert page.get_element_by_id("id_name.en").text.strip() == "Thule"

    def test_a_wrong_day_is_a_fault_too(self, officer: Client) -> None:
        response = sends(officer, "membership.name_state", state="XT", on="2030-02-31", **{"name.en": "Thule"})
        assert response.status_code == 422
        assert "Write the year, the month and the day" in response.text


class TestEntering:
    def test_one_sees_what_will_be_minuted_and_enters_it(self, head: Client) -> None:
        preview = sends(head, "membership.apply", state="XS", key="k").text
        assert "Sylvania applied for the status of member." in preview
        assert "Charter, Art. 4" in preview
        assert not EntryRow.objects.filter(kind="membership.apply").exists()
        for _ in range(2):
            response = head.post("/acts/membership.apply", hidden(preview) | {"do": "enter"})
            assert (response.status_code, response.headers["Location"]) == (303, "/states/XS")
        assert EntryRow.objects.filter(kind="membership.apply").count() == 1
        landed = head.get(response.headers["Location"])
        assert landed.status_code == 200
        assert "Entered into the record: <a" in landed.text
        assert f'href="/record/{Head.objects.get().size}"' in landed.text
        assert "Entered into the record:" not in head.get("/states/XS").text, "it is told once"

    def test_one_may_still_change_it(self, officer: Client) -> None:
        names = {"name.en": "Thule", "name.ru": "Туле"}
        preview = sends(officer, "membership.name_state", state="XT", on="2030-02-01", **names).text
        form = html.document_fromstring(
            officer.post("/acts/membership.name_state", hidden(preview) | {"do": "change"}).text
        )
        assert form.get_element_by_id("id_name.ru").text.strip() == "Туле"
        entered = officer.post("/acts/membership.name_state", hidden(preview) | {"do": "enter"})
        assert entered.status_code == 303
        entry = EntryRow.objects.get(seq=Head.objects.get().size).entry
        assert (entry.body["name"], str(entry.on)) == ({"en": "Thule", "ru": "Туле"}, "2030-02-01")

    @pytest.mark.parametrize("do", ["try", "enter"])
    def test_why_not_is_told_with_the_article(self, logs_in: LogsIn, do: str) -> None:
        response = sends(logs_in("delegation:XA", "head"), "membership.apply", do, state="XA")
        assert response.status_code == 409
        assert "Arcadia has been member since" in response.text
        assert 'href="/charter/articles/4"' in response.text

    @pytest.mark.parametrize("do", ["try", "enter"])
    def test_what_is_not_for_the_seat_is_refused_whatever_was_sent(self, head: Client, do: str) -> None:
        response = sends(head, "membership.name_state", do, state="XT", **{"name.en": "Thule"})
        assert response.status_code == 403
        assert "you sit as delegation of Sylvania" in response.text
        assert not EntryRow.objects.filter(subjects__contains=["state:XT"]).exists()

    def test_a_form_of_another_site_enters_nothing(self, logs_in: LogsIn) -> None:
        client = logs_in("delegation:XS", "head", enforce_csrf_checks=True)
        assert sends(client, "membership.apply", "enter", state="XS").status_code == 403

    def test_markup_is_text(self, officer: Client) -> None:
        preview = sends(officer, "membership.name_state", state="XT", **{"name.en": "<script>x</script>%(state)s"})
        assert "<script>x" not in preview.text


class TestWhileOneWrites:
    """What htmx asks for as the fields change; see also `tests/browser/test_acting.py`."""

    def preview(self, client: Client, kind: str, **fields: object) -> html.HtmlElement:
        answer = sends(client, kind, "preview", **fields)
        assert answer.status_code == 200
        assert "<html" not in answer.text
        return html.fragment_fromstring(answer.text, create_parent=True)

    def test_what_would_be_minuted_is_told_and_nothing_entered(self, head: Client) -> None:
        size = Head.objects.get().size
        assert "Sylvania applied" in self.preview(head, "membership.apply", state="XS").text_content()
        assert Head.objects.get().size == size

    def test_why_not_is_told_with_the_article(self, officer: Client) -> None:
        told = self.preview(officer, "membership.reinstate", state="XA").text_content()
        assert "would not be admitted" in told
        assert "not suspended" in told

    def test_a_fault_stands_beside_its_field_and_an_empty_field_is_left_in_peace(self, officer: Client) -> None:
        page = self.preview(officer, "membership.name_state", state="x", **{"name.en": ""})
        assert "two letters" in page.get_element_by_id("id_state_error").text_content()
        assert page.get_element_by_id("id_name.en_error").text_content() == ""

    def test_choices_follow_what_they_depend_on(self, officer: Client) -> None:
        def roles(**fields: str) -> list[str]:
            page = self.preview(officer, "people.issue_credential", **fields)
            return page.xpath("//div[@id='field-role']//option/@value")

        assert roles(seat="delegation:XA", drawn="seat=") == ["", "head", "coordinator", "expert"]
        assert roles(seat="depositary", drawn="seat=delegation:XA") == ["depositary"]
        assert roles(seat="depositary", drawn="seat=depositary") == [], "what did not change is not drawn again"

    def test_without_scripts_everything_can_be_chosen(self, officer: Client) -> None:
        page = html.document_fromstring(officer.get("/acts/people.issue_credential").text)
        assert len(page.xpath("//select[@id='id_role']/option")) == 11


def test_a_word_that_means_two_things_is_called_by_what_it_means(officer: Client) -> None:
    """A document was adopted at a place; an item has its place on an agenda."""
    labels = {}
    for kind in ("register.enter_document", "meetings.add_item", "people.issue_credential"):
        page = html.document_fromstring(officer.get(f"/acts/{kind}").text)
        labels[kind] = {
            one.get("for"): one.text_content().split("needed")[0].strip() for one in page.xpath("//label")
        }
    assert labels["register.enter_document"]["id_place"] == "Place"
    assert labels["meetings.add_item"]["id_place"] == "Number on the agenda"
    assert labels["people.issue_credential"]["id_note"] == "Note of the state"


class TestPeople:
    """A person is chosen by name or address, never by code; and nobody finds out who has an account."""

    @pytest.fixture
    def people(self, council: Council) -> dict[str, Account]:
        made = {}
        for name, seat in (("Anna", "delegation:XA"), ("Boris", "delegation:XB"), ("Nobody", "")):
            made[name] = Account.objects.create_user(f"{name.lower()}@council.example", name=name)
            if seat:
                act = IssueCredential(account=made[name].code, seat=seat, role="expert")
                council.does("clerk", act)
        return made

    def offered(self, client: Client) -> list[str]:
        page = html.document_fromstring(client.get("/acts/people.issue_credential").text)
        return [one.text for one in page.xpath("//datalist[@id='account-people']/option") if one.text]

    def test_a_delegation_knows_its_own_people(self, logs_in: LogsIn, people: dict[str, Account]) -> None:
        assert self.offered(logs_in("delegation:XA", "head")) == ["Anna"]

    def test_the_secretariat_knows_who_ever_held_a_seat(self, officer: Client, people: dict[str, Account]) -> None:
        assert self.offered(officer) == ["Anna", "Boris"]

    @pytest.mark.parametrize("written", ["Anna", "anna@council.example", "ANNA"])
    def test_a_name_or_an_address_is_enough(self, officer: Client, people: dict[str, Account], written: str) -> None:
        asked = {"account": written, "seat": "delegation:XA", "role": "coordinator", "note": "1/2030", "do": "enter"}
        entered = officer.post("/acts/people.issue_credential", asked)
        assert entered.status_code == 303
        assert people["Anna"].code in officer.get(entered.headers["Location"]).text

    def test_others_are_as_if_they_had_no_account(self, logs_in: LogsIn, people: dict[str, Account]) -> None:
        head = logs_in("delegation:XA", "head")
        answers = []
        for written in ("boris@council.example", "nobody@council.example", "unheard.of@council.example", "Boris"):
            answer = sends(head, "people.issue_credential", account=written, seat="delegation:XA", role="expert")
            assert answer.status_code == 422
            page = html.document_fromstring(answer.text)
            answers.append(page.get_element_by_id("id_account_error").text_content())
        assert len(set(answers)) == 1
        assert "You know nobody of this name" in answers[0]

    def test_whose_seat_ends_is_chosen_by_name(self, logs_in: LogsIn, people: dict[str, Account]) -> None:
        page = html.document_fromstring(logs_in("delegation:XA", "head").get("/acts/people.end_credential").text)
        told = [one.text for one in page.xpath("//select[@id='id_credential_entry']/option")]
        assert told == ["Anna (delegation of Arcadia, expert)"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_choice_is_called_by_its_code(officer: Client, kind: str) -> None:
    """Where the values of a field are words of the program, a reader of Russian is shown Russian ones."""
    page = officer.get(f"/ru/acts/{kind}")
    if page.status_code == 200:
        options = re.findall(r"<option[^>]*>([^<]+)</option>", page.content.decode())
        assert not {"day", "month", "year", "operating", "decided", "in-person", "videoconference"} & set(options)


def test_a_form_has_words_for_what_there_is_to_choose_and_the_readers_language_first(logs_in: LogsIn) -> None:
    chair = logs_in("chair", "chair")
    choices = html.document_fromstring(chair.get("/ru/acts/meetings.convene").text)
    formats = choices.xpath("//select[@name='format']/option/text()")
    assert formats == ["–", "очередное", "внеочередное", "узкий состав", "расширенный состав", "формат «плюс»"]
    page = html.document_fromstring(chair.get("/ru/acts/decisions.put_forward").text)
    assert page.xpath("//textarea[starts-with(@name, 'title.')]/@lang") == ["ru", "en", "zh"]


def test_what_the_address_fills_in_stays_though_it_is_not_offered(council: Council, logs_in: LogsIn) -> None:
    """The record of a meeting that is over is sent round, and not that of the only meeting to come."""
    officer = logs_in("secretariat", "officer")
    over, _coming = (
        council.does("secretariat", Convene(body="ASSEMBLY", first=day, last=day)).seq
        for day in ("2032-04-01", "2032-06-01")
    )
    for act in (OpenMeeting(session=str(over)), CloseMeeting(session=str(over))):
        council.on("2032-04-01").does("chair", act)
    page = html.document_fromstring(officer.get(f"/acts/meetings.circulate_record?session={over}").text)
    (chosen,) = page.xpath("//select[@name='session']/option[@selected]")
    assert (chosen.get("value"), chosen.text) == (str(over), "Assembly, 1 April 2032")
