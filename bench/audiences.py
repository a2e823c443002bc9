"""What row-level security costs on lists: the same pages with and without it, in turn. Exit status 1 if it is over.

    bench/audiences.py [--rounds 15]

The policies of all tables are switched off and on by their owner; each page is asked for by nobody, and from a seat.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

PAGES = ("/documents", "/documents?q=terrorism", "/members", "/record", "/bodies")
LIMIT = 1.15
TIMES = 5
"""Requests in one measurement."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ["COMITY_DATA"] = str(Path(folder) / "data")
        from comity import database

        with database.ready("bench"):
            return measure(asked.rounds)


def measure(rounds: int) -> int:
    from django.db import connections

    from comity import history
    from comity.record.policies import policies

    history.load(Path(__file__).parents[1] / "organisations" / "sco")
    worst = 0.0
    with connections["owner"].cursor() as owner:

        def switch(on: bool) -> None:
            for table in policies():
                owner.execute(f"ALTER TABLE {table} {'ENABLE' if on else 'DISABLE'} ROW LEVEL SECURITY")

        for reader, audiences in (("nobody", ()), ("a member", ("community", "members", "delegation:IN"))):
            for page in PAGES:
                without, guarded = [], []
                for _ in range(rounds):
                    for on, found in ((False, without), (True, guarded)):
                        switch(on)
                        found.append(seconds(page, audiences))
                ratio = statistics.median(guarded) / statistics.median(without)
                worst = max(worst, ratio)
                milliseconds = statistics.median(guarded) * 1000
                print(
                    f"{page:<26}{reader:<10}{milliseconds:>8.1f} ms{ratio:>8.2f} times as long (limit {LIMIT})",
                    flush=True,
                )
    return 0 if worst <= LIMIT else 1


def seconds(page: str, audiences: Iterable[str]) -> float:
    """Of one request, as the server spends it."""
    from django.test import Client

    from comity.record.reading import reading_as

    client = Client(headers={"host": "localhost"})
    with reading_as(audiences):
        client.get(page)
        began = time.perf_counter()
        for _ in range(TIMES):
            client.get(page)
        return (time.perf_counter() - began) / TIMES


if __name__ == "__main__":
    sys.exit(main())
