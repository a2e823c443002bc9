"""What the role may do as which the application runs: add to the record, and nothing more."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import Error, connection, connections, transaction
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from comity.bodies.models import Holder
from comity.record.models import EntryRow, Head
from comity.record.replay import rebuild
from comity.record.seats import SECRETARIAT
from comity.record.submission import submit
from conftest import FreshDatabase
from record.acts import Moor
from record.rebuilding import rows

pytestmark = pytest.mark.postgres_server

FORBIDDEN = [
    "UPDATE record_entry SET kind = 'test.sail'",
    "UPDATE record_entry SET content = 'x' WHERE false",
    "INSERT INTO record_entry SELECT * FROM record_entry ON CONFLICT (seq) DO UPDATE SET kind = 'x'",
    "DELETE FROM record_entry",
    "TRUNCATE record_entry",
    "TRUNCATE record_entry, record_node, record_head CASCADE",
    "UPDATE record_node SET hash = 'x'",
    "DELETE FROM record_node",
    "TRUNCATE record_node",
    "DELETE FROM record_head",
    "TRUNCATE record_head",
    "INSERT INTO record_head (id, size, frontier, leaf, checkpoint) VALUES (2, 0, '', '', '')",
    "SET session_replication_role = replica",
    "SET LOCAL session_replication_role = 'replica'",
    "SELECT set_config('session_replication_role', 'replica', true)",
    "ALTER TABLE record_entry DISABLE TRIGGER ALL",
    "ALTER TABLE record_entry ADD COLUMN more text",
    "ALTER TABLE record_entry RENAME TO record_other",
    "ALTER TABLE record_entry OWNER TO comity_app",
    "CREATE RULE nothing AS ON INSERT TO record_entry DO INSTEAD NOTHING",
    "CREATE TRIGGER t BEFORE INSERT ON record_entry EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "DROP TABLE record_entry",
    "DROP TABLE bodies_holder",
    "DROP SCHEMA public CASCADE",
    "CREATE TABLE public.more (id int)",
    "CREATE TABLE more (id int)",
    "CREATE TEMPORARY TABLE more (id int)",
    "CREATE VIEW public.more AS SELECT 1",
    "CREATE FUNCTION public.more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE SCHEMA more",
    "CREATE ROLE more",
    "GRANT {owner} TO comity_app",
    "ALTER ROLE comity_app SUPERUSER",
    "SET ROLE {owner}",
    "SET ROLE pg_write_all_data",
    "SET SESSION AUTHORIZATION {owner}",
    "COPY record_entry TO PROGRAM 'cat'",
    "DELETE FROM django_migrations",
    "SELECT * FROM django_migrations",
]
"""`{owner}` is the role that owns the tables: its name is ours on the embedded server only."""


@pytest.mark.django_db
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_may_not(statement: str) -> None:
    submit(Moor(berth="quay", ship="Argo"), SECRETARIAT)
    before = list(EntryRow.objects.values())
    with not_permitted(), transaction.atomic():
        execute(statement)
    assert list(EntryRow.objects.values()) == before


@pytest.mark.django_db
def test_what_the_application_gives_itself_it_has_not() -> None:
    """A grant by who has no right to grant does nothing; PostgreSQL only warns."""
    execute("GRANT ALL ON record_entry TO comity_app")
    with not_permitted():
        execute("DELETE FROM record_entry")


@pytest.mark.django_db
def test_the_application_is_no_superuser_and_owns_nothing() -> None:
    marks = "rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication"
    me = "(SELECT oid FROM pg_roles WHERE rolname = current_user)"
    assert execute("SELECT current_user") == [("comity_app",)]
    assert execute(f"SELECT {marks} FROM pg_roles WHERE rolname = current_user") == [(False,) * 5]
    assert execute(f"SELECT relname FROM pg_class WHERE relowner = {me}") == []
    assert execute(f"SELECT roleid FROM pg_auth_members WHERE member = {me}") == []


def test_what_the_application_may_do_is_enough_to_submit_and_to_rebuild(fresh_database: FreshDatabase) -> None:
    submit(Moor(berth="quay", ship="Argo"), SECRETARIAT)
    before = rows(Holder)
    assert rebuild() == 1
    assert rows(Holder) == before
    assert Head.objects.get().size == 1


@contextmanager
def not_permitted() -> Iterator[None]:
    """PostgreSQL refuses for want of a right (SQLSTATE 42501); its words differ between versions."""
    with pytest.raises(Error) as refused:
        yield
    assert isinstance(refused.value.__cause__, InsufficientPrivilege), refused.value


def execute(statement: str) -> list[tuple[Any, ...]]:
    owner = sql.Identifier(connections["owner"].settings_dict["USER"])
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(owner=owner))
        return cursor.fetchall() if cursor.description else []
