"""The ground that all tests stand on: one PostgreSQL server a run, one database a worker.

Whoever leads the run (the only process, or xdist's controller) starts an embedded server in a temporary folder and
stops it at the end; killed, it takes the server with it. Migrations run once, into a template; every database of
the run is a copy of it, made in a tenth of a second. With COMITY_DATABASE_URL the same happens on that server.

Tests run as the application, which may not empty the record:

    db                 a test that is rolled back (pytest-django)
    fresh_database     a database of its own, for what commits: several processes, threads, browsers
    owner_connection   the owner's way into the fresh database, for tampering behind the application's back
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from psycopg import sql

from comity import database, roles
from comity.messages import compile_outdated
from comity.postgres import Cluster

pytest_plugins = ["council", "council.delegates", "council.letters", "membership.loaded", "docs.reading"]
"""Modules of fixtures that several folders use."""

# How long an example takes says more of the machine's other guests than of us.
hypothesis.settings.register_profile("comity", deadline=None)
hypothesis.settings.load_profile("comity")

# A password is as slow to try as the machine can bear, which a test need not be.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
"""A server that is thrown away need not survive the machine."""

TEMPLATING = 0x74656D706C
"""The advisory lock of whoever makes the template."""


@dataclass
class Server:
    """The server of this run. `admin` may make databases there; all of this run's bear `prefix`."""

    folder: Path
    admin: str
    prefix: str

    def execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def make(self, name: str, template: str) -> None:
        owner = connections["owner"].settings_dict["USER"]
        self.execute("CREATE DATABASE {} TEMPLATE {} OWNER {}", name, template, owner)
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(roles.admit_only_application(name))

    def drop(self, name: str) -> None:
        self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@dataclass
class FreshDatabase:
    """A database of one test. `environ` makes another process use it, as `data` and `url` do by hand."""

    name: str
    url: str
    data: Path

    @property
    def environ(self) -> dict[str, str]:
        return os.environ | {"COMITY_DATA": str(self.data), "COMITY_DATABASE_URL": self.url}


class Run:
    """What this process knows of the run: it leads it, or is one of the workers."""

    cluster: Cluster | None = None
    server: Server | None = None


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    worker = hasattr(config, "workerinput")
    if not worker:
        compile_outdated()
        folder = Path(tempfile.mkdtemp(prefix="comity-test-"))
        folder.chmod(0o711)
        os.environ["COMITY_TEST_RUN"] = str(folder)
        # Of its own, because pytest closes the usual one to other users each time that anybody starts a run; for
        # root, the servers of the tests run as another user.
        config.option.basetemp = config.option.basetemp or str(folder / "tmp")
    if not worker and getattr(config.option, "numprocesses", None):
        _start()


def pytest_unconfigure(config: pytest.Config) -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
    if hasattr(config, "workerinput"):
        return
    if settings.COMITY_DATABASE_URL:
        _drop_all(_server())
    if Run.cluster:
        Run.cluster.stop()
    shutil.rmtree(os.environ["COMITY_TEST_RUN"], ignore_errors=True)


def _start() -> None:
    """Start the embedded server, if it is the one to test on."""
    if settings.COMITY_DATABASE_URL:
        return
    Run.cluster = Cluster(Path(os.environ["COMITY_TEST_RUN"]) / "postgresql", FAST)
    Run.cluster.start()


def _server() -> Server:
    """The server of the run. Started here, if this process is the whole run and asks for the first time."""
    folder = Path(os.environ["COMITY_TEST_RUN"])
    leads_alone = "PYTEST_XDIST_WORKER" not in os.environ
    if leads_alone and not Run.cluster:
        _start()
    admin = settings.COMITY_DATABASE_URL or Cluster(folder / "postgresql").url()
    return Server(folder, admin, folder.name.replace("-", "_"))


def _drop_all(server: Server) -> None:
    with psycopg.connect(server.admin, autocommit=True) as connection:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        names = [name for (name,) in connection.execute(query, [server.prefix])]
    for name in names:
        server.drop(name)


def _use(name: str) -> None:
    """Turn both aliases of this process, in every thread, to the database `name`."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections.settings[alias]["NAME"] = name


def _template(server: Server) -> str:
    """The migrated template of this run, made by whoever comes first."""
    name = f"{server.prefix}_template"
    with psycopg.connect(server.admin, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [TEMPLATING])
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            _make_template(server, f"{name}_draft")
            server.execute("ALTER DATABASE {} RENAME TO {}", f"{name}_draft", name)
    return name


def _make_template(server: Server, name: str) -> None:
    if settings.COMITY_DATABASE_URL:
        server.execute("CREATE DATABASE {}", name)
    else:
        roles.create(server.admin, name)
    _use(name)
    database.bring_up_to_date()
    _use("")


@pytest.fixture(scope="session")
def server() -> Server:
    """The server of this run, and our settings turned to it."""
    server = _server()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    settings.COMITY_DATA = server.folder / worker
    settings.COMITY_DATA.mkdir(exist_ok=True)
    for alias in ("default", "owner"):
        connections.settings[alias]["OPTIONS"].pop("pool", None)
        if not settings.COMITY_DATABASE_URL:
            connections.settings[alias]["HOST"] = str(Cluster(server.folder / "postgresql").sockets)
    return server


@pytest.fixture(scope="session")
def django_db_setup(server: Server, django_db_blocker: pytest.FixtureRequest) -> None:
    """This worker's database. It is dropped with the server, or by who leads the run."""
    with django_db_blocker.unblock():
        name = f"{server.prefix}_{settings.COMITY_DATA.name}"
        server.make(name, _template(server))
        _use(name)


@pytest.fixture
def fresh_database(
    server: Server, django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[FreshDatabase]:
    """A database of its own, empty but for what migrations put there, used by both aliases. Commits stay."""
    before, data = connections.settings["default"]["NAME"], settings.COMITY_DATA
    name = f"{before}_fresh"
    with django_db_blocker.unblock():
        server.make(name, _template(server))
        _use(name)
        settings.COMITY_DATA = tmp_path / "data"
        settings.COMITY_DATA.mkdir()
        _keep_password(settings.COMITY_DATA)
        yield FreshDatabase(name, _url(name), settings.COMITY_DATA)
        connections.close_all()
        _use(before)
        settings.COMITY_DATA = data
        server.drop(name)


def _keep_password(data: Path) -> None:
    """On a server of others the application has one password, which other processes of the test need too."""
    if password := connections.settings["default"]["PASSWORD"]:
        (data / "application.password").write_text(password)


def _url(name: str) -> str:
    """The owner's address of the database, as COMITY_DATABASE_URL takes it."""
    owner = connections.settings["owner"]
    who = quote(owner["USER"], safe="") + (f":{quote(owner['PASSWORD'], safe='')}" if owner["PASSWORD"] else "")
    where = {"host": owner["HOST"], "port": owner["PORT"] or "5432"}
    return f"postgresql://{who}@/{name}?{urlencode(where)}"


@pytest.fixture
def owner_connection(fresh_database: FreshDatabase) -> Iterator[psycopg.Connection]:
    """The owner of the tables, who may do anything to them; each statement commits."""
    with psycopg.connect(fresh_database.url, autocommit=True) as connection:
        yield connection
