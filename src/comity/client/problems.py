"""What did not happen, and why: problem details (RFC 9457) as exceptions."""

from collections.abc import Mapping
from typing import Any

from httpx import Response


class Unreachable(Exception):
    """Nobody answered, or not in time."""


class Problem(Exception):
    """An answer that says why it is not what was asked for.

    status    of the answer
    name      what sort of problem it is: the last word of its address, `bad-fields`; empty where the status says all
    title     the sort in words
    detail    what happened, and what to do
    members   all that the answer told
    """

    def __init__(self, status: int, members: Mapping[str, Any]) -> None:
        self.status, self.members = status, dict(members)
        self.name = str(members.get("type", "")).partition("#")[2]
        self.title = str(members.get("title", ""))
        self.detail = str(members.get("detail", ""))
        super().__init__(f"{status} {self.title}: {self.detail}")


class NotFound(Problem):
    """There is no such thing, or not on that day."""


class NotAdmitted(Problem):
    """Whoever asks may not: the token is over, or bears no seat, or the act is not for the seat."""


class Refused(Problem):
    """A rule forbids the act."""

    @property
    def code(self) -> str:
        """Why, for programs."""
        return str(self.members.get("code", ""))

    @property
    def article(self) -> str:
        """The provision that forbids it, as the charter names it; empty where none is needed."""
        return str(self.members.get("article", ""))


class Moved(Problem):
    """The record has grown since the head that was named. Read what is new, and decide again."""

    @property
    def size(self) -> int:
        """How many entries it has now."""
        return int(self.members.get("size", 0))


BY_STATUS: dict[int, type[Problem]] = {401: NotAdmitted, 403: NotAdmitted, 404: NotFound, 409: Refused, 412: Moved}


def problem_of(answer: Response) -> Problem:
    """The problem that an answer tells; where it tells none, as a proxy's may, its status and its first words."""
    try:
        members = answer.json()
    except ValueError:
        members = {"title": answer.reason_phrase, "detail": answer.text[:200]}
    if not isinstance(members, dict):
        members = {"title": answer.reason_phrase}
    return BY_STATUS.get(answer.status_code, Problem)(answer.status_code, members)
