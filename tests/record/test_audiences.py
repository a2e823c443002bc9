"""Who may read what, held to by PostgreSQL: a question that forgets to ask shows nothing that is not public."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comity import database
from comity.bodies.models import Holder
from comity.record.acts import Act
from comity.record.audiences import MEMBERS, PUBLIC
from comity.record.entries import Entry
from comity.record.models import EntryRow, Release
from comity.record.policies import policies
from comity.record.projection import Write, insert, statements
from comity.record.reading import everything, reading_as
from comity.record.seats import SECRETARIAT, Only
from comity.record.submission import Refused, submit
from conftest import FreshDatabase
from record.acts import Confide, Moor, Sail
from record.rebuilding import assert_rebuild_changes_nothing

WITHOUT_READERS = {
    *("django_migrations", "record_head", "record_node"),
    *("people_account", "django_session", "django_content_type"),
    *("auth_group", "auth_permission", "auth_group_permissions"),
    *("account_emailaddress", "account_emailconfirmation", "mfa_authenticator", "people_attempt", "people_token"),
    *("socialaccount_socialaccount", "socialaccount_socialapp", "socialaccount_socialtoken"),
    *("usersessions_usersession", "delegation_seen"),
    *("notices_subscription", "notices_webhook", "notices_delivery", "notices_cursor"),
    *("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers"),
    *("record_clock", "rehearsal_course", "rehearsal_organiser", "rehearsal_code", "rehearsal_point"),
}
"""Tables that hold no act and nothing that follows from one: the tree, which is hashes; accounts; Django's own;
and how an exercise is run.

Notices name entries by their numbers alone, and jobs name a delivery by its key: neither holds a word of any.
"""


class Anchor(Act):
    """A ship lies somewhere that only some may know."""

    kind = "test.anchor"
    by = Only(SECRETARIAT)

    where: str
    ship: str
    audience: str

    def readers(self) -> str:
        return self.audience

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(Holder, entry=entry.seq, office=self.where, person=self.ship, since=entry.on)

    def sentence(self) -> str:
        return "%(ship)s anchored off %(where)s."


@pytest.mark.django_db
class TestWhatIsShown:
    @pytest.fixture(autouse=True)
    def fleet(self) -> Iterator[None]:
        for ship, audience in (("Argo", PUBLIC), ("Beagle", MEMBERS), ("Calypso", "delegation:XA")):
            submit(Anchor(where="reef", ship=ship, audience=audience), SECRETARIAT)
        yield
        assert_rebuild_changes_nothing()

    def test_without_a_name_only_what_is_public(self) -> None:
        assert ships() == ["Argo"]
        assert [row.seq for row in EntryRow.objects.all()] == [1]

    def test_with_audiences_what_is_theirs_besides(self) -> None:
        with reading_as([MEMBERS]):
            assert ships() == ["Argo", "Beagle"]
        with reading_as([MEMBERS, "delegation:XA"]):
            assert ships() == ["Argo", "Beagle", "Calypso"]
        with reading_as(["delegation:XB", "member", "mem%", ""]):
            assert ships() == ["Argo"]

    def test_the_program_itself_reads_all(self) -> None:
        with everything():
            assert ships() == ["Argo", "Beagle", "Calypso"]
        assert ships() == ["Argo"]

    def test_within_and_after_another_reading_each_shows_its_own(self) -> None:
        with reading_as([MEMBERS]):
            with everything():
                assert len(ships()) == 3
            assert ships() == ["Argo", "Beagle"]
            submit(Moor(berth="quay", ship="Dawn Treader"), SECRETARIAT)
            assert ships() == ["Argo", "Beagle", "Dawn Treader"]
            with pytest.raises(Refused):
                submit(Moor(berth="quay", ship="Endeavour"), SECRETARIAT)
            assert ships() == ["Argo", "Beagle", "Dawn Treader"]
        assert ships() == ["Argo", "Dawn Treader"]

    def test_everything_is_named_when_something_is_asked_whichever_way(self) -> None:
        def counted() -> int:
            with statements() as cursor:
                return cursor.execute("SELECT count(*) FROM bodies_holder").fetchone()[0]

        with reading_as([MEMBERS]):
            with CaptureQueriesContext(connection) as nothing, everything():
                pass
            assert not [one for one in nothing if "set_config" in one["sql"]]
            with everything():
                assert counted() == 3
            assert counted() == 2
            with everything(), reading_as(["delegation:XA"]):
                assert ships() == ["Argo", "Calypso"]
            with everything():
                with pytest.raises(ZeroDivisionError), everything():
                    assert counted() / 0
                assert (counted(), len(ships())) == (3, 3), "named anew where its naming was undone"
            assert counted() == 2

    def test_counts_and_sums_tell_nothing_either(self) -> None:
        assert Holder.objects.count() == 1
        assert not Holder.objects.filter(person="Beagle").exists()
        assert execute("SELECT count(*), max(entry) FROM bodies_holder") == [(1, 1)]
        assert execute("SELECT count(*), max(seq) FROM record_entry") == [(1, 1)]

    def test_what_one_may_not_read_one_may_not_change(self) -> None:
        assert Holder.objects.filter(person="Beagle").update(person="Bounty") == 0
        assert Holder.objects.filter(person="Beagle").delete()[0] == 0

    def test_the_log_shows_that_an_entry_is_there_and_its_seal(self) -> None:
        ((content, seal, leaf),) = execute("SELECT content, seal, leaf FROM record_log WHERE seq = 2")
        assert content is None
        assert len(seal) == len(leaf) == 32

    def test_a_page_shows_an_entry_to_whom_it_is_for(self, client: Client) -> None:
        submit(Confide(words="Between us."), SECRETARIAT)
        assert "Between us" not in client.get("/record/4").text
        with reading_as([MEMBERS]):
            assert "Between us" in client.get("/record/4").text
            assert "only the members" in client.get("/record/4").text
            assert "Between us" in client.get("/record").text
            assert client.get("/record/4.json").json()["salt"]
            assert "Calypso" not in client.get("/record").text

    def test_what_was_released_is_for_everybody(self, client: Client) -> None:
        submit(Confide(words="Between us."), SECRETARIAT)
        seal = client.get("/record/4.json").json()["entry"]["sealed"]
        release = submit(Sail(berth="quay"), SECRETARIAT)
        Release.objects.create(entry=release.seq, released=4)
        page = client.get("/record/4").text
        assert "Between us" in page
        assert "before only the members" in page
        assert seal in page
        Release.objects.all().delete()


@pytest.mark.django_db
def test_every_table_is_guarded_or_holds_nothing_to_guard() -> None:
    """A new table fails here until somebody has decided who may read it."""
    tables = {name for (name,) in execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    guarded = {name for (name,) in execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")}
    assert guarded == set(policies())
    assert tables - guarded <= WITHOUT_READERS


def test_raw_sql_as_the_application_shows_nothing_that_is_closed(fresh_database: FreshDatabase) -> None:
    submit(Anchor(where="reef", ship="Beagle", audience=MEMBERS), SECRETARIAT)
    submit(Confide(words="Between us."), SECRETARIAT)
    with database.connect() as raw:
        tables = raw.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in tables.fetchall():
            try:
                rows = raw.execute(f'SELECT row_to_json(t)::text FROM "{table}" t').fetchall()
            except psycopg.errors.InsufficientPrivilege:
                continue
            for secret in ("Beagle", "Between us", b"Beagle".hex(), b"Between us".hex()):
                assert secret not in str(rows), table
        for attempt in ("SET row_security = off", "ALTER TABLE record_entry DISABLE ROW LEVEL SECURITY"):
            with pytest.raises(psycopg.Error):
                raw.execute(f"{attempt}; SELECT * FROM record_entry")


def test_policies_that_stand_are_left_alone_and_others_are_replaced(fresh_database, owner_connection) -> None:
    def stand() -> list[tuple[str, int]]:
        return owner_connection.execute("SELECT polname, oid FROM pg_policy ORDER BY oid").fetchall()

    before = stand()
    database.bring_up_to_date()
    assert stand() == before
    owner_connection.execute("CREATE POLICY everybody ON record_entry USING (true)")
    database.bring_up_to_date()
    assert [name for name, _oid in stand() if name == "everybody"] == []
    assert len(stand()) == len(before)


def ships() -> list[str]:
    return list(Holder.objects.order_by("person").values_list("person", flat=True))


def execute(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
