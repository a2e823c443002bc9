"""Who may do what in the database.

Three roles share it, each with no more than it needs:

    postgres       the embedded server's superuser; makes the other two, and nothing else
    comity_owner   owns the database and its tables, and migrates them; alias `owner`
    comity_app     what the program is when it runs: it owns nothing, and may only add to the record; alias `default`
"""

from typing import Any

import psycopg
from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

OWNER = "comity_owner"
APPLICATION = "comity_app"

RIGHTS = {
    "record_entry": "SELECT, INSERT",
    "record_log": "SELECT",
    "record_node": "SELECT, INSERT",
    "record_head": "SELECT, UPDATE",
    "record_clock": "SELECT, UPDATE",
}
PROJECTION_RIGHTS = "SELECT, INSERT, UPDATE, DELETE, TRUNCATE"
"""What the application may do with the tables that follow from the record: `comity rebuild` empties them."""
OTHER_RIGHTS = "SELECT, INSERT, UPDATE, DELETE"
"""With the tables that are no part of the record: accounts, sessions."""

ATTRIBUTES = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION")


def create(superuser: str, database: str) -> None:
    """Make the owner, the application's role and the database where they are missing.

    superuser   connection string of a superuser, to any database of the server
    """
    with psycopg.connect(superuser, autocommit=True) as connection:
        for role in (OWNER, APPLICATION):
            _make_role(connection, role)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            name, owner = sql.Identifier(database), sql.Identifier(OWNER)
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner))


def _make_role(connection: psycopg.Connection[Any], role: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("ALTER" if exists else "CREATE")
    connection.execute(sql.SQL("{} ROLE {} {}").format(verb, sql.Identifier(role), ATTRIBUTES))


def grant(owner: BaseDatabaseWrapper) -> None:
    """Give the application its rights, and no one else any. One transaction: whoever works meanwhile sees no gap."""
    from comity.record.replay import projections

    application = sql.Identifier(APPLICATION)
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        cursor.execute(admit_only_application(owner.settings_dict["NAME"]))
        cursor.execute(sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC, {}").format(application))
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(application))
        for kind in ("TABLES", "SEQUENCES"):
            revoke = sql.SQL(f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM PUBLIC, {{}}")
            cursor.execute(revoke.format(application))
        ours = {model._meta.db_table for model in apps.get_models()}
        follow = {model._meta.db_table for model in projections()}
        for table in sorted(ours.intersection(owner.introspection.table_names(cursor, include_views=True))):
            usual = PROJECTION_RIGHTS if table in follow else OTHER_RIGHTS
            rights = sql.SQL(RIGHTS.get(table, usual))
            cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(rights, sql.Identifier(table), application))
        cursor.execute(sql.SQL("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {}").format(application))


def admit_only_application(database: str) -> sql.Composed:
    """The statements that let the application's role connect to the database, and nobody else but its owner."""
    statements = "REVOKE ALL ON DATABASE {0} FROM PUBLIC, {1}; GRANT CONNECT ON DATABASE {0} TO {1}"
    return sql.SQL(statements).format(sql.Identifier(database), sql.Identifier(APPLICATION))
