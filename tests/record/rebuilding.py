"""Rebuild and compare: what every story ends with."""

from collections import Counter
from typing import Any

from comity.record.projection import Projection
from comity.record.replay import projections, rebuild


def rows(model: type[Projection]) -> Counter[tuple[Any, ...]]:
    """The rows of a projection, without their surrogate keys."""
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    return Counter(tuple(map(repr, row)) for row in model.objects.values_list(*names))


def everything() -> dict[str, Counter[tuple[Any, ...]]]:
    return {model._meta.db_table: rows(model) for model in projections()}


def assert_rebuild_changes_nothing() -> None:
    """Throw every projection away, make it anew, and find it equal, table by table."""
    before = everything()
    rebuild()
    after = everything()
    for table in before:
        assert after[table] == before[table], f"{table} came out otherwise"
