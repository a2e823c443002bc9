"""What the description of the API promises is what it does: schemathesis asks every address for what it describes.

The same questions each time, and few enough that they are asked in seconds.
"""

from collections.abc import Iterator
from functools import cache

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ninja.openapi.schema import OpenAPISchema
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from acting.conftest import Sits
from comity.acting.programs import api
from comity.people import tokens
from comity.people.models import Account, Token
from comity.register.acts import AddVersion, EnterDocument, Relate
from council import Council

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
FEW = settings(
    max_examples=4,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
THERE = {"/states/": "XA", "/bodies/": "ASSEMBLY", "/documents/": "moorings", "/charter/provisions/": "4"}
"""What there is at an address with a code, so that not only is told what there is not."""
SEATS = {"nobody": None, "head": ("delegation:XS", "head"), "officer": ("secretariat", "officer")}


@pytest.fixture(autouse=True)
def connected() -> Iterator[None]:
    """As Django's own test client does: the connection, and what the test has written, outlast a request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def documents(council: Council) -> None:
    for code in ("moorings", "buoys"):
        council.does("secretariat", EnterDocument(document=code, title={"en": f"On {code}"}, type="decision"))
    council.does("secretariat", AddVersion(document="moorings", number=1, language="en", wording="Moor well."))
    council.does("secretariat", Relate(document="buoys", relation="follows", other_document="moorings"))


@pytest.mark.parametrize("seat", SEATS)
@pytest.mark.usefixtures("morning", "documents")
def test_every_address_answers_as_it_is_described(seat: str, council: Council, sits: Sits) -> None:
    headers = shown(SEATS[seat], council, sits)
    asked = set()
    for operation in operations():
        asked.add((operation.method, operation.path))

        @FEW
        @given(case=questions(operation))
        def ask(case: Case) -> None:
            case.call_and_validate(headers=headers, checks=CHECKS)

        ask()
    assert len(asked) > 20
    assert (Token.objects.filter(used_on=council.day).count() == 1) == bool(headers)


@cache
def operations() -> list[APIOperation]:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
    return [found.ok() for found in schema.get_all_operations()]


def questions(operation: APIOperation) -> st.SearchStrategy[Case]:
    """What may be asked there, what may not, and what is there."""
    ways = [operation.as_strategy(mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)]
    if not operation.query and not operation.path_parameters and not operation.body:
        ways = ways[:1]
    code = next((code for begin, code in THERE.items() if begin in operation.path), None)
    if code and operation.path_parameters:
        name = "ref" if "{ref}" in operation.path else "code"
        ways.append(operation.as_strategy(path_parameters={name: code}))
    return st.one_of(ways)


def shown(seat: tuple[str, str] | None, council: Council, sits: Sits) -> dict[str, str]:
    if seat is None:
        return {}
    sitting = sits(*seat)
    account = Account.objects.get(code=sitting.account)
    made = tokens.issue(account, "Asking", scope=tokens.ACT, sitting=sitting, days=1, on=council.day)
    return {"Authorization": f"Bearer {made[1]}"}


def test_no_two_things_bear_one_name_in_the_description(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ninja takes the last of those that have the same name for all of them."""
    found: dict[str, set[str]] = {}

    def gather(schema: OpenAPISchema, definitions: dict[str, dict[str, object]]) -> None:
        for name, definition in definitions.items():
            found.setdefault(name, set()).add(str(sorted(definition.get("properties", definition))))
        add(schema, definitions)

    add = OpenAPISchema.add_schema_definitions
    monkeypatch.setattr(OpenAPISchema, "add_schema_definitions", gather)
    described = api.describe()
    assert {name: shapes for name, shapes in found.items() if len(shapes) > 1} == {}
    assert len(found) > 50
    bare = [
        (name, field)
        for name, schema in described["components"]["schemas"].items()
        if name.endswith(("Told", "Whole"))
        for field, told in schema["properties"].items()
        if "description" not in told
    ]
    assert bare == [], "Every field says what it holds."
