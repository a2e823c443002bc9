"""No page reads a whole table of what grows with the years: entries, documents, their texts."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comity.record.edition import Edition, Reading
from comity.site.addresses import pages
from membership.loaded import sco  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sco")]

GROWING = ("record_entry", "record_node", "register_document", "register_version", "register_relation")
COUNTING = "/verify"
"""This one page counts what is sealed among all entries."""
WHOLE = re.compile(rf"Seq Scan on ({'|'.join(GROWING)})\b")


def one_of_each() -> Iterator[str]:
    """An address of each sort of page."""
    seen = set()
    for address in pages():
        sort = re.sub(r"[^/]*\d[^/]*", "*", address.split("?")[0])
        if sort not in seen:
            seen.add(sort)
            yield address


def test_every_question_of_a_page_has_an_index(client: Client) -> None:
    with connection.cursor() as cursor:
        # The tables of a test are so small that they would always be read whole.
        cursor.execute("SET LOCAL enable_seqscan = off")
    found = {}
    for address in filter(COUNTING.__ne__, one_of_each()):
        Reading.latest = Edition("")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code in (200, 301, 302), address
        for query in asked.captured_queries:
            for table in read_whole(query["sql"]):
                found.setdefault(query["sql"], (address, table))
    assert not found


def read_whole(statement: str) -> list[str]:
    if not statement.lstrip("( ").startswith("SELECT") or "set_config" in statement:
        return []
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (GENERIC_PLAN) " + statement)
        return WHOLE.findall("\n".join(line for (line,) in cursor.fetchall()))
