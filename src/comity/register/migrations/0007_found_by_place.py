"""A document is found by its place too, by a figure behind a dash, and with е for ё; see `models.weighed`."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import CombinedSearchVector, SearchVector, SearchVectorField
from django.db import migrations, models


def weighed(column: str, config: str, weight: str) -> SearchVector:
    alike = text("translate", models.F(column), "ёЁ", "еЕ")
    apart = text("regexp_replace", alike, r"(?<=\S)[-‐‑‒–—](?=\d)", " ", "g")
    return SearchVector(apart, config=config, weight=weight)


def text(function: str, given: Any, *values: str) -> models.Func:
    return models.Func(given, *map(models.Value, values), function=function, output_field=models.TextField())


DOCUMENT = (
    weighed("symbol", "simple", "A")
    + weighed("words_en", "english", "B")
    + weighed("words_ru", "russian", "B")
    + weighed("words_zh", "simple", "B")
    + weighed("place", "russian", "D")
)
VERSION = weighed("wording", "russian", "D") + weighed("words_zh", "simple", "D")


def anew(model: str, expression: CombinedSearchVector) -> list[Any]:
    """PostgreSQL cannot change what a column is generated from."""
    name = f"register_{model}_search"
    field = models.GeneratedField(expression=expression, output_field=SearchVectorField(), db_persist=True)
    return [
        migrations.RemoveIndex(model, name),
        migrations.RemoveField(model, "search"),
        migrations.AddField(model, "search", field),
        migrations.AddIndex(model, GinIndex(fields=["search"], name=name)),
    ]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("register", "0006_file_texts")]

    operations: ClassVar = [*anew("document", DOCUMENT), *anew("version", VERSION)]
