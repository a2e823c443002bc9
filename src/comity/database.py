"""The database of an instance: reaching it, and bringing it up to date. Who may do what in it: `roles`.

With COMITY_DATABASE_URL the role in that address is the owner.

`ready` is the way in for every command: it starts the embedded server if it is not running, brings the tables up
to date, and stops afterwards what it started.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from comity import folder
from comity.folder import CannotStart
from comity.postgres import Cluster, socket_folder
from comity.roles import APPLICATION, OWNER, create, grant

DATABASE = "comity"
OLDEST = 15
"""The oldest PostgreSQL that will do: from 15 on, not everybody may create tables in the schema `public`."""

MIGRATING = 0x436F6D697479
"""The advisory lock that whoever migrates holds: the letters of the name."""

RUN = "comity run"
"""What the process that serves calls itself; only beside it may another use the same data folder."""

CONNECTIONS = 8
"""Connections that one process keeps at most."""

ALMOST_NOTHING = 17 * 1024 * 1024
"""Free bytes on a disk that count as none: PostgreSQL needs 16 MB at a time for its log."""


def aliases(data: Path, url: str) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` as the application, `owner` as the owner. Reads, and makes, nothing."""
    if not url:
        where = {"NAME": DATABASE, "HOST": str(socket_folder(data / "postgresql")), "PORT": "5432"}
        return {"default": _alias(where, APPLICATION, "", pool=True), "owner": _alias(where, OWNER, "")}
    given = _parse(url)
    where = {"NAME": given.pop("dbname", DATABASE), "HOST": given.pop("host", ""), "PORT": str(given.pop("port", ""))}
    user, password = given.pop("user", ""), given.pop("password", "")
    application = _password(data)
    return {
        "default": _alias(where, APPLICATION, application, given, pool=True),
        "owner": _alias(where, user, password, given),
    }


def _parse(url: str) -> dict[str, Any]:
    try:
        return {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError as error:
        raise CannotStart(
            f"COMITY_DATABASE_URL is no address of a PostgreSQL database ({str(error).strip()}). "
            "It looks like postgresql://role:password@host:5432/database."
        ) from error


def _alias(
    where: dict[str, str], user: str, password: str, options: dict[str, Any] | None = None, *, pool: bool = False
) -> dict[str, Any]:
    options = dict(options or {})
    if pool:
        options["pool"] = {"min_size": 1, "max_size": CONNECTIONS, "timeout": 10}
    return {
        "ENGINE": "comity.backend",
        **where,
        "USER": user,
        "PASSWORD": password,
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


def _password(data: Path) -> str:
    return folder.secret(_password_file(data))


def _password_file(data: Path) -> Path:
    return data / "application.password"


Say = Callable[[str], object]
"""Told, in a few words, which slow step begins."""


def _quiet(step: str) -> None:
    pass


@contextmanager
def ready(holder: str, say: Say = _quiet) -> Iterator[None]:
    """The database, started and up to date, for as long as the block lasts. Sets Django up.

    holder   the command that asks, such as "comity load"

    Beside a running `comity run`, its server is used. Raises CannotStart, InUse.
    """
    set_up()
    with ExitStack() as stack:
        stack.enter_context(_told_clearly())
        try:
            stack.enter_context(folder.held(settings.COMITY_DATA, holder))
        except folder.InUse as error:
            if holder == RUN or error.holder != RUN:
                raise
            stack.callback(close)
        else:
            stack.enter_context(served(say))
        yield


@contextmanager
def _told_clearly() -> Iterator[None]:
    """Turn what the machine can do to us into a CannotStart that says so."""
    try:
        yield
    except (OperationalError, psycopg.OperationalError, OSError) as error:
        data = settings.COMITY_DATA
        if getattr(error, "errno", None) == errno.ENOSPC or shutil.disk_usage(data).free < ALMOST_NOTHING:
            raise CannotStart(
                f"The disk of {data} is full. What was under way was undone; make room there and start again."
            ) from error
        if isinstance(error, OSError):
            raise
        raise CannotStart(f"The database failed: {str(error).strip()}. What was under way was undone.") from error


def set_up() -> None:
    """Set Django up with our settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.settings")
    django.setup()


@contextmanager
def served(say: Say = _quiet) -> Iterator[None]:
    """The database as `ready` gives it, for who holds the data folder or has no need to."""
    cluster = None if settings.COMITY_DATABASE_URL else Cluster(settings.COMITY_DATA / "postgresql")
    try:
        if cluster:
            say("Starting PostgreSQL")
            cluster.start()
            create(cluster.url(), DATABASE)
        say("Bringing the tables up to date")
        bring_up_to_date()
        yield
    finally:
        close()
        if cluster:
            cluster.stop()


def close() -> None:
    """Give back every connection of this process."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def bring_up_to_date() -> None:
    """Migrate as the owner, and give the application its rights. Raises CannotStart.

    Of two processes that start at once, the second waits and finds nothing left to do.
    """
    owner = connections["owner"]
    with _asked(owner) as cursor:
        _refuse_old_server(cursor)
        _refuse_who_does_not_own(cursor)
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            if settings.COMITY_DATABASE_URL:
                _own_role(cursor)
            executor = MigrationExecutor(owner)
            _refuse_newer(executor.loader)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", database="owner", interactive=False, verbosity=0)
            grant(owner)
            _protect(owner)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
    owner.close()


@contextmanager
def _asked(connection: BaseDatabaseWrapper) -> Iterator[CursorWrapper]:
    """A cursor of the connection. Raises CannotStart if there is no reaching the server."""
    try:
        cursor = connection.cursor()
    except OperationalError as error:
        raise CannotStart(f"The database cannot be reached: {str(error).strip()}.") from error
    with cursor:
        yield cursor


def _refuse_old_server(cursor: CursorWrapper) -> None:
    cursor.execute("SHOW server_version_num")
    version = int(cursor.fetchone()[0]) // 10_000
    if version < OLDEST:
        raise CannotStart(
            f"The database server is PostgreSQL {version}; Comity needs {OLDEST} or later. Nothing was changed."
        )


def _refuse_who_does_not_own(cursor: CursorWrapper) -> None:
    cursor.execute(
        "SELECT current_user, datname, pg_has_role(current_user, datdba, 'USAGE'), rolsuper"
        " FROM pg_database, pg_roles WHERE datname = current_database() AND rolname = current_user"
    )
    role, database, owns, super_ = cursor.fetchone()
    if not owns and not super_:
        raise CannotStart(
            f"The role {role} does not own the database {database}, so it may not migrate it. Nothing was changed. "
            f'Let an administrator run: ALTER DATABASE "{database}" OWNER TO "{role}";'
        )


def _own_role(cursor: CursorWrapper) -> None:
    """On a server of others: make the application's role, or see that it lets us in with our password."""
    if _lets_in():
        return
    try:
        with transaction.atomic(using="owner"):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {APPLICATION} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")
            password = sql.Literal(connections["default"].settings_dict["PASSWORD"])
            cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(APPLICATION), password))
    except ProgrammingError as error:
        raise CannotStart(
            f"The role in COMITY_DATABASE_URL may not make the role {APPLICATION}, as which the application runs. "
            f"Let an administrator run these two statements and start again; the password is the line in "
            f"{_password_file(settings.COMITY_DATA)}.\n"
            f"CREATE ROLE {APPLICATION} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;\n"
            f"ALTER ROLE {APPLICATION} PASSWORD '…';"
        ) from error


def _lets_in() -> bool:
    try:
        connect(connections["owner"].settings_dict["NAME"]).close()
    except psycopg.OperationalError as error:
        return "permission denied for database" in str(error)
    return True


def connect(database: str = "") -> psycopg.Connection[Any]:
    """A connection of the application's beside Django's, each statement a transaction. Raises OperationalError."""
    alias = connections["default"].settings_dict
    options = {name: value for name, value in alias["OPTIONS"].items() if name != "pool"}
    where = {"host": alias["HOST"], "port": alias["PORT"], "user": alias["USER"], "password": alias["PASSWORD"]}
    return psycopg.connect(
        dbname=database or alias["NAME"], autocommit=True, connect_timeout=10, **where, **options
    )  # fmt: skip


def _refuse_newer(loader: MigrationLoader) -> None:
    known = set(loader.disk_migrations)
    known |= {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    if unknown := sorted(set(loader.applied_migrations) - known):
        names = ", ".join(f"{app} {name}" for app, name in unknown)
        raise CannotStart(
            f"The database was written by a newer version of Comity (it has {names}, which this one does not know). "
            "Nothing was changed. Install that version, or set COMITY_DATA to another folder."
        )


def _protect(owner: BaseDatabaseWrapper) -> None:
    """Let PostgreSQL see to it who may read what."""
    from comity.record.policies import protect

    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        protect(cursor)
