"""The database: what keeps an instance from starting. What a role may not do is in tests/record/test_rights.py."""

import os
import shutil
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from psycopg import sql

from comity import database, folder, postgres
from comity.folder import CannotStart, InUse
from comity.postgres import Cluster
from comity.record.replay import projections

pytestmark = pytest.mark.postgres_server


@pytest.mark.django_db
def test_every_table_that_follows_from_the_record_can_be_thrown_away() -> None:
    tables = {model._meta.db_table for model in projections()}
    assert tables
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, sorted(tables)))))


def test_migrations_make_the_tables_that_the_models_describe() -> None:
    written = MigrationLoader(None)
    lacking = MigrationAutodetector(written.project_state(), ProjectState.from_apps(apps)).changes(written.graph)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("comity.")}
    assert [str(step) for app in ours & set(lacking) for found in lacking[app] for step in found.operations] == []


def test_bringing_up_to_date_twice_changes_nothing(fresh_database) -> None:
    def rights() -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
            )
            return cursor.fetchall()

    before = rights()
    database.bring_up_to_date()
    assert rights() == before


def test_two_processes_may_migrate_at_once(fresh_database, owner_connection) -> None:
    """The second waits for the first, which holds the lock."""
    owner_connection.execute("SELECT pg_advisory_lock(%s)", [database.MIGRATING])
    second = threading.Thread(target=database.bring_up_to_date)
    second.start()
    second.join(0.5)
    assert second.is_alive()
    owner_connection.execute("SELECT pg_advisory_unlock(%s)", [database.MIGRATING])
    second.join(10)
    assert not second.is_alive()


def test_a_database_from_a_newer_version_is_left_alone(fresh_database, owner_connection) -> None:
    owner_connection.execute(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('record', '0999_of_tomorrow', now())"
    )
    with pytest.raises(CannotStart, match=r"newer version of Comity \(it has record 0999_of_tomorrow"):
        database.bring_up_to_date()


def test_a_database_of_another_owner_is_left_alone(fresh_database, monkeypatch) -> None:
    owner, application = connections["owner"].settings_dict, connections["default"].settings_dict
    monkeypatch.setitem(owner, "USER", application["USER"])
    monkeypatch.setitem(owner, "PASSWORD", application["PASSWORD"])
    with pytest.raises(CannotStart, match=r'may not migrate it.*ALTER DATABASE "comity_test'):
        database.bring_up_to_date()
    connections["owner"].close()


def test_the_address_of_a_server_is_read() -> None:
    aliases = database.aliases(
        settings.COMITY_DATA, "postgresql://council:se%40cret@db.example:5433/summit?sslmode=require"
    )
    owner, application = aliases["owner"], aliases["default"]
    assert (owner["USER"], owner["PASSWORD"], owner["HOST"], owner["PORT"]) == (
        "council", "se@cret", "db.example", "5433",
    )  # fmt: skip
    assert (application["USER"], application["NAME"]) == ("comity_app", "summit")
    assert application["OPTIONS"]["sslmode"] == owner["OPTIONS"]["sslmode"] == "require"
    assert len(application["PASSWORD"]) > 40


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(CannotStart, match="looks like postgresql://"):
        database.aliases(settings.COMITY_DATA, "mysql://localhost/x")


# The data folder


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = folder.secret(tmp_path / "data" / "secret.key")
    assert folder.secret(tmp_path / "data" / "secret.key") == first
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600
    assert sorted(file.name for file in (tmp_path / "data").iterdir()) == ["lock", "secret.key"]


def test_many_who_need_a_secret_at_once_get_the_same(tmp_path: Path) -> None:
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(folder.secret(tmp_path / "secret.key"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 16
    assert len(set(got)) == 1


def test_a_data_folder_is_used_by_one_at_a_time(tmp_path: Path) -> None:
    with (
        folder.held(tmp_path, "comity run"),
        pytest.raises(InUse, match=rf"in use by `comity run` \(process {os.getpid()}\)"),
        folder.held(tmp_path, "comity load"),
    ):
        pass
    with folder.held(tmp_path, "comity load"):
        pass


def test_a_file_in_the_place_of_the_data_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(CannotStart, match="cannot be written to"):
        folder.prepare(tmp_path / "data")


# The embedded server


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path / "postgresql", {"fsync": "off"})
    yield cluster
    cluster.stop()


def test_what_was_written_is_there_after_a_stop_and_after_a_kill(cluster: Cluster) -> None:
    cluster.start()
    execute(cluster, "CREATE TABLE kept (id int)")
    cluster.stop()
    assert not cluster.running()
    cluster.start()
    execute(cluster, "INSERT INTO kept VALUES (1)")
    assert cluster.process
    cluster.process.kill()
    cluster.process.wait()
    cluster.start()
    assert execute(cluster, "SELECT * FROM kept") == [(1,)]


def execute(cluster: Cluster, statement: str) -> list[tuple]:
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_a_server_left_behind_is_taken_over(cluster: Cluster) -> None:
    cluster.start()
    other = Cluster(cluster.folder)
    other.start()
    assert other.process is None
    other.stop()
    assert not cluster.running()


def test_a_first_start_cut_short_leaves_nothing_in_the_way(cluster: Cluster) -> None:
    draft = cluster.folder.with_name("postgresql.partial")
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    cluster.start()
    assert cluster.running()
    assert not draft.exists()


def test_data_of_a_newer_postgresql_are_not_touched(cluster: Cluster) -> None:
    cluster.folder.mkdir()
    (cluster.folder / "PG_VERSION").write_text("19\n")
    with pytest.raises(CannotStart, match="written by PostgreSQL 19, which is newer than the 18"):
        cluster.start()
    assert [file.name for file in cluster.folder.iterdir()] == ["PG_VERSION"]


def test_a_small_disk_is_refused_before_anything_is_written(cluster: Cluster, monkeypatch) -> None:
    free = shutil.disk_usage(cluster.folder.parent)._replace(free=20 << 20)
    monkeypatch.setattr(postgres.shutil, "disk_usage", lambda path: free)
    with pytest.raises(CannotStart, match=r"needs 150 MB .* and 20 MB are free"):
        cluster.start()
    assert not cluster.folder.exists()


def test_a_long_path_has_its_socket_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 100) / "data"
    deep.mkdir(parents=True)
    cluster = Cluster(deep / "postgresql", {"fsync": "off"})
    try:
        cluster.start()
        assert cluster.sockets != cluster.folder
        assert stat.S_IMODE(cluster.sockets.stat().st_mode) == 0o700
    finally:
        cluster.stop()
    assert not cluster.sockets.exists()


def test_why_the_server_does_not_start_is_told(cluster: Cluster) -> None:
    cluster.options["shared_buffers"] = "1TB"
    with pytest.raises(CannotStart, match=r"did not start in .*: .*memory.*Its log is"):
        cluster.start()
