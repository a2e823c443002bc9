"""The API whole: what each package tells programs, and how it is described (OpenAPI 3.1)."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from comity.acting import api as acts
from comity.acting.refusing import tell_problems
from comity.bodies import api as bodies
from comity.charter import api as charter
from comity.decisions import api as decisions
from comity.meetings import api as meetings
from comity.membership import api as membership
from comity.people import api as people
from comity.record import api as record
from comity.record.exercise import notices
from comity.register import api as register

DESCRIPTION = """What the organisation is, on any day, and acts by programs, by the same rules as on its pages.

Whoever shows no token reads what is public. A token (`Authorization: Bearer comity_…`) speaks from a seat of its
owner, who makes it on the page of their account. Lists come in portions: `next` is the address of what is behind.
Answers bear an entity tag; sent back as `If-None-Match` it is answered 304 as long as nothing is new. Names are in
the language of the header `Accept-Language`: English, Russian or Chinese. What goes wrong is told as problem details
(RFC 9457). In a rehearsal every object has a field `rehearsal`: nothing in it is the position of any state.
"""
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "Why it was not done (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "What sort of problem it is: an address that explains it."},
        "title": {"type": "string", "description": "The sort in words."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "What happened, and what to do."},
        "code": {"type": "string", "description": "Of an act that was refused: why, for programs."},
        "article": {"type": "string", "description": "The provision that forbids it."},
        "errors": {
            "type": "array",
            "items": {"type": "object"},
            "description": "Of fields that are wrong: each fault with its field.",
        },
    },
}
ANY_PROBLEM = {
    "description": "What was not done, and why",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
UNCHANGED = {"description": "Nothing is new since the answer whose entity tag was sent"}
HEADERS = {
    "ETag": {"schema": {"type": "string"}, "description": "The tag of the answer, to be sent as `If-None-Match`."},
    "Link": {"schema": {"type": "string"}, "description": 'The next portion, `rel="next"`.'},
}


class Plain(JSONRenderer):
    """JSON in UTF-8 as it is read, and not as escapes. That of a rehearsal says so, also in each thing of a list."""

    json_dumps_params = {"ensure_ascii": False}

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        said = notices()
        return super().render(request, _said(data, said) if said else data, response_status=response_status)


def _said(found: Any, said: dict[str, str]) -> Any:
    if isinstance(found, list):
        return [_said(row, said) for row in found]
    if not isinstance(found, dict):
        return found
    return found | ({"items": _said(found["items"], said)} if "items" in found else {}) | said


class Programs(NinjaAPI):
    """What ninja describes, and what is the same for every address: problems, tags, the token that may be shown."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """Made once in a process: the kinds of act do not change while it runs. It is read and never changed."""
        return self._description

    @cached_property
    def _description(self) -> Any:
        return self.describe()

    def describe(self) -> Any:
        described = super().get_openapi_schema()
        described["components"]["schemas"]["Problem"] = PROBLEM
        for methods in described["paths"].values():
            for method, operation in methods.items():
                _complete(method, operation)
        return described


def _complete(method: str, operation: dict[str, Any]) -> None:
    operation["responses"]["default"] = ANY_PROBLEM
    if method == "get":
        names = [name for name in HEADERS if name == "ETag" or _in_portions(operation)]
        operation["responses"][200]["headers"] = {name: HEADERS[name] for name in names}
        operation["responses"][304] = UNCHANGED
        operation["security"] = [{}, {"ByToken": []}, {"BySession": []}]


def _in_portions(operation: dict[str, Any]) -> bool:
    return any(parameter["name"] == "cursor" for parameter in operation["parameters"])


api = Programs(
    title="Comity", version="1", description=DESCRIPTION, docs_url=None, urls_namespace="api", renderer=Plain()
)
for package in (record, charter, membership, bodies, decisions, meetings, register, people, acts):
    api.add_router("", package.router)
tell_problems(api)
