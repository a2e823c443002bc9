"""Questions that are put to the tables again and again: Django writes their SQL once.

    @look_up
    def established(code, on):
        return Body.objects.filter(on_day(on), code=code).values_list("since")

    established("CHS", date(2017, 6, 9))     ->  [(date(2001, 6, 15),)]

Django takes four times as long to write the SQL of such a query as the server to answer it, and while an act is
judged everybody else who submits is waiting. So the function is called once, with a place for each argument, and not
again. Where the arguments decide what is asked, as in a search, every shape of the question has its `Statement`.

While the head of the record is locked, nobody else writes what follows from it. So what was looked up for one act is
known for those entered behind it (`known`), until one of them writes a table that it was read from (`forget`). The
same holds for the acts that a page judges; what it asks of many things is asked at once (`foretell`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, update_wrapper
from inspect import signature
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value
from psycopg import Cursor, sql

from comity.record.reading import EVERYTHING, shown_to

Rows = list[tuple[Any, ...]]
Asked = tuple[str, str, tuple[Any, ...]]
"""To whom it is shown, the SQL, and the values."""

_known: ContextVar[dict[Asked, Rows] | None] = ContextVar("known", default=None)


@contextmanager
def known() -> Iterator[None]:
    """For as long as the head of the record is locked; or while many acts are judged for one page."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def forget(tables: Iterable[str]) -> None:
    """These tables were written."""
    found = _known.get() or {}
    written = [f'"{table}"' for table in tables]
    for asked in [asked for asked in found if any(table in asked[1] for table in written)]:
        del found[asked]


@dataclass(frozen=True)
class Place:
    """Where the argument of that number, or of that name, goes."""

    key: Any


@dataclass(frozen=True)
class Written:
    """The SQL of a query, and how Django reads those columns that the database gives otherwise, such as JSON."""

    statement: str
    parameters: tuple[Any, ...]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]

    def read(self, rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [self._read(row) for row in rows] if self.converters else list(rows)

    def _read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, (converters, column) in self.converters.items():
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        return tuple(values)


class LookUp:
    """A question whose SQL is written once; see `look_up`."""

    def __init__(self, query: Callable[..., QuerySet[Any, Any]]) -> None:
        self._query = query
        update_wrapper(self, query)

    def __call__(self, *values: Any) -> Rows:
        known = _known.get()
        if known is None:
            return self._fetched(values)
        asked = self._asked(values)
        if asked not in known:
            known[asked] = self._fetched(values)
        return known[asked]

    def foretell(self, answers: Mapping[Any, Rows]) -> None:
        """What the program will be answered to each value: all of it was read already, at one go."""
        known = _known.get()
        if known is not None:
            known |= {(EVERYTHING, self._written.statement, (value,)): rows for value, rows in answers.items()}

    def _asked(self, values: tuple[Any, ...]) -> Asked:
        return shown_to(), self._written.statement, values

    @cached_property
    def _written(self) -> Written:
        places = (Value(Place(number)) for number in range(len(signature(self._query).parameters)))
        compiler = self._query(*places).query.get_compiler(connection=connection)
        statement, parameters = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        return Written(statement, parameters, compiler.get_converters(columns))

    def _fetched(self, values: tuple[Any, ...]) -> Rows:
        found = self._written
        filled = [values[given.key] if isinstance(given, Place) else given for given in found.parameters]
        with connection.cursor() as cursor:
            cursor.execute(found.statement, filled)
            return found.read(cursor.fetchall())


def look_up(query: Callable[..., QuerySet[Any, Any]]) -> LookUp:
    """Make of a function that answers with a queryset one that answers with its rows.

    The arguments are what columns are compared with, never None, and decide nothing else about the query. It names
    the columns that it asks for (`values_list`).
    """
    return LookUp(query)


def places(names: Iterable[str]) -> dict[str, Value]:
    """What a queryset is made with in place of the values of those names."""
    return {name: Value(Place(name)) for name in names}


@dataclass(frozen=True)
class Statement:
    """SQL that the server prepares once a connection, with the names of the values that it takes, in order."""

    text: str
    names: tuple[str, ...]

    def rows(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The columns come as the database gives them."""
        connection.ensure_connection()
        raw: Any = _Prepared(connection.connection)
        with (
            connection.make_debug_cursor(raw) if connection.queries_logged else connection.make_cursor(raw) as cursor
        ):
            cursor.execute(self.text, [values[name] for name in self.names])
            return list(cursor.fetchall())


def statement(query: QuerySet[Any, Any], around: str = "%s", after: Iterable[str] = ()) -> Statement:
    """The statement of a queryset that was made with `places`. What is no place is part of the program, and its text.

    around   SQL that has the queryset's in the place of its one %s
    after    the names of the values that `around` takes behind it
    """
    text, parameters = query.query.sql_with_params()
    given = iter(parameters)
    names: list[str] = []

    def put(sign: re.Match[str]) -> str:
        if sign[0] == "%%":
            return sign[0]
        value = next(given)
        if not isinstance(value, Place):
            return _literal(value)
        names.append(str(value.key))
        return "%s"

    return Statement(around.replace("%s", re.sub("%s|%%", put, text), 1), (*names, *after))


def _literal(value: Any) -> str:
    return sql.Literal(value).as_string(connection.connection).replace("%", "%%")


class _Prepared(Cursor[Any]):
    """The server keeps the plan. Django's own cursor writes the values into the statement, so nothing can be kept."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "_Prepared":
        return super().execute(query, params, **(options | {"prepare": True}))
