"""The chair's plan: acts, the page, the calendar, and the table from and to a spreadsheet."""

from datetime import date
from string import ascii_lowercase

import icalendar
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from comity.meetings import pasting, plan, sheet
from comity.meetings.acts import ChangeEvent, DropEvent, PlanEvent
from comity.meetings.models import Event
from comity.meetings.pasting import Told, enter
from comity.people.acts import IssueCredential
from comity.people.models import Account, Credential
from comity.people.sitting import Sitting
from comity.record.models import EntryRow
from comity.record.reading import everything
from comity.record.seats import Seat
from comity.record.submission import Refused

REGATTA = {"en": "Regatta", "ru": "Регата"}
WORDS = {
    "area": {"economic": "economic", "экономика": "economic"},
    "preparation": {name: name for name in sheet.PREPARATION},
    "host_state": {"arcadia": "XA", "xa": "XA"},
    "body": {"assembly": "ASSEMBLY"},
    "heading": {
        "first day": "first",
        "last day": "last",
        "event": "name",
        "мероприятие": "name",
        "city": "city",
        "№": "event",
    },
}


@pytest.fixture
def chair(council) -> Client:
    account = Account.objects.create_user("chair@council.example")
    council.does("clerk", IssueCredential(account=account.code, seat="chair", role="chair"))
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def sits_in_the_chair(council, chair) -> Sitting:
    with everything():
        row = Credential.objects.get(seat="chair")
    return Sitting(row.account, row.entry, Seat("chair"), "chair")


def paste(council, client: Client, *lines: str, do: str = "enter", prefix: str = ""):
    with council.clock():
        return client.post(f"{prefix}/plan/table", {"table": "\n".join(lines), "do": do, "key": "one"})


class TestActs:
    def test_an_event_is_planned_changed_and_dropped(self, council):
        event = council.does("chair", PlanEvent(name=REGATTA, first="2030-06-01", body="ASSEMBLY"))
        code = str(event.seq)
        council.does("chair", ChangeEvent(event=code, last="2030-06-03", preparation="ready"))
        row = Event.objects.get()
        assert (row.first, row.last, row.preparation) == (date(2030, 6, 1), date(2030, 6, 3), "ready")
        assert council.refuses("chair", ChangeEvent(event=code)).code == "nothing_changed"
        backwards = ChangeEvent(event=code, first="2030-06-04")
        assert council.refuses("chair", backwards).code == "ends_before_it_begins"
        council.does("secretariat", DropEvent(event=code))
        assert council.refuses("chair", DropEvent(event=code)).code == "no_event"

    def test_a_body_that_there_is_not_is_responsible_for_nothing(self, council):
        plan = PlanEvent(name=REGATTA, first="2030-06-01", body="NAVY")
        assert council.refuses("chair", plan).code == "no_such_body"


class TestPages:
    def test_the_plan_stands_by_months(self, council, client):
        council.does("chair", PlanEvent(name=REGATTA, first="2030-06-01", last="2030-06-03", city="Strelsau"))
        council.does("chair", PlanEvent(name={"en": "Ball"}, first="2030-07-31", last="2030-08-01"))
        with council.clock():
            page = client.get("/plan").content.decode()
            russian = client.get("/ru/plan").content.decode()
        assert "June 2030" in page
        assert "1–3 June 2030" in page
        assert "31 July 2030 – 1 August 2030" in page
        assert "Регата" in russian

    def test_the_calendar_keeps_the_identity_of_what_is_moved(self, council, client):
        event = council.does("chair", PlanEvent(name=REGATTA, first="2030-06-01"))
        before = self.events(client)
        council.does("chair", ChangeEvent(event=str(event.seq), first="2030-06-05", last="2030-06-05"))
        after = self.events(client)
        assert before[0]["uid"] == after[0]["uid"]
        assert after[0]["sequence"] > before[0].get("sequence", 0)
        assert after[0].decoded("dtstart") == date(2030, 6, 5)
        assert after[0].decoded("dtend") == date(2030, 6, 6)

    def events(self, client: Client):
        return icalendar.Calendar.from_ical(client.get("/plan.ics").content).walk("VEVENT")

    def test_programs_read_it(self, council, client):
        council.does("chair", PlanEvent(name=REGATTA, first="2030-06-01", area="economic"))
        assert client.get("/plan.json").json()[0]["name"] == "Regatta"
        assert client.get("/api/plan").json()["items"][0]["area"] == "economic"
        assert client.get("/api/plan?area=security").json()["items"] == []


class TestSheet:
    """Pure: what is written in cells."""

    @pytest.mark.parametrize(
        ("written", "day"),
        [
            ("2030-06-01", date(2030, 6, 1)),
            ("1.6.2030", date(2030, 6, 1)),
            ("01/06/2030", date(2030, 6, 1)),
            ("01-06-2030", date(2030, 6, 1)),
            ("2030/6/1", date(2030, 6, 1)),
            ("2030年6月1日", date(2030, 6, 1)),
            ("2030-02-30", None),
            ("June", None),
            ("45444", None),
        ],
    )
    def test_days(self, written, day):
        assert sheet.day_of(written) == day

    def test_a_line_of_headings_and_empty_lines_say_nothing(self):
        (line,) = sheet.lines("First day\tLast day\tEvent\n\n2030-06-01\t\tRegatta\n", WORDS)
        assert (line.faults, line.number) == ([], 3)
        assert line.fields == {"first": "2030-06-01", "name": "Regatta"}

    def test_without_headings_columns_stand_in_their_order(self):
        text = "\n2030-06-01\t\tRegatta\tЭкономика\tStrelsau\tArcadia\tAssembly\tagreed\n"
        (line,) = sheet.lines(text, WORDS)
        assert line.faults == []
        assert line.fields == {
            "first": "2030-06-01",
            "name": "Regatta",
            "area": "economic",
            "city": "Strelsau",
            "host_state": "XA",
            "body": "ASSEMBLY",
            "preparation": "agreed",
        }

    def test_there_are_no_more_than_nine_columns(self):
        (line,) = sheet.lines("2030-06-01\t\tRegatta" + "\t" * 7 + "\tFair", WORDS)
        assert [fault.code for fault in line.faults] == ["too_many_cells"]

    def test_every_fault_of_a_line_is_told(self):
        _planned, line = sheet.lines("2030-06-01\t\tBall\nsoon\t\t\tsailing\t\tNowhere\n", WORDS)
        assert [(fault.code, fault.column) for fault in line.faults] == [
            ("no_day", "first"),
            ("unknown", "area"),
            ("unknown", "host_state"),
            ("missing", "name"),
        ]

    def test_columns_are_known_by_their_headings_in_any_order(self):
        (line,) = sheet.lines("City\tМЕРОПРИЯТИЕ\tFirst  day\nStrelsau\tRegatta\t2030-06-01", WORDS)
        assert line.faults == []
        assert line.fields == {"city": "Strelsau", "name": "Regatta", "first": "2030-06-01"}

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("First day\tEvent\tWeather\n2030-06-01\tRegatta\tFair", ("unknown_heading", "Weather")),
            ("First day\tEvent\tPlan 2030\n2030-06-01\tRegatta\tFair", ("unknown_heading", "Plan 2030")),
            ("First day\tEvent\tEvent\n2030-06-01\tRegatta\tBall", ("heading_twice", "Event")),
            ("When\tWhat\n2030-06-01\tRegatta", ("no_heading", "When")),
            ("First day\tEvent\n2030-06-01\tRegatta\tFair", ("without_heading", "Fair")),
            ("Event\tCity\nRegatta\tStrelsau", ("no_column", "")),
        ],
    )
    def test_what_is_wrong_with_the_headings_is_told_once(self, text, fault):
        (line,) = sheet.lines(text, WORDS)
        assert [(fault.code, fault.written) for fault in line.faults] == [fault]

    def test_a_line_with_a_number_says_only_what_is_to_be_different(self):
        (line,) = sheet.lines("№\tCity\n412\tStrelsau", WORDS)
        assert (line.faults, line.event, line.fields) == ([], "412", {"city": "Strelsau"})

    def test_nothing_that_is_copied_is_a_formula(self):
        row = dict.fromkeys(sheet.COLUMNS, "") | {"name": "=cmd()", "city": "a\tb\nc"}
        written = sheet.written([row], ["x"] * 9).splitlines()[1].split("\t")
        assert written[2] == "'=cmd()"
        assert written[4] == "a b c"
        (line,) = sheet.lines(f"2030-06-01\t\t{written[2]}", WORDS)
        assert line.fields["name"] == "=cmd()"

    @given(st.text(max_size=200))
    def test_whatever_is_pasted_is_read_or_told_as_wrong(self, text):
        for line in sheet.lines(text, WORDS):
            assert line.faults or line.event or {"first", "name"} <= line.fields.keys()


class TestPasting:
    def test_new_lines_are_entered_all_together(self, council, chair):
        lines = ("2030-06-01\t2030-06-02\tRegatta\teconomic\tStrelsau\tRuritania\tAssembly\tagreed",)
        answer = paste(council, chair, *lines, "7.6.2030\t\tBall")
        assert (answer.status_code, answer["Location"]) == (303, "/plan")
        told = Event.objects.order_by("first").values_list("name", "area", "country", "body", "preparation")
        assert list(told) == [
            ({"en": "Regatta"}, "economic", "XR", "ASSEMBLY", "agreed"),
            ({"en": "Ball"}, "", "", "", "proposed"),
        ]

    def test_one_bad_line_and_nothing_is_entered(self, council, chair):
        before = EntryRow.objects.count()
        answer = paste(council, chair, "2030-06-01\t\tRegatta", "2030-06-05\t2030-06-01\tBall", "tomorrow\t\tPicnic")
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "cannot end on" in page
        assert "“tomorrow” is no day" in page
        assert EntryRow.objects.count() == before

    def test_what_was_copied_and_pasted_back_changes_nothing(self, council, chair):
        council.does("chair", PlanEvent(name=REGATTA, first="2030-06-01", city="Strelsau", host_state="XR"))
        with council.clock():
            text = chair.get("/plan/table").context["text"]
        answer = paste(council, chair, *text.splitlines(), do="preview")
        assert [line.act for line in answer.context["lines"]] == [None]
        assert "as it is" in answer.content.decode()

    def test_a_line_with_its_number_changes_the_event_and_keeps_the_other_languages(self, council, chair):
        event = council.does("chair", PlanEvent(name=REGATTA, first="2030-06-01", city="Strelsau"))
        line = f"2030-06-02\t2030-06-02\tGreat Regatta\t\t\t\t\tready\t{event.seq}"
        assert paste(council, chair, line).status_code == 303
        row = Event.objects.get()
        assert row.name == {"en": "Great Regatta", "ru": "Регата"}
        assert (row.first, row.city, row.preparation) == (date(2030, 6, 2), "Strelsau", "ready")

    def test_a_number_that_stands_for_nothing_or_twice_is_refused(self, council, chair):
        event = council.does("chair", PlanEvent(name=REGATTA, first="2030-06-01"))
        twice = f"2030-06-01\t\tRegatta\t\t\t\t\tready\t{event.seq}"
        assert "stands in an earlier line already" in paste(council, chair, twice, twice).content.decode()
        unknown = "2030-06-01\t\tRegatta\t\t\t\t\t\t1"
        assert "is no event of the plan" in paste(council, chair, unknown).content.decode()

    def test_what_is_refused_while_it_is_entered_takes_the_rest_along(self, council, sits_in_the_chair):
        planned = Told(1, "Regatta", "", PlanEvent(name=REGATTA, first="2030-06-01"))
        gone = Told(2, "Ball", "", ChangeEvent(event="1", city="Strelsau"))
        with council.clock(), pytest.raises(Refused):
            enter([planned, gone], sits_in_the_chair, "one")
        assert Event.objects.count() == 0

    def test_what_was_dropped_meanwhile_is_told(self, council, chair, monkeypatch):
        event = council.does("chair", PlanEvent(name=REGATTA, first="2030-06-01"))
        enters = plan.pasting.enter

        def late(*arguments):
            council.does("secretariat", DropEvent(event=str(event.seq)))
            enters(*arguments)

        monkeypatch.setattr(plan.pasting, "enter", late)
        answer = paste(council, chair, f"2030-06-02\t2030-06-02\tRegatta\t\t\t\t\t\t{event.seq}")
        assert answer.status_code == 409
        assert "is no event of the plan, or was dropped" in answer.content.decode()

    def test_a_cell_is_no_book(self, council, chair):
        answer = paste(council, chair, f"2030-06-01\t\t{'Regatta ' * 100}")
        assert "Write at most 300" in answer.content.decode()

    def test_it_is_entered_once_however_often_it_is_sent(self, council, chair):
        paste(council, chair, "2030-06-01\t\tRegatta")
        paste(council, chair, "2030-06-01\t\tRegatta")
        assert Event.objects.count() == 1

    def test_words_are_understood_in_every_language(self, council, chair):
        line = "2030-06-01\t\tРегата\t\t\tАркадия\tАссамблея\tготово"
        assert paste(council, chair, line, prefix="/ru").status_code == 303
        row = Event.objects.get()
        assert (row.name, row.country, row.preparation) == ({"ru": "Регата"}, "XA", "ready")

    @pytest.mark.parametrize("language", ["", "/ru", "/zh-hans"])
    def test_what_was_copied_in_one_language_is_read_in_any(self, council, chair, language):
        council.does("chair", PlanEvent(name=REGATTA, first="2030-06-01", city="Strelsau", area="economic"))
        with council.clock():
            text = chair.get(f"{language}/plan/table").context["text"]
        turned = ["\t".join(reversed(line.split("\t"))) for line in text.splitlines()]
        for prefix in ("", "/ru", "/zh-hans"):
            name = {"en": "Regatta", "ru": "Регата"}["ru" if prefix == "/ru" else "en"]
            named = [line.replace("Регата", name).replace("Regatta", name) for line in turned]
            (line,) = paste(council, chair, *named, prefix=prefix).context["lines"]
            assert (line.first, line.act, line.reasons) == ("2030-06-01", None, [])

    def test_a_column_that_is_left_out_stays_as_it_is(self, council, chair):
        event = council.does("chair", PlanEvent(name=REGATTA, first="2030-06-01", city="Strelsau"))
        assert paste(council, chair, "Preparation\t№", f"ready\t{event.seq}").status_code == 303
        row = Event.objects.get()
        assert (row.name, row.city, row.preparation) == (REGATTA, "Strelsau", "ready")

    def test_an_unknown_heading_is_answered_with_the_known_ones(self, council, chair):
        page = paste(council, chair, "First day\tEvent\tWeather", "2030-06-01\tRegatta\tFair").content.decode()
        assert "“Weather” is no heading" in page
        assert "First day, Last day, Event, Area, City" in page

    def test_an_unknown_word_is_answered_with_those_one_may_write(self, council, chair):
        lines = ("Первый день\tМероприятие\tПодготовка\tОтветственный орган\tОбласть сотрудничества",)
        answer = paste(council, chair, *lines, "2030-06-01\tРегата\tскоро\tФлот\tпарус", prefix="/ru")
        reasons = " ".join(answer.context["lines"][0].reasons)
        for word in ("готово", "Ассамблея", "экономика"):
            assert word in reasons
        for code in ("ready", "ASSEMBLY", "economic"):
            assert code not in reasons

    def test_of_very_many_words_the_nearest_are_told(self):
        known = [f"Meeting of Ministers of {matter}" for matter in ascii_lowercase]
        told = pasting._nearest("Meeting of Ministers of k", known)
        assert told.startswith("Meeting of Ministers of k, ")
        assert told.endswith(", …")
        assert told.count("Meeting") == pasting.NEAREST
        assert pasting._nearest("k", known[:3]) == ", ".join(known[:3])

    def test_others_only_copy(self, council, anna):
        delegate = Client()
        delegate.force_login(anna)
        assert paste(council, delegate, "2030-06-01\t\tRegatta").status_code == 200
        assert Event.objects.count() == 0
        assert "readonly" in delegate.get("/plan/table").content.decode()

    def test_a_hundred_lines_are_one_act_each(self, council, chair):
        lines = [f"2030-{1 + number % 12:02}-01\t\tEvent {number}" for number in range(100)]
        assert paste(council, chair, *lines).status_code == 303
        assert Event.objects.count() == 100
