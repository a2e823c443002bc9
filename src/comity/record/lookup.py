"""Questions that are put to the tables while an act is judged: Django writes their SQL once.

    @look_up
    def established(code, on):
        return Body.objects.filter(on_day(on), code=code).values_list("since")

    established("CHS", date(2017, 6, 9))     ->  [(date(2001, 6, 15),)]

Django takes four times as long to write the SQL of such a query as the server to answer it, and all the while
everybody else who submits is waiting. So the function is called once, with a place for each argument, and not again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, wraps
from inspect import signature
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value


@dataclass(frozen=True)
class Place:
    """Where the argument of that number goes."""

    number: int


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


def look_up(query: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[tuple[Any, ...]]]:
    """Make of a function that answers with a queryset one that answers with its rows.

    The arguments are what columns are compared with, never None, and decide nothing else about the query. It names
    the columns that it asks for (`values_list`).
    """

    @cache
    def written() -> Written:
        places = (Value(Place(number)) for number in range(len(signature(query).parameters)))
        compiler = query(*places).query.get_compiler(connection=connection)
        statement, parameters = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        return Written(statement, parameters, compiler.get_converters(columns))

    @wraps(query)
    def rows(*values: Any) -> list[tuple[Any, ...]]:
        found = written()
        filled = [values[given.number] if isinstance(given, Place) else given for given in found.parameters]
        with connection.cursor() as cursor:
            cursor.execute(found.statement, filled)
            return found.read(cursor.fetchall())

    return rows
