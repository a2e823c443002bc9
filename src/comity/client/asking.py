"""Asking: one thing, a list to its end, the head of the record; and acting."""

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from datetime import date
from types import TracebackType
from typing import Any, Self

import httpx

from comity.client.problems import Unreachable, problem_of

Row = dict[str, Any]
Answer = tuple[str, bytes]
"""The entity tag of an answer, and what it told, as JSON."""

PATIENCE = 30.0
"""Seconds."""


class Client:
    """One organisation, as whoever shows the token sees it; without a token, as everybody does.

    address    where its site is
    token      from the page of one's account
    language   of names and sentences: en, ru or zh
    remember   so many answers are kept, and asked for again only if something is new; 0 for none

    Every question raises Problem where the answer is one, Unreachable where there is none. Filters are those that the
    page `/api` of the site names; a day is given as a date or as text.
    """

    def __init__(
        self,
        address: str,
        token: str = "",
        *,
        language: str = "en",
        remember: int = 100,
        patience: float = PATIENCE,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Accept": "application/json", "Accept-Language": language}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        # No redirect is followed: a token is shown to the address that its owner named, and to no other.
        self._http = httpx.Client(base_url=address, headers=headers, timeout=patience, transport=transport)
        self._remember = remember
        self._known: OrderedDict[str, Answer] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    # Lists, each to its end

    def states(self, **filters: Any) -> Iterator[Row]:
        return self.each("states", **filters)

    def statuses(self, **filters: Any) -> Iterator[Row]:
        return self.each("statuses", **filters)

    def bodies(self, **filters: Any) -> Iterator[Row]:
        return self.each("bodies", **filters)

    def meetings(self, **filters: Any) -> Iterator[Row]:
        return self.each("meetings", **filters)

    def chairmanships(self, **filters: Any) -> Iterator[Row]:
        return self.each("chairmanships", **filters)

    def offices(self, **filters: Any) -> Iterator[Row]:
        return self.each("offices", **filters)

    def holders(self, **filters: Any) -> Iterator[Row]:
        return self.each("holders", **filters)

    def documents(self, **filters: Any) -> Iterator[Row]:
        """Documents: `q` searches, `type`, `body`, `area`, `year` and `in_force` narrow down."""
        return self.each("documents", **filters)

    def versions(self, document: str, **filters: Any) -> Iterator[Row]:
        return self.each(f"documents/{document}/versions", **filters)

    def relations(self, document: str, **filters: Any) -> Iterator[Row]:
        return self.each(f"documents/{document}/relations", **filters)

    def provisions(self, **filters: Any) -> Iterator[Row]:
        return self.each("charter/provisions", **filters)

    def competences(self, **filters: Any) -> Iterator[Row]:
        return self.each("charter/competences", **filters)

    def rules(self, **filters: Any) -> Iterator[Row]:
        return self.each("charter/rules", **filters)

    def entries(self, **filters: Any) -> Iterator[Row]:
        """Entries of the record, the oldest first; `from_` is the first day from which they count."""
        return self.each("entries", **filters)

    def each(self, name: str, **filters: Any) -> Iterator[Row]:
        """Everything in a list, portion by portion, as it is read on."""
        address: str | None = _address(name, filters)
        while address:
            portion = self._read(address)
            yield from portion["items"]
            address = portion["next"]

    # One thing

    def get(self, name: str, **filters: Any) -> Any:
        """What stands at an address of the API: `get("states/IN", on="2017-06-10")`."""
        return self._read(_address(name, filters))

    def charter(self, **filters: Any) -> Row:
        return dict(self.get("charter", **filters))

    def state(self, code: str, **filters: Any) -> Row:
        return dict(self.get(f"states/{code}", **filters))

    def body(self, code: str, **filters: Any) -> Row:
        return dict(self.get(f"bodies/{code}", **filters))

    def document(self, code: str, **filters: Any) -> Row:
        return dict(self.get(f"documents/{code}", **filters))

    def entry(self, seq: int) -> Row:
        """An entry as it was hashed, with its leaf and its proof."""
        return dict(self.get(f"entries/{seq}"))

    def me(self) -> Row:
        """As whom, and from which seat, this client asks. Raises NotAdmitted without a token."""
        return dict(self.get("me"))

    def kinds(self) -> list[Row]:
        """The kinds of act, each with the JSON Schema of its fields, and whether this seat may begin it."""
        return list(self.get("acts"))

    def head(self) -> int:
        """How many entries the record has: what `act` can be told, so that it is made for just this record."""
        return int(self.get("head")["size"])

    # Acting

    def act(
        self,
        kind: str,
        fields: Mapping[str, Any],
        *,
        on: date | str | None = None,
        key: str | None = None,
        head: int | None = None,
        dry_run: bool = False,
    ) -> Row:
        """Perform an act from the seat of the token; answers with its `seq`, its `sentence` and the `entry`.

        on        the day from which it counts, for the seats that may name one; else today
        key       makes it harmless to send the same again: one key, one entry
        head      how many entries the record had when the act was decided on; if it has grown, Moved is raised
        dry_run   only answers what would come of it

        Raises Refused, NotAdmitted, Moved, Problem, Unreachable.
        """
        line: Row = {"kind": kind, "fields": dict(fields)} | ({"on": str(on)} if on else {})
        given = {"Idempotency-Key": key, "If-Match": None if head is None else f'"{head}"'}
        headers = {name: value for name, value in given.items() if value is not None}
        address = "/api/acts" + ("?dry-run=yes" if dry_run else "")
        return dict(self._ask("POST", address, json=line, headers=headers).json())

    def _read(self, address: str) -> Any:
        """What an address tells. What is known of it is asked for again only if something is new."""
        known = self._known.get(address)
        answer = self._ask("GET", address, headers={"If-None-Match": known[0]} if known else {})
        if known and answer.status_code == httpx.codes.NOT_MODIFIED:
            self._known.move_to_end(address)
            return json.loads(known[1])
        if tag := answer.headers.get("ETag"):
            self._keep(address, (tag, answer.content))
        return answer.json()

    def _keep(self, address: str, answer: Answer) -> None:
        self._known[address] = answer
        while len(self._known) > self._remember:
            self._known.popitem(last=False)

    def _ask(self, method: str, address: str, **given: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, address, **given)
        except httpx.HTTPError as error:
            raise Unreachable(f"{self._http.base_url} does not answer: {error}") from error
        if answer.is_success or answer.status_code == httpx.codes.NOT_MODIFIED:
            return answer
        raise problem_of(answer)


def _address(name: str, filters: Mapping[str, Any]) -> str:
    """Below `/api/`. A filter is named as it is there; `from_` is `from`, which Python keeps for itself."""
    asked = {key.rstrip("_"): _text(value) for key, value in filters.items() if value is not None}
    query = httpx.QueryParams(asked)
    return f"/api/{name}" + (f"?{query}" if asked else "")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
