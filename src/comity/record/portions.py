"""Lists as programs read them: in portions, each with the address of the one behind it.

A cursor names the last thing that was read, by what it is known by, and never a place in the list. So what is
recorded meanwhile moves nothing: whoever reads on meets no thing twice and misses none that was there.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict, Field

from comity.record.schemas import meaning_of

MOST = 100
"""Things in a portion."""
LONGEST = 1_000
CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"
"""What a code may be, in an address."""
STATE = r"^[A-Z]{2}$"
Row = dict[str, Any]
Key = list[str | int]
Item = TypeVar("Item")


def _explained(schema: dict[str, Any], model: type[Schema]) -> None:
    """A field without words of its own means what the column of that name means in the lists."""
    for name, field in schema.get("properties", {}).items():
        if meaning := meaning_of(name):
            field.setdefault("description", meaning)


class Told(Schema):
    """What a program is told of a thing."""

    model_config = ConfigDict(json_schema_extra=_explained)


Words = Annotated[dict[str, str], Field(description="The wording in each language that there is, by its tag.")]


class OnDay(Schema):
    """The day on which the organisation is looked at."""

    on: date | None = Field(None, description="The day that is looked at; today, where it is left out.")


class Paged(OnDay):
    """What every list can be asked."""

    cursor: str | None = Field(None, max_length=LONGEST, description="Where to read on, as `next` names it.")
    limit: int = Field(MOST, ge=1, le=MOST, description="How many things at most.")


class Portion(Schema, Generic[Item]):
    """Things of a list, and the address of those behind them."""

    items: list[Item]
    next: str | None = Field(None, description="The address of the next portion; null at the end.")


def portion(
    request: HttpRequest, response: HttpResponse, rows: Iterable[Row], asked: Paged, key: Callable[[Row], Key]
) -> Row:
    """The rows behind the cursor, in the order of what they are known by. Raises BadRequest for no cursor of ours."""
    ordered = sorted(rows, key=key)
    if asked.cursor and ordered:
        last = _read(asked.cursor, like=key(ordered[0]))
        ordered = [row for row in ordered if list(key(row)) > last]
    return told(request, response, ordered[: asked.limit + 1], asked, key)


def told(
    request: HttpRequest, response: HttpResponse, found: Sequence[Row], asked: Paged, key: Callable[[Row], Key]
) -> Row:
    """A portion of rows; one more was looked up than is asked for, which tells whether there is more."""
    shown, following = list(found[: asked.limit]), None
    if len(found) > asked.limit:
        query = request.GET.copy()
        query["cursor"] = _written(key(shown[-1]))
        following = f"{request.path}?{query.urlencode()}"
        response["Link"] = f'<{following}>; rel="next"'
    return {"items": shown, "next": following}


def place(asked: Paged) -> int | None:
    """The number that a cursor names; None where none was sent. Raises BadRequest."""
    if not asked.cursor:
        return None
    (found,) = _read(asked.cursor, like=[0])
    return int(found)


def _written(key: Key) -> str:
    return urlsafe_b64encode(json.dumps(list(key), ensure_ascii=False).encode()).decode().rstrip("=")


def _read(cursor: str, like: Key) -> list[str | int]:
    try:
        found = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        found = None
    if not isinstance(found, list) or not _alike(found, like):
        raise BadRequest(_("That cursor is not from this list. Leave it out, and read from the beginning."))
    return found


def _alike(found: Key, like: Key) -> bool:
    """Whether what a cursor holds could be what a thing of the list is known by."""
    numbers = (part for part in found if isinstance(part, int))
    return [type(part) for part in found] == [type(part) for part in like] and all(
        0 <= number < 2**63 for number in numbers
    )
