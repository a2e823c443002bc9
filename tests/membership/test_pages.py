"""The members as a page and as data, on any day."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from comity.charter.day import AHEAD
from comity.membership.models import Suspension

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sco")]


def members(client, query: str = "") -> list[dict[str, object]]:
    return client.get(f"/members.json?{query}").json()


@pytest.mark.parametrize(
    ("day", "count"),
    [("2001-06-15", 6), ("2017-06-08", 6), ("2017-06-10", 8), ("2023-07-05", 9), ("2024-07-05", 10)],
)
def test_so_many_states_were_members(client, day, count):
    assert len(members(client, f"on={day}&status=member")) == count
    assert f"{count} states were members" in client.get(f"/members?on={day}").content.decode()


def test_the_list_holds_every_state_with_a_standing_and_says_on_what_each_rests(client):
    india = next(row for row in members(client, "on=2017-06-08") if row["code"] == "IN")
    assert india["name"] == "India"
    assert (india["status"], india["since"], india["article"]) == ("observer", "2005-07-05", "14")
    assert isinstance(india["entry"], int)


def test_members_come_first_and_in_the_order_of_the_russian_alphabet(client):
    codes = [row["code"] for row in members(client, "on=2024-07-05")]
    assert codes[:10] == ["BY", "IN", "IR", "KZ", "CN", "KG", "PK", "RU", "TJ", "UZ"]


def test_csv_has_the_columns_and_rows_of_json(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/members.csv?on=2017-06-08").content.decode())))
    found = members(client, "on=2017-06-08")
    assert [row["code"] for row in rows] == [row["code"] for row in found]
    assert list(rows[0]) == list(found[0])
    assert rows[0]["irregular"] in ("true", "false")


def test_names_are_in_the_language_asked_for(client):
    assert members(client, "on=2017-06-08&lang=ru")[0]["name"] == "Казахстан"
    assert members(client, "on=2017-06-08&lang=zh")[0]["name"] == "哈萨克斯坦"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("on=yesterday", "such as 2017-06-08"),
        ("on=2017-02-30", "such as 2017-06-08"),
        ("on=20170608", "such as 2017-06-08"),
        ("on=2001-06-14", "2001-06-15"),
        ("status=emperor", "dialogue-partner"),
        ("lang=tlh", "zh-hans"),
    ],
)
def test_wrong_input_is_answered_with_what_to_write(client, query, told):
    answer = client.get(f"/members.json?{query}")
    assert answer.status_code == 400
    assert told in answer.json()["error"]


def test_one_may_look_ahead_at_what_is_decided_so_far(client):
    on = timezone.now().date() + timedelta(days=3000)
    page = client.get(f"/members?on={on}").content.decode()
    assert f"10 states will be members on {date_format(on)}" in page
    assert "were members" not in page
    home = client.get(f"/?on={on}").content.decode()
    assert "By what is decided so far, Kyrgyzstan is in the chair from 1 September 2025 on." in home


@pytest.mark.parametrize("page", ["/", "/members", "/chair", "/members.json", "/charter"])
def test_nobody_may_look_more_than_ten_years_ahead(client, page):
    last = timezone.now().date() + AHEAD
    assert client.get(f"{page}?on={last}").status_code == 200
    answer = client.get(f"{page}?on={last + timedelta(days=1)}")
    assert answer.status_code == 400
    assert f"Write {last} or an earlier day" in answer.content.decode()


def test_a_wrong_day_gets_a_page_that_says_what_to_write(client):
    answer = client.get("/ru/members?on=<b>")
    assert answer.status_code == 400
    assert "2017-06-08" in answer.content.decode()
    assert "<b>" not in answer.content.decode()


def test_each_state_has_one_seat_of_the_same_size(client):
    page = client.get("/members?on=2024-07-05").content.decode()
    table = page[page.index('<svg class="round-table"') : page.index("</svg>")]
    assert table.count('class="seat__place"') == len(members(client, "on=2024-07-05"))
    assert table.count('r="30"') == table.count('class="seat__place"')


def test_the_page_lists_the_states_of_the_data(client):
    page = client.get("/members?on=2017-06-08").content.decode()
    for row in members(client, "on=2017-06-08"):
        assert f'href="/states/{row["code"]}?on=2017-06-08">{row["name"]}</a>' in page


def test_an_uncertain_day_is_shown_as_such(client):
    page = client.get("/members?on=2010-06-01").content.decode()
    assert "2010, day not known" in page


def test_a_suspended_member_is_marked_in_words(client):
    Suspension.objects.create(entry=1, state="KZ", since=date(2019, 1, 1), until=date(2019, 2, 1))
    assert "suspended" in client.get("/members?on=2019-01-15").content.decode()
    assert "suspended" not in client.get("/members?on=2019-02-01").content.decode()
