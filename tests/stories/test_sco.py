"""The SCO from 2001 on, loaded from its history and asked about any day."""

import csv
import re
from collections import Counter
from datetime import date

import pytest

from comity.bodies.models import Holder, Meeting
from comity.bodies.queries import chair
from comity.decisions.models import Decision
from comity.membership.queries import standing, standings
from comity.register.models import Document
from membership.loaded import SCO
from record.rebuilding import assert_rebuild_changes_nothing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def report(sco):
    """What is to be said of the SCO's history, once it is loaded."""
    return sco


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


def test_nothing_in_the_history_breaks_a_rule_of_the_charter(report):
    """What is not told by the sources is open; nothing was done that the charter would have refused."""
    assert [(entry.seq, entry.irregular) for entry in report.broken] == []


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


def test_every_document_and_decision_is_called_in_the_official_languages_too(report):
    for row in (*Document.objects.all(), *Decision.objects.all()):
        assert list(row.title) == ["en", "ru", "zh"], row.title
        assert re.search("[А-я]", row.title["ru"])
        assert re.search("[一-龥]", row.title["zh"])


def test_the_file_of_titles_has_one_row_for_each_document_and_no_other(report):
    rows = list(csv.DictReader((SCO / "labels" / "documents.csv").read_text(encoding="utf-8").splitlines()))
    assert sorted(row["id"] for row in rows) == sorted(Document.objects.values_list("code", flat=True))
    seen = {row["id"]: [tag for tag in ("ru", "zh") if row[f"source_{tag}"]] for row in rows}
    for document in Document.objects.all():
        told = next(entry for entry in report.entries if entry.seq == document.entry).provenance
        assert sorted({"ru", "zh"} - {*told.rendered}) == seen[document.code]


def test_a_decision_that_is_described_in_our_words_says_so_of_each_language(report):
    described = [
        entry for entry in report.entries if entry.kind == "decisions.adopted" and not entry.body.get("document")
    ]
    assert described
    assert {entry.provenance.rendered for entry in described} == {("en", "ru", "zh")}


def test_rebuilding_the_sco_changes_nothing(report):
    assert_rebuild_changes_nothing()
