"""The SCO from 2001 on, loaded from its history and asked about any day."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from comity import history
from comity.bodies.models import Holder, Meeting
from comity.bodies.queries import chair
from comity.membership.queries import standing, standings
from record.rebuilding import assert_rebuild_changes_nothing

SCO = Path(__file__).parents[2] / "organisations" / "sco"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker):
    """The SCO, loaded once for this module and rolled back at its end."""
    from django.db import connection, transaction

    with django_db_blocker.unblock():
        transaction.set_autocommit(False)
        yield history.load(SCO)
        connection.rollback()
        transaction.set_autocommit(True)


def count(day: str) -> Counter[str]:
    return Counter(row.status for row in standings(date.fromisoformat(day)))


@pytest.mark.parametrize(
    ("day", "members"),
    [
        ("2001-06-14", 0),
        ("2001-06-15", 6),
        ("2017-06-08", 6),
        ("2017-06-09", 8),
        ("2017-06-10", 8),
        ("2023-07-03", 8),
        ("2023-07-05", 9),
        ("2024-07-05", 10),
        ("2026-11-22", 10),
    ],
)
def test_members_on_a_day(report, day, members):
    assert count(day)["member"] == members


def test_observers_and_dialogue_partners_became_partners_in_2025(report):
    before, after = count("2025-08-31"), count("2025-09-01")
    assert (before["observer"], before["dialogue-partner"], before["partner"]) == (2, 14, 0)
    assert (after["observer"], after["dialogue-partner"], after["partner"]) == (0, 0, 17)


def test_india_was_an_observer_before_it_was_a_member(report):
    assert standing("IN", date(2005, 7, 4)) is None
    assert standing("IN", date(2017, 6, 8)).status == "observer"
    assert standing("IN", date(2017, 6, 9)).status == "member"


@pytest.mark.parametrize(("day", "state"), [("2003-01-01", "RU"), ("2017-06-09", "CN"), ("2026-11-22", "KG")])
def test_who_was_in_the_chair(report, day, state):
    assert chair(date.fromisoformat(day)).state == state


def test_the_sources_name_no_application_and_the_report_says_so(report):
    admissions = [entry for entry in report.open if entry.kind == "membership.admit"]
    assert [entry.body["state"] for entry in admissions] == ["IN", "PK", "IR", "BY"]
    assert {reason["values"]["step"] for entry in admissions for reason in entry.irregular} == {"membership.apply"}


def test_every_admission_rests_on_a_summit(report):
    for entry in report.entries:
        if entry.kind in ("membership.admit", "membership.grant_status"):
            assert entry.findings["decided_by"] == "CHS"
            assert entry.body["basis"]


def test_the_summit_of_2026_is_announced_and_nothing_more_is_known(report):
    summit = Meeting.objects.get(body="CHS", ordinal=26)
    assert (summit.held, summit.dated, summit.country) == (False, "year", "KG")


def test_offices_end_with_their_term(report):
    assert Holder.objects.get(person="Zhang Ming").until == date(2025, 1, 1)
    assert Holder.objects.get(person="Nurlan Yermekbayev").until == date(2028, 1, 1)


def test_rebuilding_the_sco_changes_nothing(report):
    assert_rebuild_changes_nothing()
