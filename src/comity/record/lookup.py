"""Questions that are put to the tables while an act is judged: Django writes their SQL once.

    @look_up
    def established(code, on):
        return Body.objects.filter(on_day(on), code=code).values_list("since")

    established("CHS", date(2017, 6, 9))     ->  [(date(2001, 6, 15),)]

Django takes four times as long to write the SQL of such a query as the server to answer it, and all the while
everybody else who submits is waiting. So the function is called once, with a place for each argument, and not again.
"""

from collections.abc import Callable
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


def look_up(query: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[tuple[Any, ...]]]:
    """Make of a function that answers with a queryset one that answers with its rows.

    The arguments are what columns are compared with, never None, and decide nothing else about the query. Columns
    come as the database gives them: as Django does it for text, numbers and days, but not for JSON.
    """

    @cache
    def written() -> tuple[str, tuple[Any, ...]]:
        places = (Value(Place(number)) for number in range(len(signature(query).parameters)))
        return query(*places).query.sql_with_params()

    @wraps(query)
    def rows(*values: Any) -> list[tuple[Any, ...]]:
        statement, parameters = written()
        filled = [values[given.number] if isinstance(given, Place) else given for given in parameters]
        with connection.cursor() as cursor:
            cursor.execute(statement, filled)
            return list(cursor.fetchall())

    return rows
