"""Throwing the tables away and making them anew must change nothing: how stories end."""

from typing import Any

from comity.record.projection import Projection
from comity.record.reading import everything
from comity.record.replay import projections, rebuild

Row = tuple[tuple[str, Any], ...]


def assert_rebuild_changes_nothing() -> None:
    """Rebuild every table that follows from the record; each must come out row by row as it was."""
    with everything():
        before = {model: rows(model) for model in projections()}
        rebuild()
        for model in projections():
            assert rows(model) == before[model], f"A rebuild changed {model._meta.label}."


def rows(model: type[Projection]) -> list[Row]:
    """Every row of a table in the order of the entries that made it, without the key that counts rows."""
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    found = [tuple((name, row[name]) for name in names) for row in model.objects.values(*names)]
    return sorted(found, key=repr)
