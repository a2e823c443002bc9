"""Bodies, meetings, the chair and offices, as pages and as data."""

from datetime import date, timedelta

import pytest
from django.utils.formats import date_format

from comity.bodies.models import Meeting
from comity.charter import queries as charters
from comity.record.models import EntryRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sco")]


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_bodies_of_the_charter_come_first_by_their_articles(client):
    rows = client.get("/bodies.json").json()
    charter, _entry = charters.in_force(date.today())
    first = [row["code"] for row in rows[: len(charter.bodies)]]
    assert set(first) == set(charter.bodies)
    assert first[:3] == ["CHS", "CHG", "CFM"]


def test_a_body_did_not_exist_before_it_was_established(client):
    assert "CHG" not in [row["code"] for row in client.get("/bodies.json?on=2001-09-13").json()]
    assert "CHG" in [row["code"] for row in client.get("/bodies.json?on=2001-09-14").json()]
    assert "does not exist" in text(client, "/bodies/CHG?on=2001-09-13")


def test_bodies_whose_first_day_is_not_known_are_counted_apart(client):
    rows = [row for row in client.get("/bodies.json?on=2001-06-15").json() if row["phase"] == "operating"]
    unknown = sum(row["dated"] == "unknown" for row in rows)
    assert unknown
    page = " ".join(text(client, "/bodies?on=2001-06-15").split())
    assert f"{len(rows) - unknown} bod" in page
    assert f"Of {unknown} more the first day is not known." in page
    assert f">{unknown}</a>" in text(client, "/?on=2001-06-15")


def test_it_is_said_where_the_record_ends_long_before_the_day_shown(client):
    latest = EntryRow.objects.filter(on__lte=date.today()).latest("on").on
    long_after = latest + timedelta(days=91)
    for page in ("/", "/chair"):
        said = f"as far as the record goes: its latest fact is of {date_format(latest)}"
        assert said in text(client, f"{page}?on={long_after}")
        assert "as far as the record goes" not in text(client, f"{page}?on={latest + timedelta(days=90)}")
        assert "as far as the record goes" not in text(client, f"{page}?on=2003-01-01")


def test_the_chart_puts_a_body_below_its_parent(client):
    page = text(client, "/bodies")
    tree = page[page.index('class="tree"') : page.index("</section>", page.index('class="tree"'))]
    assert tree.index("/bodies/CFM") < tree.index("/bodies/CNC") < tree.index("/bodies/MINISTERS")


def test_every_body_has_a_page(client):
    for row in client.get("/bodies.json").json():
        assert row["name"] in text(client, f"/bodies/{row['code']}").replace("&amp;", "&").replace("&#x27;", "'")


def test_a_body_says_what_it_decides_and_by_which_rule(client):
    page = text(client, "/bodies/CHS")
    assert "Admit a member" in page
    assert 'href="/charter/articles/13"' in page


def test_meetings_have_the_same_rows_on_the_page_and_as_data(client):
    rows = client.get("/bodies/CHS.json?on=2017-06-08").json()
    assert [row["ordinal"] for row in rows] == list(range(16, 0, -1))
    page = text(client, "/bodies/CHS?on=2017-06-08")
    assert all(f'href="/record/{row["entry"]}"' in page for row in rows)


def test_a_meeting_counts_from_its_last_day(client):
    assert client.get("/bodies/CHS.json?on=2017-06-09").json()[0]["ordinal"] == 17


def test_a_meeting_is_announced_until_it_is_held(client):
    Meeting.objects.create(
        entry=200, body="CNC", first=date(2019, 3, 1), last=date(2019, 3, 2), held=True,
        announced_on=date(2019, 1, 1), announced_by=190,
    )  # fmt: skip
    before, after = client.get("/bodies/CNC.json?on=2019-03-01"), client.get("/bodies/CNC.json?on=2019-03-02")
    assert [(row["held"], row["entry"]) for row in before.json()] == [(False, 190)]
    assert [(row["held"], row["entry"]) for row in after.json()] == [(True, 200)]
    assert client.get("/bodies/CNC.json?on=2018-12-31").json() == []


def test_the_chair_of_a_day_and_its_term(client):
    rows = client.get("/chair.json?on=2024-01-01").json()
    assert (rows[0]["code"], rows[0]["since"], rows[0]["until"]) == ("KZ", "2023-07-05", None)
    assert rows[1]["until"] == "2023-07-04"
    assert "Kazakhstan was in the chair" in text(client, "/chair?on=2024-01-01")


def test_nobody_was_in_the_chair_on_the_day_of_the_founding(client):
    assert client.get("/chair.json?on=2001-06-15").json() == []
    assert "no state in the chair" in text(client, "/chair?on=2001-06-15")


def test_between_two_terms_nobody_is_in_the_chair(client):
    """India handed over on 4 July 2023, Kazakhstan took the chair on the next day."""
    india = client.get("/chair.json?on=2023-07-04").json()[0]
    assert (india["code"], india["until"]) == ("IN", "2023-07-04")
    assert "no state in the chair" in text(client, "/chair?on=2023-07-04")


def test_a_departure_from_the_order_names_whose_turn_it_was(client):
    kazakhstan = client.get("/chair.json?on=2024-01-01").json()[0]
    assert (kazakhstan["in_order"], kazakhstan["expected"]) == (False, "IR")
    assert "turn of Iran" in text(client, "/chair?on=2024-01-01")


def test_an_office_has_the_title_of_its_time(client):
    rows = client.get("/offices/secretary-general.json?on=2008-01-01").json()
    assert [(row["office_name"], row["current"]) for row in rows] == [
        ("Secretary-General", True),
        ("Executive Secretary", False),
    ]


def test_the_holder_of_a_day_stands_in_the_first_sentence(client):
    assert "Secretary-General: Vladimir Norov (Uzbekistan)." in text(client, "/offices?on=2020-01-01")
    assert "Zhang Ming" not in text(client, "/offices?on=2020-01-01")


def test_on_the_day_of_the_change_only_the_new_holder_is_in_office(client):
    rows = client.get("/offices/secretary-general.json?on=2022-01-01").json()
    assert [row["person"] for row in rows if row["current"]] == ["Zhang Ming"]


def test_a_year_that_is_all_the_sources_tell_is_shown_as_a_year(client):
    assert "2007, day not known" in text(client, "/offices/secretary-general")


@pytest.mark.parametrize("address", ["/bodies/NONE", "/offices/none", "/bodies/NONE.json", "/offices/none.csv"])
def test_an_unknown_code_is_answered_with_where_to_look(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "none" in answer.content.decode().lower()
