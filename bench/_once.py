"""How fast the record is: submitting, alone and many at once, rebuilding, and the memory that a rebuild takes.

Every figure stands beside a peer or a limit measured in the same run, on the same server:

    submit    beside one bare INSERT of the same row and its commit
    clients   sixteen submit at once, in two processes of eight threads as `comity run` has them: how long each
              waits, beside its limits; afterwards every act that was acknowledged is there once, and the tree holds
    rebuild   beside one insert an act through Django's models, which is the least that a projection could do
    memory    of a process that rebuilds, beside its limit

    bench/record.py [--acts 500000]
"""

import argparse
import atexit
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).parents[1]
MEASURING = os.environ.get("COMITY_BENCH", "")
"""What this process alone does, if it is one that the measuring process started."""
if not MEASURING:
    os.environ["COMITY_DATA"] = tempfile.mkdtemp(prefix="comity-bench-")
    os.environ.pop("COMITY_DATABASE_URL", None)
    atexit.register(shutil.rmtree, os.environ["COMITY_DATA"], ignore_errors=True)
sys.path[0] = str(ROOT / "tests")  # for its council and its harbour; and this file is no package `record`

from comity import database  # noqa: E402 - reads COMITY_DATA

SUBMIT_TARGET = 300
REBUILD_TARGET = 2_000
MEMORY_TARGET = 400
"""Acts a second, acts a second, megabytes."""

PROCESSES, THREADS = 2, 8
MEDIAN_LIMIT, P99_LIMIT = 25, 100
"""Milliseconds that a client waits for its submission while all others submit too."""

SOME, TURNS = 100, 5
"""What is timed in a row, and how often."""

DAY = date(2031, 1, 1)


def main() -> None:
    acts = arguments().acts
    with database.ready("bench/record.py"):
        submitting()
        submitting_at_once()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--acts", type=int, default=100_000, help="acts in the synthetic record")
    return parser.parse_args()


def show(what: str, figure: str, peer: str, ratio: float) -> None:
    print(f"{what:<44}{figure:>16}  {peer:<46}{ratio:>6.2f} x", flush=True)


def rate(times: int, action: Callable[[int], object], first: int = 0) -> float:
    """How often a second, one after another, each with its number."""
    begin = time.perf_counter()
    for number in range(first, first + times):
        action(number)
    return times / (time.perf_counter() - begin)


def best_of_each(*actions: Callable[[int], object]) -> list[float]:
    """How often a second each can be done: by turns, and the best turn of each, so that all have the same luck."""
    turns = [[rate(SOME, action, turn * SOME) for action in actions] for turn in range(TURNS)]
    return [max(rates) for rates in zip(*turns, strict=True)]


def submitting() -> None:
    """Real acts, judged by a charter."""
    from council import found

    found()
    announce(0)
    submitted, inserted = best_of_each(announce, bare_insert())
    peer = f"a bare INSERT and commit: {inserted:,.0f}/s"
    show("submit, one after another", f"{submitted:,.0f}/s", peer, submitted / inserted)
    show("", "", f"the target: {SUBMIT_TARGET}/s", submitted / SUBMIT_TARGET)


def announce(number: int, key: str | None = None) -> int:
    """Submit that a meeting is announced, and answer with its place in the record."""
    from comity.bodies.acts import AnnounceMeeting
    from comity.record.submission import submit

    first = DAY + timedelta(days=number)
    act = AnnounceMeeting(body="ASSEMBLY", first=first, last=first, city="Strelsau")
    return submit(act, "secretariat", key=key).seq


def submitting_at_once() -> None:
    """How long a client waits, and that every act acknowledged to one is in the record, once."""
    begun = [start("clients", str(number)) for number in range(PROCESSES)]
    for process in begun:
        process.stdout.readline()  # it is ready
    begin = time.perf_counter()
    for process in begun:
        print("go", file=process.stdin, flush=True)
    told = [line.split() for process in begun for line in process.communicate()[0].splitlines()]
    taken = time.perf_counter() - begin
    assert not any(process.returncode for process in begun)
    assert_all_there({key: int(seq) for key, seq, _ in told})
    waits = sorted(float(milliseconds) for _, _, milliseconds in told)
    many = f"{PROCESSES * THREADS} clients at once, {len(told) / taken:,.0f}/s"
    for what, wait, limit in (
        (f"median of {many}", waits[len(waits) // 2], MEDIAN_LIMIT),
        ("99th percentile", waits[len(waits) * 99 // 100], P99_LIMIT),
    ):
        show(what, f"{wait:,.1f} ms", f"the limit: {limit} ms", wait / limit)


def assert_all_there(acknowledged: dict[str, int]) -> None:
    """None lost and none twice, no gap, and the tree is what is signed."""
    from comity.bodies.models import Meeting
    from comity.record import publication
    from comity.record.models import EntryRow
    from comity.record.verify import Folder, verify

    rows = EntryRow.objects.values_list("key", "seq")
    assert {key: seq for key, seq in rows if key} == acknowledged
    assert [seq for _, seq in rows] == list(range(1, publication.size() + 1))
    assert Meeting.objects.filter(entry__in=acknowledged.values()).count() == len(acknowledged)
    with tempfile.TemporaryDirectory() as folder:
        publication.export(Path(folder))
        assert verify(Folder(Path(folder))).size == publication.size()


def clients(process: str) -> None:
    """Submit from several threads once told to, and print of each act its key, its `seq` and the milliseconds."""
    database.set_up()
    told = threading.Barrier(THREADS, action=lambda: (print("ready", flush=True), input()))

    def client(thread: int) -> list[str]:
        for number in range(10):
            announce(number)
        told.wait()
        return [timed(number, f"{process}-{thread}-{number}") for number in range(SOME)]

    with ThreadPoolExecutor(THREADS) as pool:
        for lines in pool.map(client, range(THREADS)):
            print(*lines, sep="\n")


def timed(number: int, key: str) -> str:
    from django.db import connection

    begin = time.perf_counter()
    seq = announce(number, key)
    taken = time.perf_counter() - begin
    connection.close()  # back to the pool, as at the end of a request
    return f"{key} {seq} {taken * 1000:.3f}"


def bare_insert() -> Callable[[int], object]:
    """One row of the record's own shape, inserted and committed."""
    from comity.record.models import EntryRow

    connection = as_owner()
    connection.execute("CREATE TABLE bare (LIKE record_entry INCLUDING ALL)")
    row = EntryRow.objects.order_by("-seq").values().first() or {}
    names, places = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    statement = f"INSERT INTO bare ({names}) VALUES ({places})"
    return lambda number: connection.execute(statement, [*(row | {"seq": number}).values()])


def growing(acts: int) -> None:
    """What one more entry costs in a short and in a long record."""
    from comity.record.submission import submit
    from record.acts import Sail

    def sail(number: int) -> None:
        submit(Sail(berth="quay"), "secretariat")

    speeds = []
    for size in (1_000, acts):
        fill(size)
        sail(0)
        speeds += best_of_each(sail)
    (short, long), peer = speeds, f"behind 1,000 entries: {speeds[0]:,.0f}/s"
    show(f"submit behind {acts:,} entries", f"{long:,.0f}/s", peer, long / short)


def rebuilding() -> None:
    from comity.record.publication import size

    acts = size()
    taken, megabytes = rebuilt_by_another()
    inserted = orm_inserts()
    speed, peer = acts / taken, f"a bare ORM insert an act: {inserted:,.0f}/s"
    show(f"rebuild of {acts:,} acts", f"{speed:,.0f}/s", peer, speed / inserted)
    show("", "", f"the target: {REBUILD_TARGET:,}/s", speed / REBUILD_TARGET)
    show(
        "memory of that rebuild", f"{megabytes:,.0f} MB", f"the limit: {MEMORY_TARGET} MB", megabytes / MEMORY_TARGET
    )


def orm_inserts() -> float:
    """How many rows a second Django's models insert, in one transaction."""
    from django.db import transaction

    from comity.bodies.models import Meeting

    def insert(number: int) -> None:
        Meeting.objects.create(entry=number, body="ASSEMBLY", first=DAY, last=DAY, held=False)

    with transaction.atomic():
        inserted = rate(2_000, insert)
        transaction.set_rollback(True)
    return inserted


def rebuilt_by_another() -> tuple[float, float]:
    """Seconds and megabytes that a process takes that does nothing but rebuild."""
    seconds, megabytes = start("rebuild").communicate()[0].split()
    return float(seconds), float(megabytes)


def start(what: str, *arguments: str) -> subprocess.Popen[str]:
    """Another process, that does nothing but this."""
    command = [sys.executable, __file__, *arguments]
    environ = os.environ | {"COMITY_BENCH": what}
    return subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def rebuild_alone() -> None:
    database.set_up()
    import record.acts  # noqa: F401 - the record may hold these kinds
    from comity.record.replay import rebuild

    begin = time.perf_counter()
    rebuild()
    print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def fill(acts: int) -> None:
    """A record of so many acts, in place of the one that is there."""
    from record.growing import grow

    with as_owner() as connection:
        connection.execute("TRUNCATE record_entry, record_node")
        grow(connection, islice(history(), acts))


def as_owner() -> psycopg.Connection[Any]:
    from django.db import connections

    owner = connections["owner"].settings_dict
    where = {"host": owner["HOST"], "port": owner["PORT"], "user": owner["USER"], "dbname": owner["NAME"]}
    return psycopg.connect(**where, autocommit=True)


def history() -> Iterator[Any]:
    """An organisation's life without end: what happens in a year, as often as it does."""
    from record.growing import Done

    for year in count():
        for number, act in enumerate(acts_of(year)):
            findings = {"article": "2", "charter": 1, "rule": "consensus", "decided_by": "ASSEMBLY"}
            yield Done(act, on=DAY + timedelta(days=(365 * year + number) % 300_000), findings=findings)


def acts_of(year: int) -> Iterator[Any]:
    from comity.bodies.acts import AnnounceMeeting, Appoint, EndOffice, Establish, HandOverChair, Meet, TakeChair
    from comity.membership.acts import Apply, EndStatus, GrantStatus, NameState

    state = f"X{chr(65 + year % 26)}"
    first = DAY + timedelta(days=year % 20_000)
    yield NameState(state=state, name={"en": f"State {year}", "ru": f"Государство {year}", "zh": f"国家{year}"})
    yield Apply(state=state, status="observer")
    yield GrantStatus(state=state, status="observer", basis=1)
    yield Establish(body=f"WG-{year}", name={"en": f"Working group {year}"}, sort="working-group", basis=1)
    yield TakeChair(state=state, slogan={"en": "Calm seas"}, events_planned=80)
    yield Appoint(office="harbour-master", person=f"Pilot {year}", basis=1)
    for number in range(12):
        yield AnnounceMeeting(body=f"WG-{year}", first=first, last=first, ordinal=number + 1, city="Strelsau")
        yield Meet(body=f"WG-{year}", first=first, ordinal=number + 1, city="Strelsau", chair_state=state)
    yield EndOffice(office="harbour-master", person=f"Pilot {year}")
    yield HandOverChair(state=state)
    yield EndStatus(state=state, status="observer", basis=1)


if __name__ == "__main__":
    match MEASURING:
        case "clients":
            clients(sys.argv[1])
        case "rebuild":
            rebuild_alone()
        case _:
            main()
