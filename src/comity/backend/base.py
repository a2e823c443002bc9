"""Django's backend for PostgreSQL, which sees that a pooled connection was cut off without asking the server."""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """The pool could ask the server each time (CONN_HEALTH_CHECKS); a page would wait once more for an answer."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection[Any]:
        """A connection that stands. Raises OperationalError if none is to be had in time."""
        connection: psycopg.Connection[Any] = super().get_new_connection(conn_params)
        # Each one that does not stand leaves the pool; when it has no other, it says so after a while.
        while self.pool and not _stands(connection):
            self.pool.putconn(connection)
            connection = super().get_new_connection(conn_params)
        return connection


def _stands(connection: psycopg.Connection[Any]) -> bool:
    """A server has nothing to say on an idle connection, except that it ends."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if not poll.poll(0):
        return True
    try:
        ConnectionPool.check_connection(connection)
    except psycopg.OperationalError:
        return False
    return True
