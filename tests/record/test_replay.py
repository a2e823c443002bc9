"""Throwing the tables away and making them anew changes nothing; and old acts are lifted to what they are today."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from comity.bodies.models import Holder
from comity.record import publication, replay, submission
from comity.record.acts import Act, act_of
from comity.record.clock import clock
from comity.record.entries import Entry
from comity.record.models import EntryRow
from comity.record.projection import carry_out, change, insert
from comity.record.reading import everything
from comity.record.replay import projections, rebuild
from comity.record.seats import SECRETARIAT, Seat
from comity.record.submission import Refused, submit
from comity.record.verify import verify, verify_entry
from record.acts import Confide, Moor, Sail, Sound
from record.growing import BEGINNING
from record.rebuilding import assert_rebuild_changes_nothing, rows

WRITTEN = st.characters(
    codec="utf-8",
    exclude_categories=("Cc",),
    include_characters="\t\n\r",
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff",
)
"""What an act takes: all but control characters."""
BERTHS = st.sampled_from(["quay", "mole", "buoy"])
ACTS = st.one_of(
    st.builds(Moor, berth=BERTHS, ship=st.sampled_from(["Argo", "Bounty", "Цесаревич", "郑和"])),
    st.builds(Sail, berth=BERTHS),
    st.builds(Confide, words=st.text(WRITTEN, max_size=20)),
)
DAYS = st.dates(date(2001, 6, 15), date(2040, 1, 1))


class Published:
    """The log as it is published, without a server."""

    def read(self, address: str) -> bytes | None:
        return publication.resource(address)


def ships() -> list[tuple[Any, ...]]:
    return list(Holder.objects.order_by("entry").values_list("office", "person", "entry", "ended_by"))


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ACTS, st.none() | DAYS, st.sampled_from(["secretariat", "chair"])), max_size=20))
def test_after_any_sequence_of_acts_all_fits(sequence: list[tuple[Act, date | None, str]]) -> None:
    """No gap, time that does not run backwards, a tree that verifies, tables that come out equal."""
    with everything():
        admitted = 0
        for act, on, seat in sequence:
            with suppress(Refused):
                admitted = submit(act, seat, on=on).seq
        entries = [row.entry for row in EntryRow.objects.all()]
        assert [entry.seq for entry in entries] == list(range(1, admitted + 1))
        assert sorted(entry.at for entry in entries) == [entry.at for entry in entries]
        if admitted:
            assert verify(Published()).size == admitted
            assert verify_entry(Published(), (admitted + 1) // 2).size == admitted
        assert_rebuild_changes_nothing()
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestRebuilding:
    def test_tables_that_went_wrong_come_right(self) -> None:
        submit(Moor(berth="quay", ship="Argo"), SECRETARIAT)
        submit(Moor(berth="mole", ship="Bounty"), SECRETARIAT)
        submit(Sail(berth="quay"), SECRETARIAT)
        right = rows(Holder)
        Holder.objects.filter(person="Argo").update(person="Bounty", until=None)
        Holder.objects.filter(office="mole").delete()
        Holder.objects.create(entry=9, office="buoy", person="Flying Dutchman", since=date(2031, 1, 1))
        assert rebuild() == 3
        assert rows(Holder) == right

    def test_it_is_noticed_if_a_rebuild_changes_something(self) -> None:
        submit(Moor(berth="quay", ship="Argo"), SECRETARIAT)
        Holder.objects.update(person="Bounty")
        with pytest.raises(AssertionError, match=r"A rebuild changed bodies\.Holder"):
            assert_rebuild_changes_nothing()

    def test_no_rule_is_asked_again_and_no_clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        submit(Moor(berth="quay", ship="Argo"), SECRETARIAT)

        def never(*args: object) -> None:
            raise AssertionError("A rebuild asked what only a submission may ask.")

        monkeypatch.setattr(Moor, "check", never)
        monkeypatch.setattr(Moor.by.__class__, "refusals", never)
        monkeypatch.setattr(submission, "datetime", never)
        assert_rebuild_changes_nothing()

    @pytest.mark.parametrize("batch", [1, 2, 7, 100])
    def test_batches_follow_each_other(self, monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
        monkeypatch.setattr(replay, "BATCH", batch)
        for number in range(7):
            submit(Moor(berth=f"quay-{number}", ship="Argo"), SECRETARIAT)
        told: list[tuple[int, int]] = []
        rebuild(lambda done, of: told.append((done, of)))
        assert Holder.objects.count() == 7
        assert told == [(min(done, 7), 7) for done in range(batch, 7 + batch, batch)]

    def test_an_entry_that_cannot_be_read_leaves_all_as_it_was(self, monkeypatch: pytest.MonkeyPatch) -> None:
        submit(Moor(berth="quay", ship="Argo"), SECRETARIAT)
        submit(Confide(words="The pilot drinks."), SECRETARIAT)
        before = rows(Holder)
        monkeypatch.delitem(replay.act_of.__globals__["KINDS"], "test.confide")
        with pytest.raises(KeyError, match=r"test\.confide"):
            rebuild()
        assert rows(Holder) == before

    def test_an_empty_record_leaves_empty_tables(self) -> None:
        Holder.objects.create(entry=9, office="buoy", person="Flying Dutchman", since=date(2031, 1, 1))
        assert rebuild() == 0
        assert not Holder.objects.exists()

    def test_every_projection_names_its_entry(self) -> None:
        labels = {model._meta.label for model in projections()}
        assert {"charter.Enactment", "membership.Standing", "bodies.Holder"} <= labels
        assert "record.EntryRow" not in labels


@pytest.mark.django_db
class TestWrites:
    def test_a_write_fills_in_what_the_model_says(self) -> None:
        carry_out([insert(Holder, entry=1, office="quay", person="Argo", since=date(2031, 1, 1))])
        made = Holder.objects.create(entry=1, office="quay", person="Argo", since=date(2031, 1, 1))
        first, second = rows(Holder)
        assert first == second
        assert made.dated == "day"

    def test_a_change_touches_the_rows_it_names_and_no_others(self) -> None:
        for number, until in enumerate([None, None, date(2031, 2, 1)], 1):
            office = "quay" if number != 2 else "mole"
            carry_out(
                [insert(Holder, entry=number, office=office, person="Argo", since=date(2031, 1, 1), until=until)]
            )
        carry_out([change(Holder, {"office": "quay", "until": None}, until=date(2031, 3, 1), ended_by=9)])
        assert [end for _, _, _, end in ships()] == [9, None, None]

    def test_writes_are_carried_out_in_their_order(self) -> None:
        came = insert(Holder, entry=1, office="quay", person="Argo", since=date(2031, 1, 1))
        went = change(Holder, {"office": "quay", "until": None}, until=date(2031, 3, 1), ended_by=2)
        carry_out([went, came, went, came])
        assert [end for _, _, _, end in ships()] == [2, None]


SOUNDINGS = {1: {"fathoms": 2}, 2: {"depth": 2, "unit": "fathom"}, 3: {"millimetres": 3658}}
"""The same sounding as it was written down in each version."""


@pytest.mark.parametrize("version", SOUNDINGS)
def test_an_old_act_is_lifted_to_what_it_is_today(version: int) -> None:
    body = SOUNDINGS[version]
    entry = Entry(7, "test.sound", version, date(2031, 3, 3), BEGINNING, Seat(SECRETARIAT), body)
    assert act_of(Entry.from_bytes(entry.to_bytes())) == Sound(millimetres=3658)
    assert entry.body == SOUNDINGS[version]


def test_what_no_version_ever_was_is_not_read() -> None:
    entry = Entry(7, "test.sound", 1, date(2031, 3, 3), BEGINNING, Seat(SECRETARIAT), {"fathoms": 2})
    with pytest.raises(ValidationError):
        act_of(replace(entry, version=3))
    with pytest.raises(KeyError):
        act_of(replace(entry, kind="test.unheard_of"))


@pytest.mark.django_db
def test_a_key_is_known_again_after_the_act_has_changed_its_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sound, "version", 2)
    monkeypatch.setattr(Sound, "to_body", lambda act: SOUNDINGS[2])
    first = submit(Sound(millimetres=3658), SECRETARIAT, key="lead")
    monkeypatch.undo()
    assert (first.version, first.body) == (2, SOUNDINGS[2])
    assert submit(Sound(millimetres=3658), SECRETARIAT, key="lead") == first


@pytest.mark.django_db
def test_the_same_day_told_twice_is_the_same_entry() -> None:
    """What is written down is read back to the letter, whatever the language."""
    token = clock.set(datetime(2031, 3, 3, 12, tzinfo=UTC))
    entry = submit(Moor(berth="Набережная", ship="郑和", cargo="\\u0000 \"'\u2028é"), SECRETARIAT)
    clock.reset(token)
    row = EntryRow.objects.get()
    assert row.entry == entry
    assert bytes(row.content) == entry.to_bytes()
    assert Holder.objects.get().person == "郑和"
