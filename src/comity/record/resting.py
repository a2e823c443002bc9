"""What rests on what: the entries whose rows name a decision or a provision, found through what they project.

Every projection may have a column `basis` (the entry on which a fact rests) and a column `article` (the provision);
the tables of all packages are asked in one query, so the record knows no package.
"""

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet

from comity.record.lookup import look_up
from comity.record.replay import projections


def resting_on(**ground: Any) -> list[int]:
    """The entries that rest on a ground, `basis=17` or `article="13"`, in the order of the record."""
    ((column, value),) = ground.items()
    return sorted(entry for (entry,) in _looked_up(column)(value)) if _with(column) else []


@cache
def _looked_up(column: str) -> Callable[[Any], list[tuple[int]]]:
    @look_up
    def found(value: Any) -> QuerySet[Any, Any]:
        return _union(
            [model._default_manager.filter(**{column: value}).values_list("entry") for model in _with(column)]
        )

    return found


def entries_by_article() -> Counter[str]:
    """How many entries rest on each provision."""
    found = [model._default_manager.values_list("entry", "article") for model in _with("article")]
    return Counter(article for _entry, article in _union(found)) if found else Counter()


def _with(column: str) -> list[Any]:
    return [model for model in projections() if _has(model, column)]


def _has(model: type[Model], column: str) -> bool:
    try:
        return bool(model._meta.get_field(column))
    except FieldDoesNotExist:
        return False


def _union(found: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """The rows of all, each once."""
    rows = [query.order_by() for query in found]
    return rows[0].union(*rows[1:])
