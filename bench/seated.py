"""What a page costs whoever sits, in a large record; every figure beside its limit, exit status 1 if one is missed.

    bench/seated.py [--documents 200000] [--rounds 40]

The median of the server's time, in this process, and the queries of a page: while the record stands still, and on the
first page after an act, when what the record tells has to be asked for again.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from _register import fill
from _serving import ROOT

sys.path[0] = str(ROOT / "tests")  # for its records that grow; and bench/record.py is no package `record`

SEATS = (("delegation:CN", "head"), ("secretariat", "officer"), ("chair", "chair"))
PAGES = ("/delegation", "/acts", "/documents", "/members", "/record")
MILLISECONDS, QUERIES = 40, 20
"""The limits of a seated page."""

missed: list[str] = []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ["COMITY_DATA"] = str(Path(folder) / "data")
        from comity import database

        with database.ready("bench"):
            fill(asked.documents)
            measure(asked.rounds)
    return 1 if missed else 0


def measure(rounds: int) -> None:
    from datetime import date

    from comity.membership.acts import Found, NameState
    from comity.record.clock import clock
    from comity.record.models import Head
    from comity.record.submission import submit

    clock.set(Head.objects.get().at)  # the made-up record ends in a year to come
    for made in (NameState(state="CN", name={"en": "China"}), Found(state="CN")):
        submit(made, "secretariat", on=date(2001, 6, 15))
    for seat, role in SEATS:
        browser = seated(seat, role)
        for page in PAGES:
            cost(browser, page)
            taken = [cost(browser, page) for _ in range(rounds)]
            show(
                f"{page} from {seat}", statistics.median(seconds for seconds, _queries in taken) * 1000, MILLISECONDS
            )
            show(f"{page} from {seat}", max(queries for _seconds, queries in taken), QUERIES, "queries")
        act()
        seconds, queries = cost(browser, "/delegation")
        show(f"/delegation from {seat}, after an act", queries, QUERIES, f"queries, {seconds * 1000:.0f} ms")


def seated(seat: str, role: str) -> Any:
    from django.test import Client

    from comity.people.acts import IssueCredential
    from comity.people.models import Account
    from comity.record.submission import submit

    account = Account.objects.create_user(f"{role}@bench.example")
    submit(IssueCredential(account=account.code, seat=seat, role=role), "clerk")
    browser = Client(headers={"host": "localhost"})
    browser.force_login(account)
    return browser


def act() -> None:
    from comity.membership.acts import NameState
    from comity.record.submission import submit

    submit(NameState(state="XA", name={"en": "Arcadia"}), "secretariat")


def cost(browser: Any, page: str) -> tuple[float, int]:
    """The seconds and the statements of one request, without those that begin and end a transaction."""
    from django.db import connection

    asked: list[str] = []

    def count(execute: Any, statement: str, *how: Any) -> Any:
        asked.append(statement)
        return execute(statement, *how)

    with connection.execute_wrapper(count):
        began = time.perf_counter()
        answer = browser.get(page)
        seconds = time.perf_counter() - began
    assert answer.status_code == 200, (page, answer.status_code)
    return seconds, len([one for one in asked if not one.startswith(("SAVEPOINT", "RELEASE"))])


def show(what: str, figure: float, limit: float, unit: str = "ms") -> None:
    met = figure <= limit
    missed.extend([] if met else [what])
    print(f"{what:<48}{figure:>10,.1f} {unit:<10} at most {limit:,g}{'' if met else '   MISSED'}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
