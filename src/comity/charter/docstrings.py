"""What the authors of the schema wrote under its fields.

Pydantic keeps them too, but where a type has a description of its own, as codes do, it keeps that one instead.
"""

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise
from typing import Any

from comity.charter import schema  # noqa: F401 - it declares the models
from comity.charter.values import Model


@cache
def written(name: str) -> dict[str, str]:
    """The docstrings under the fields of the model `name`, its bases' included, by key."""
    model: Any = _models(Model)[name]
    said: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base.__module__.startswith("comity.charter"):
            said |= _docstrings(base)
    return {field.alias or key: said[key] for key, field in model.model_fields.items() if key in said}


def _docstrings(model: type) -> dict[str, str]:
    """The docstrings under the fields that a class itself declares."""
    (declared,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    lines = pairwise(declared.body) if isinstance(declared, ast.ClassDef) else ()
    return {
        field.target.id: " ".join(line.value.value.split())
        for field, line in lines
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(line, ast.Expr)
        and isinstance(line.value, ast.Constant)
        and isinstance(line.value.value, str)
    }


def _models(model: type) -> dict[str, type]:
    """Every model of the charter's schema, by its name."""
    below: list[type] = model.__subclasses__()
    found = {model.__name__: model}
    for inner in below:
        found |= _models(inner)
    return found
