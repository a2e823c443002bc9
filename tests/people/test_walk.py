"""Whoever walks through every address from a seat meets the words of that seat's audiences, and no others."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.exceptions import BadRequest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from comity.acting.programs import api
from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.people.queries import audiences_of
from comity.record.audiences import COMMUNITY, MEMBERS, PUBLIC, SECRETARIAT
from comity.record.reading import everything
from comity.register import filetexts
from comity.register.acts import AddVersion, EnterDocument, Relate
from comity.site import addresses
from council import Council

AUDIENCES = (
    PUBLIC,
    COMMUNITY,
    MEMBERS,
    SECRETARIAT,
    "body:ASSEMBLY",
    "delegation:XA",
    "delegation:XB",
    "delegation:XS",
)
MARKERS = {audience: f"Marker{number}q" for number, audience in enumerate(AUDIENCES)}
SEATS = {
    "nobody": "",
    "delegation:XA": "expert",
    "delegation:XS": "head",
    "chair": "chair",
    "secretariat": "officer",
    "observer:unodc": "observer",
    "guest:asean": "guest",
}
ASKED = {
    "record": ["", "?kind=register.enter_document", "?before=40"],
    "documents": [
        *("", "?q=marker", *(f"?q={marker}" for marker in MARKERS.values()), "?type=decision", "?sort=title"),
        *("?q=filed", *(f"?q=filed{number}q" for number in range(len(MARKERS)))),
    ],
    "documents_data": ["", "?q=shall", "?q=filed"],
    "documents_feed": ["", "?q=marker"],
    "record_feed": ["", "?kind=register.add_version"],
}
"""Besides the bare address: what a list can be asked, where words may slip out by another way."""


@pytest.fixture(autouse=True)
def marked(council: Council) -> Iterator[None]:
    """One document for each audience, with a text, a file and a relation, and its word wherever a word can be."""
    council.on("2031-03-01")
    for number, (audience, word) in enumerate(MARKERS.items()):
        code = f"doc-{number}"
        council.does(
            "secretariat",
            EnterDocument(
                document=code, title={"en": f"On {word}", "ru": f"О {word}", "zh": f"关于{word}"}, type="decision",
                body="ASSEMBLY", place=f"Place{word}", area="security", audience=audience,
            ),
        )  # fmt: skip
        text = {"number": 1, "language": "en", "wording": f"The {word} shall be moored.", "name": f"{word}.txt"}
        council.does("secretariat", AddVersion(document=code, **text))
        file = {"number": 2, "language": "en", "digest": f"{number:064}", "size": 1, "name": f"{word}.pdf"}
        council.does("secretariat", AddVersion(document=code, **file))
        filetexts.keep(file["digest"], f"What is filed as filed{number}q is {word} as well.", "")
        if number:
            council.does("secretariat", Relate(document=code, relation="rests-on", other_document="doc-0"))
    with council.clock():
        yield


@pytest.mark.parametrize("seat", SEATS)
def test_no_word_is_met_that_is_not_for_this_seat(council: Council, seat: str) -> None:
    client, allowed = Client(), {PUBLIC}
    if seat != "nobody":
        account = Account.objects.create_user("walker@council.example")
        council.does("clerk", IssueCredential(account=account.code, seat=seat, role=SEATS[seat]))
        client.force_login(account)
        allowed |= set(audiences_of(seat, date(2031, 3, 1)))
    met = set()
    for address in every_address():
        response = client.get(address)
        shown = response.getvalue().decode(errors="replace").replace(address, "")
        asked = re.findall(r"q=(\w+)", address)
        for audience, word in MARKERS.items():
            if word.lower() in shown.lower() and word not in asked:
                met.add(audience)
                assert audience in allowed, f"{address} shows {seat} what is for {audience}."
            if word in asked and audience not in allowed:
                assert f"On {word}".lower() not in shown.lower(), address
    assert met == allowed & set(MARKERS)


def every_address() -> Iterator[str]:
    """Every address of the site: pages with all that their parameters can be, closed ones too; data; languages."""
    with everything():
        pages = list(addresses.pages())
    for page in pages:
        yield page if len(page) % 2 else f"/ru{page}"
    for pattern in patterns():
        for address in addresses_of(pattern, pages):
            for query in ASKED.get(pattern.name or "", [""]):
                yield address + query
    yield from for_programs()


def for_programs() -> Iterator[str]:
    """Every address of the API that is read, with codes that there are."""
    documents = [f"doc-{number}" for number in range(len(AUDIENCES))]
    codes = {"documents": documents, "states": ["XA", "XS"], "bodies": ["ASSEMBLY"], "entries": range(10, 40, 3)}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for code in codes.get(path.split("/")[2], ["4"]) if "{" in path else [""] if "get" in methods else []:
            yield re.sub(r"\{\w+\}", str(code), path)
    yield from (f"/api/documents?q={marker}" for marker in (*MARKERS.values(), "filed", "filed2q"))
    yield from ("/api/entries?kind=register.enter_document", "/api/documents?limit=2", "/api/entries?limit=20")


def patterns() -> list[URLPattern]:
    urls = get_resolver().urlconf_module
    return [*urls.PAGES, *urls.DATA]


def addresses_of(pattern: URLPattern, pages: list[str]) -> Iterator[str]:
    """Of a page as it is asked in several ways; of data with every form, and of every entry and document."""
    name, wanted = pattern.name or "", addresses.parameters(pattern)
    values = {
        "form": ["json", "csv", "schema.json"],
        "seq": range(10, 40, 3),
        "code": ["ASSEMBLY", "XA", "doc-0", "doc-2", "doc-5"],
        "address": [page.removeprefix("/akn/") for page in pages if page.startswith("/akn/")],
    }
    known = [[]]
    for parameter in wanted:
        known = [[*before, value] for before in known for value in values.get(parameter, [])]
    for arguments in known:
        try:
            yield reverse(name, args=arguments)
        except (NoReverseMatch, BadRequest):
            continue
