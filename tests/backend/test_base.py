"""A pool of connections, some of which the server cuts off."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from comity.backend.base import DatabaseWrapper


@pytest.fixture
def pooled(fresh_database) -> Iterator[BaseDatabaseWrapper]:
    """The application's database with a pool of two; tests have none otherwise."""
    given = connections["default"].settings_dict
    options = given["OPTIONS"] | {"pool": {"min_size": 2, "max_size": 2, "timeout": 5}}
    wrapper = DatabaseWrapper(given | {"OPTIONS": options, "CONN_HEALTH_CHECKS": False}, alias="default")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def process(pooled: BaseDatabaseWrapper) -> int:
    """The server's process that answers; the connection goes back to the pool."""
    with pooled.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (found,) = cursor.fetchone()
    pooled.close()
    return found


def cut_off(pooled: BaseDatabaseWrapper) -> None:
    """As an administrator does it, or a server that is started anew."""
    with psycopg.connect(**_where(pooled), autocommit=True) as connection:
        others = "FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()"
        connection.execute(f"SELECT pg_terminate_backend(pid, 5000) {others} AND datname = current_database()")


def _where(pooled: BaseDatabaseWrapper) -> dict[str, str]:
    given = pooled.settings_dict
    return {"dbname": given["NAME"], "host": given["HOST"], "port": given["PORT"], "user": given["USER"]} | (
        {"password": given["PASSWORD"]} if given["PASSWORD"] else {}
    )


def test_connections_are_used_again(pooled):
    assert len({process(pooled) for _ in range(6)}) <= 2


def test_connections_that_the_server_cut_off_are_made_anew_and_nobody_notices(pooled):
    before = {process(pooled) for _ in range(4)}
    cut_off(pooled)
    after = {process(pooled) for _ in range(4)}
    assert before.isdisjoint(after)


def test_a_connection_on_which_the_server_only_remarked_something_is_kept(pooled):
    process(pooled)
    held = [pooled.pool.getconn(), pooled.pool.getconn()]
    for connection in held:
        connection.execute("LISTEN anything")
        pooled.pool.putconn(connection)
    with psycopg.connect(**_where(pooled), autocommit=True) as connection:
        connection.execute("NOTIFY anything")
    assert {process(pooled) for _ in range(4)} <= {connection.info.backend_pid for connection in held}
