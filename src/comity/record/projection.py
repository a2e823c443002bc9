"""How tables follow the record: an act answers with *writes*, and they are carried out in order.

A write is a plain value. `submit` carries out those of one act, `rebuild` those of thousands in one go (psycopg's
pipeline mode: nobody waits for an answer between two statements), the page of an entry shows them, and a test can
compare them. Writes read nothing: what they need, the check has found.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.db import connection, models
from psycopg import Cursor, sql

from comity.record.audiences import PUBLIC
from comity.record.reading import widened


class Projection(models.Model):
    """A row of what is now the case. `entry` is the place in the record of the act that made it so.

    audience   who may read it; PostgreSQL sees to that (policies.py)
    """

    entry = models.BigIntegerField(db_index=True)
    audience = models.TextField(default=PUBLIC)

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Insert:
    model: type[Projection]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """Set `values` in the rows in which every column named in `where` has that value (None: is null)."""

    model: type[Projection]
    where: Mapping[str, Any]
    values: Mapping[str, Any]


Write = Insert | Change


def insert(model: type[Projection], **values: Any) -> Insert:
    return Insert(model, values)


def change(model: type[Projection], where: Mapping[str, Any], **values: Any) -> Change:
    return Change(model, where, values)


@contextmanager
def statements() -> Iterator[Cursor[Any]]:
    """A cursor in the transaction that is open, on which no statement waits for the answer to the one before.

    It is psycopg's own and not Django's, which writes the values into the statement: then nothing can be prepared.
    Errors are Django's all the same.
    """
    connection.ensure_connection()
    widened()
    raw = connection.connection
    with connection.wrap_database_errors, raw.pipeline(), Cursor(raw) as cursor:
        yield cursor


def carry_out(writes: Iterable[Write]) -> None:
    """Carry out the writes in order, in the transaction that is open."""
    with statements() as cursor:
        send(cursor, writes)


def send(cursor: Cursor[Any], writes: Iterable[Write]) -> None:
    """Send the writes off in order, together with what else is sent on this cursor."""
    for write in writes:
        statement, parameters = _statement(write)
        cursor.execute(statement, parameters, prepare=True)


def _statement(write: Write) -> tuple[bytes, list[Any]]:
    if isinstance(write, Insert):
        defaults = {name: value for name, value in _defaults(write.model).items() if name not in write.values}
        values = {**write.values, **defaults}
        return _insert_statement(write.model, tuple(values)), _prepared(write.model, values)
    where = {name: value for name, value in write.where.items() if value is not None}
    nulls = tuple(name for name in write.where if write.where[name] is None)
    statement = _change_statement(write.model, tuple(write.values), tuple(where), nulls)
    return statement, _prepared(write.model, write.values) + _prepared(write.model, where)


@cache
def _defaults(model: type[Projection]) -> dict[str, Any]:
    fields = (field for field in model._meta.concrete_fields if not field.primary_key and not field.generated)
    return {field.attname: field.get_default() for field in fields}


@cache
def _insert_statement(model: type[Projection], names: tuple[str, ...]) -> bytes:
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(_column(model, name) for name in names),
        sql.SQL(", ").join([sql.Placeholder()] * len(names)),
    )
    return statement.as_bytes()


@cache
def _change_statement(
    model: type[Projection], names: tuple[str, ...], where: tuple[str, ...], nulls: tuple[str, ...]
) -> bytes:
    conditions = [sql.SQL("{} = %s").format(_column(model, name)) for name in where]
    conditions += [sql.SQL("{} IS NULL").format(_column(model, name)) for name in nulls]
    statement = sql.SQL("UPDATE {} SET {} WHERE {}").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.SQL("{} = %s").format(_column(model, name)) for name in names),
        sql.SQL(" AND ").join(conditions),
    )
    return statement.as_bytes()


def _column(model: type[Projection], name: str) -> sql.Identifier:
    return sql.Identifier(str(_field(model, name).column))


def _prepared(model: type[Projection], values: Mapping[str, Any]) -> list[Any]:
    """The values as the database takes them, each by its field."""
    return [_field(model, name).get_db_prep_save(value, connection) for name, value in values.items()]


def _field(model: type[Projection], name: str) -> "models.Field[Any, Any]":
    return cast("models.Field[Any, Any]", model._meta.get_field(name))
