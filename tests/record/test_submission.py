"""The one way into the record: what is admitted, what is refused, and that a refusal leaves no trace."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from pydantic import TypeAdapter, ValidationError

from comity import database
from comity.bodies.models import Holder
from comity.record import CHANNEL, publication
from comity.record.acts import Act, Ref
from comity.record.clock import clock
from comity.record.entries import Entry, Provenance, TooLong, published
from comity.record.merkle import leaf_hash
from comity.record.models import EntryRow, Head
from comity.record.notes import unbundle
from comity.record.projection import change, insert
from comity.record.reading import everything
from comity.record.seats import SECRETARIAT, Only, Seat
from comity.record.submission import Refused, import_, last_seq, submit
from conftest import FreshDatabase
from record.acts import Confide, Moor, Sail
from record.rebuilding import assert_rebuild_changes_nothing

pytestmark = pytest.mark.postgres_server

NOON = datetime(2031, 3, 3, 12, tzinfo=UTC)
HEARSAY = Provenance("https://harbour.example/log", "The day is not given.", "month")


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    token = clock.set(moment)
    try:
        yield
    finally:
        clock.reset(token)


def all_there_is() -> list[Any]:
    """All that a submission could leave behind."""
    return [list(table.objects.values()) for table in (EntryRow, Head, Holder)]


@pytest.mark.django_db
class TestAdmission:
    def test_an_act_becomes_an_entry_and_a_row(self) -> None:
        with at(NOON):
            entry = submit(Moor(berth="quay", ship="Argo"), SECRETARIAT, on=date(2031, 3, 1))
        assert entry == EntryRow.objects.get(seq=1).entry
        assert (entry.seq, entry.on, entry.at, entry.seat) == (1, date(2031, 3, 1), NOON, "secretariat")
        assert (entry.body, entry.findings) == ({"berth": "quay", "ship": "Argo"}, {"article": "12"})
        assert (entry.subjects, entry.previous, entry.audience) == (("office:quay",), "", "public")
        assert Holder.objects.values_list("office", "person", "since", "until", "entry").get() == (
            "quay", "Argo", date(2031, 3, 1), None, 1,
        )  # fmt: skip
        assert last_seq.get() == 1

    def test_each_entry_is_built_on_the_one_before(self) -> None:
        first = submit(Moor(berth="quay", ship="Argo"), SECRETARIAT)
        second = submit(Sail(berth="quay"), SECRETARIAT)
        assert second.seq == first.seq + 1
        assert second.previous == leaf_hash(first.to_bytes()).hex()
        assert_rebuild_changes_nothing()

    def test_what_the_rules_forbid_is_refused_and_leaves_no_trace(self) -> None:
        submit(Moor(berth="quay", ship="Argo"), SECRETARIAT)
        before = all_there_is()
        with pytest.raises(Refused) as refused:
            submit(Moor(berth="quay", ship="Bounty"), SECRETARIAT)
        assert (refused.value.code, refused.value.article) == ("berth_taken", "12")
        assert str(refused.value) == "Argo lies there already. (Charter, Art. 12)"
        assert all_there_is() == before

    def test_another_seat_is_refused(self) -> None:
        with pytest.raises(Refused, match="This act is for secretariat; you sit as delegation of XA") as refused:
            submit(Moor(berth="quay", ship="Argo"), "delegation:XA")
        assert refused.value.code == "not_your_seat"
        assert not EntryRow.objects.exists()

    @pytest.mark.parametrize("seat", ["", "visitor", "delegation:", "delegation:xa", "delegation:XAB", "chair:XA"])
    def test_what_is_no_seat_may_nothing(self, seat: str) -> None:
        with pytest.raises(ValueError, match="is no seat"):
            submit(Moor(berth="quay", ship="Argo"), seat)

    def test_an_entry_too_long_for_a_bundle_is_refused_and_leaves_no_trace(self) -> None:
        with pytest.raises(TooLong, match=r"holds 65,535 at most\. Shorten it"):
            submit(Moor(berth="quay", ship="Argo", cargo="ж" * 40_000), SECRETARIAT)
        assert Head.objects.get().size == 0
        assert not Holder.objects.exists()

    def test_the_longest_entry_that_fits_is_published(self) -> None:
        room = 65_535 - len(submit(Moor(berth="quay", ship="Argo", cargo="x"), SECRETARIAT).to_bytes())
        submit(Sail(berth="quay"), SECRETARIAT)
        longest = Moor(berth="quay", ship="Argo", cargo="x" * (room - len('"previous":"",') - 64 + 1))
        content = submit(longest, SECRETARIAT).to_bytes()
        assert len(content) == 65_535
        assert unbundle(publication.entry_bundle(0, 3) or b"")[-1] == content

    def test_an_act_whose_rows_cannot_be_written_leaves_no_trace(self, monkeypatch: pytest.MonkeyPatch) -> None:
        twice = [insert(Holder, entry=1, office="quay", person="Argo", since=None)] * 2
        monkeypatch.setattr(Sail, "project", lambda act, entry: twice)
        with pytest.raises(IntegrityError):
            submit(Sail(berth="quay"), SECRETARIAT)
        assert not EntryRow.objects.exists()
        assert Head.objects.get().size == 0

    def test_after_an_act_whose_rows_cannot_be_written_the_next_is_admitted(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Of statements that travel together, the server leaves out those behind the one that failed."""
        broken = insert(Holder, entry=1, office="quay", person="Argo", since=None)
        never_seen = change(Holder, {"office": "quay", "person": "Argo"}, since=date(2031, 3, 1), due=None)
        monkeypatch.setattr(Sail, "project", lambda act, entry: [broken, never_seen])
        with pytest.raises(IntegrityError):
            submit(Sail(berth="quay"), SECRETARIAT)
        submit(Moor(berth="quay", ship="Argo"), SECRETARIAT)
        monkeypatch.setattr(Sail, "project", lambda act, entry: [never_seen])
        assert submit(Sail(berth="quay"), SECRETARIAT).seq == 2
        assert Holder.objects.get().since == date(2031, 3, 1)


@pytest.mark.django_db
class TestTime:
    def test_the_day_is_that_of_the_record_unless_given(self) -> None:
        with at(datetime(2031, 3, 3, 23, 59, tzinfo=UTC)):
            assert submit(Sail(berth="quay"), SECRETARIAT).on == date(2031, 3, 3)
            assert submit(Sail(berth="quay"), SECRETARIAT, on=date(2017, 6, 9)).on == date(2017, 6, 9)

    def test_the_moment_is_the_clock_s_whatever_the_day(self) -> None:
        with at(NOON):
            assert submit(Sail(berth="quay"), SECRETARIAT, on=date(2017, 6, 9)).at == NOON
            assert submit(Sail(berth="quay"), SECRETARIAT, on=date(2035, 1, 1)).at == NOON

    def test_a_clock_set_back_does_not_set_the_record_back(self) -> None:
        with at(NOON):
            submit(Sail(berth="quay"), SECRETARIAT)
        with at(NOON - timedelta(days=1)):
            entry = submit(Sail(berth="quay"), SECRETARIAT)
        assert (entry.at, entry.on) == (NOON, NOON.date())

    def test_the_moment_is_kept_to_the_microsecond_in_utc(self) -> None:
        moment = datetime.fromisoformat("2031-03-03T01:02:03.000004+05:00")
        with at(moment):
            content = submit(Sail(berth="quay"), SECRETARIAT).to_bytes()
        assert json.loads(content)["at"] == "2031-03-02T20:02:03.000004Z"
        assert Entry.from_bytes(content).at == moment


@pytest.mark.django_db
class TestRepetition:
    def test_a_repeated_submission_gives_the_first_entry(self) -> None:
        moor = Moor(berth="quay", ship="Argo")
        first = submit(moor, SECRETARIAT, key="argo-1", on=date(2031, 3, 1))
        assert submit(moor, SECRETARIAT, key="argo-1") == first
        assert submit(moor, SECRETARIAT, key="argo-1", on=date(2031, 3, 1)) == first
        assert Head.objects.get().size == Holder.objects.count() == 1

    @pytest.mark.parametrize(
        ("act", "on"),
        [
            (Moor(berth="quay", ship="Bounty"), None),
            (Sail(berth="quay"), None),
            (Moor(berth="quay", ship="Argo"), date(2031, 3, 2)),
        ],
    )
    def test_a_key_belongs_to_one_act(self, act: Act, on: date | None) -> None:
        submit(Moor(berth="quay", ship="Argo"), SECRETARIAT, key="argo-1", on=date(2031, 3, 1))
        before = all_there_is()
        with pytest.raises(Refused, match=r"The key “argo-1” belongs to entry 1, which is another act\. Use a new"):
            submit(act, SECRETARIAT, key="argo-1", on=on)
        assert all_there_is() == before

    def test_an_empty_key_is_none(self) -> None:
        assert [submit(Sail(berth="quay"), SECRETARIAT, key="").seq for _ in range(2)] == [1, 2]


@pytest.mark.django_db
class TestHistory:
    def test_what_broke_a_rule_is_kept_as_irregular(self) -> None:
        argo, bounty = Moor(berth="quay", ship="Argo"), Moor(berth="quay", ship="Bounty")
        import_(argo, "secretariat", on=date(2001, 6, 1), key="argo", provenance=HEARSAY)
        entry = import_(bounty, "chair", on=date(2001, 6, 15), key="bounty", provenance=HEARSAY)
        assert [broken["code"] for broken in entry.irregular] == ["not_your_seat", "berth_taken"]
        assert entry.irregular[1] == {"article": "12", "code": "berth_taken", "values": {"ship": "Argo"}}
        assert (entry.provenance, entry.dated) == (HEARSAY, "month")
        assert EntryRow.objects.filter(irregular=True).values_list("seq", flat=True).get() == entry.seq
        assert EntryRow.objects.get(seq=2).entry == entry


@pytest.mark.django_db
class TestConfidence:
    def test_what_is_not_public_is_published_as_a_commitment_alone(self) -> None:
        submit(Sail(berth="quay"), SECRETARIAT)
        entry = submit(Confide(words="The pilot drinks."), SECRETARIAT)
        shown = unbundle(publication.entry_bundle(0, 2) or b"")[1]
        with everything():
            row = EntryRow.objects.get(seq=2)
        assert json.loads(shown).keys() == {"seq", "previous", "sealed"}
        assert b"pilot" not in shown
        assert b"confide" not in shown
        assert json.loads(shown)["sealed"] != sha256(bytes(row.content)).hexdigest()
        assert leaf_hash(shown) == bytes(row.leaf) == publication.tile(0, 0, 2)[32:]
        assert entry.previous == json.loads(shown)["previous"]

    def test_who_is_shown_bytes_and_salt_can_check_them(self) -> None:
        entry = submit(Confide(words="The pilot drinks."), SECRETARIAT)
        with everything():
            row = EntryRow.objects.get(seq=1)
        assert len(bytes(row.salt)) == 32
        sealed = unbundle(publication.entry_bundle(0, 1) or b"")[0]
        assert published(entry.to_bytes(), 1, "", bytes(row.salt)) == sealed
        assert published(entry.to_bytes(), 1, "", bytes(32)) != sealed

    def test_the_same_words_twice_look_different(self) -> None:
        for _ in range(2):
            submit(Confide(words="The pilot drinks."), SECRETARIAT)
        first, second = unbundle(publication.entry_bundle(0, 2) or b"")
        assert json.loads(first)["sealed"] != json.loads(second)["sealed"]

    def test_who_follows_the_record_is_shown_that_it_is_there_and_nothing_of_it(self, client: Client) -> None:
        submit(Sail(berth="quay"), SECRETARIAT)
        submit(Confide(words="The pilot drinks."), SECRETARIAT)
        submit(Sail(berth="mole"), SECRETARIAT)
        told = client.get("/record.json?after=1").json()
        assert [(row["seq"], row["kind"]) for row in told] == [(2, ""), (3, "test.sail")]
        assert "pilot" not in str(told)
        assert [row["seq"] for row in client.get("/record.json?kind=test.sail").json()] == [1, 3]


class TestTheAct:
    def test_a_kind_is_unique(self) -> None:
        with pytest.raises(TypeError, match=r"test\.moor is already the kind of Moor"):

            class Imitation(Act):
                kind = "test.moor"
                by = Only(SECRETARIAT)

    def test_an_act_cannot_be_changed(self) -> None:
        with pytest.raises(ValidationError, match="frozen"):
            Sail(berth="quay").berth = "mole"

    def test_a_field_that_the_act_does_not_have_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
            Sail.model_validate({"berth": "quay", "tide": "high"})

    @pytest.mark.parametrize("berth", ["\0", "a\0b", "\\\0"])
    def test_the_character_that_no_table_can_hold_is_refused(self, berth: str) -> None:
        with pytest.raises(ValidationError, match=r"U\+0000"):
            Sail(berth=berth)

    @pytest.mark.parametrize(
        "berth", ["a\vb", "\f", "a\b", "\x1b[31m", "\x7f", "\x9b31m", "\ufffe", "a\u202eb", "\u2067"]
    )
    def test_nor_what_steers_a_screen_or_no_feed_can_hold(self, berth: str) -> None:
        with pytest.raises(ValidationError, match="control characters"):
            Sail(berth=berth)

    @pytest.mark.parametrize("berth", ["a\tb", "a\r\nb", "\\b", "\\\\f", "\\u001b", "می‌روم", "\u200fא", "👩‍👩‍👧"])
    def test_words_of_every_script_are_taken(self, berth: str) -> None:
        assert Sail(berth=berth).berth == berth

    @pytest.mark.parametrize("berth", ["\\u0000", "\\\\u0000", "u0000"])
    def test_what_only_looks_like_it_is_not(self, berth: str) -> None:
        assert Sail(berth=berth).berth == berth

    @pytest.mark.parametrize("entry", [0, -1, 2**53, 10**30])
    def test_what_is_no_place_in_the_record_is_refused(self, entry: int) -> None:
        with pytest.raises(ValidationError):
            TypeAdapter(Ref).validate_python(entry)

    def test_a_seat_is_one_of_a_delegation_or_an_office(self) -> None:
        assert Seat.delegation("XA").state == "XA"
        assert Seat("depositary").state is None


class TestSeveralAtOnce:
    def test_eight_at_once_leave_no_gap(self, fresh_database: FreshDatabase) -> None:
        def sail(number: int) -> list[int]:
            try:
                return [submit(Sail(berth=f"quay-{number}"), SECRETARIAT).seq for _ in range(25)]
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            given = [seq for seqs in pool.map(sail, range(8)) for seq in seqs]
        assert sorted(given) == list(range(1, 201))
        assert list(EntryRow.objects.values_list("seq", flat=True)) == list(range(1, 201))
        times = [row.entry.at for row in EntryRow.objects.all()]
        assert times == sorted(times)

    def test_of_eight_with_one_key_one_makes_the_entry(self, fresh_database: FreshDatabase) -> None:
        together = threading.Barrier(8)

        def moor(_: int) -> int:
            together.wait()
            try:
                return submit(Moor(berth="quay", ship="Argo"), SECRETARIAT, key="argo").seq
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(moor, range(8))) == {1}
        assert Holder.objects.count() == 1

    def test_of_eight_for_one_berth_one_is_admitted(self, fresh_database: FreshDatabase) -> None:
        def moor(number: int) -> str:
            try:
                return str(submit(Moor(berth="quay", ship=str(number)), SECRETARIAT).seq)
            except Refused as refused:
                return refused.code
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            assert sorted(pool.map(moor, range(8))) == ["1"] + ["berth_taken"] * 7
        assert Head.objects.get().size == 1

    def test_a_follower_is_woken_and_reads_from_its_own_cursor(
        self, fresh_database: FreshDatabase, client: Client
    ) -> None:
        with database.connect() as listener:
            submit(Sail(berth="before anybody listened"), SECRETARIAT)
            listener.execute(f"LISTEN {CHANNEL}")
            submit(Sail(berth="quay"), SECRETARIAT)
            submit(Sail(berth="mole"), SECRETARIAT)
            woken = list(listener.notifies(timeout=5, stop_after=1))
        assert {(call.channel, call.payload) for call in woken} == {(CHANNEL, "")}
        assert [row["seq"] for row in client.get("/record.json?after=1").json()] == [2, 3]

    def test_a_refusal_wakes_nobody(self, fresh_database: FreshDatabase) -> None:
        with database.connect() as listener:
            listener.execute(f"LISTEN {CHANNEL}")
            with pytest.raises(Refused):
                submit(Sail(berth="quay"), "chair")
            assert list(listener.notifies(timeout=0.2)) == []
