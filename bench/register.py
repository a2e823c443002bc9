"""How fast the site answers, finds and publishes; every figure beside its limit, exit status 1 if one is missed.

    serving      the SCO with 2 workers and 8 connections; the front passes each request on, as they bear credentials
    pages        of the SCO in every language: queries, with nothing remembered, and bytes
    searching    a large made-up register: searches of one to three words, one after another, as the server's time;
                 with --filed N one document of N has a file of 1,500 words, so that most searches find far more
    publishing   the SCO, and made-up registers of N and of 2 N documents, whose memory is to be the same

    bench/register.py [--found 200000] [--filed 0] [--published 500] [serving pages searching publishing]

100000 is the full size of what is published, and takes hours.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from _register import fill, searches
from _serving import ROOT, comity, rate, request, workers
from comity.postgres import Cluster

sys.path[0] = str(ROOT / "tests")  # for its records that grow; and bench/record.py is no package `record`

SEARCH = "/documents?q=terrorism"
AGREEMENT = "/akn/aa-sco/act/agreement/chs/2003-09-05/agr-2"
CHARTER = "/akn/aa-sco/act/charter/chs/2002-06-07/cha-1"
RATES = {
    "a document": (AGREEMENT, 160),
    "the document with most relations": (CHARTER, 160),
    "a list of 100 rows": ("/documents", 120),
    "a search": (SEARCH, 300),
    "a page with 200 items, the members": ("/members", 60),
}
"""Requests a second, at least."""
ROUNDS = 3
FLAT = 1.25
"""Twice the documents may need so many times the memory at most."""

missed: list[str] = []


def show(what: str, figure: float, limit: float, unit: str, *, least: bool = False) -> None:
    met = figure >= limit if least else figure <= limit
    missed.extend([] if met else [what])
    bound = "at least" if least else "at most"
    print(f"{what:<44}{figure:>10,.1f} {unit:<11}{bound} {limit:,g}{'' if met else '   MISSED'}", flush=True)


# Serving


def serving(data: Path) -> None:
    with comity(data) as (port, server):
        best: dict[str, float] = {}
        for _ in range(ROUNDS):
            for what, (path, _limit) in RATES.items():
                asked = request(path, "Authorization: Basic YmVuY2g6YmVuY2g=")
                best[what] = max(best.get(what, 0), rate(port, asked))
        for what, (_path, limit) in RATES.items():
            show(what, best[what], limit, "requests/s", least=True)
        for place, worker in enumerate(workers(server), 1):
            show(f"resident memory of worker {place}", worker.memory_info().rss / 2**20, 150, "MB")
    cluster = Cluster(data / "postgresql")
    cluster.start()
    try:
        began = time.monotonic()
        with comity(data):
            show("cold start, once the database is up", time.monotonic() - began, 2, "s")
    finally:
        cluster.stop()


def pages(data: Path) -> None:
    queries, size = apart("costs", data)
    show("queries of a page, the most", queries, 15, "")
    show("bytes of a page, the most", size / 1000, 150, "kB")


def costs() -> Iterator[float]:
    """The most queries and the most bytes of any page."""
    from django.db import connection

    from comity.record.edition import Edition, Reading
    from comity.site.addresses import in_language, languages
    from comity.site.addresses import pages as addresses

    asked: list[str] = []

    def count(execute: Callable[..., object], statement: str, *how: object) -> object:
        asked.append(statement)
        return execute(statement, *how)

    most, largest = 0, 0
    with connection.execute_wrapper(count):
        for address in [in_language(page, tag) for page in addresses() for tag in languages()]:
            Reading.latest = Edition("")
            asked.clear()
            largest = max(largest, len(answer(address)))
            most = max(most, len(asked))
    yield from (most, largest)


def answer(address: str) -> bytes:
    """What Django answers, in this process."""
    from comity.wsgi import application

    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    response = application(environ, lambda status, headers: None)
    try:
        return b"".join(response)
    finally:
        response.close()


# Searching


def searching(data: Path, documents: int, filed: int) -> None:
    filling, median, last, most = apart("found", data, documents, filed)
    print(f"{documents:,} documents were entered in {filling:.0f} s; a search found {most:,.0f} of them at most")
    show("a search, at the median", median, 50, "ms")
    show("a search, at the 99th percentile", last, 250, "ms")


def found(documents: int, filed: int) -> Iterator[float]:
    """Seconds to fill; milliseconds at the median and the 99th percentile, of the best round; the most found."""
    began = time.perf_counter()
    fill(documents, filed)
    yield time.perf_counter() - began
    asked = [f"/documents?q={quote(words)}" for words in searches(500)]
    for address in asked[:20]:
        answer(address)
    rounds = [[_timed(address) for address in asked] for _ in range(ROUNDS)]
    taken = [sorted(seconds * 1000 for seconds, _count in timed) for timed in rounds]
    yield from (min(each[len(asked) * part // 100] for each in taken) for part in (50, 99))
    yield max(count for _seconds, count in rounds[0])


def _timed(address: str) -> tuple[float, int]:
    began = time.perf_counter()
    page = answer(address)
    taken = time.perf_counter() - began
    told = re.search(rb'class="lede">(\d+)', page)
    return taken, int(told[1]) if told else 0


# Publishing


def publishing(data: Path, folder: Path, documents: int) -> None:
    seconds, files, _peak = apart("published", data)
    show(f"publishing the SCO, {files:,.0f} files", seconds, 60, "s")
    peaks = []
    for count in (documents, 2 * documents):
        apart("filled", folder / str(count), count)
        seconds, files, peak = apart("published", folder / str(count))
        peaks.append(peak)
        print(f"{count:,} documents: {files:,.0f} files in {seconds:,.0f} s, at most {peak:.0f} MB in a process")
    show("memory for twice as many, times that of one", peaks[1] / peaks[0], FLAT, "")


def published() -> Iterator[float]:
    """Seconds, files, and the peak of memory in MB."""
    from comity.publishing.run import publish

    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        report = publish(Path(folder) / "out", "https://example.org")
    yield from (time.perf_counter() - began, report.files)
    yield max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


# What is measured in a process of its own


def apart(what: str, data: Path, documents: int = 0, filed: int = 0) -> list[float]:
    """Let a process of its own measure in the instance at `data`."""
    environ = {name: value for name, value in os.environ.items() if name != "COMITY_DATABASE_URL"}
    command = [sys.executable, __file__, "--apart", what, "--found", str(documents), "--filed", str(filed)]
    done = subprocess.run(command, env=environ | {"COMITY_DATA": str(data)}, stdout=subprocess.PIPE, check=True)
    return [float(figure) for figure in done.stdout.split()]


def measure(what: str, documents: int, filed: int) -> None:
    from comity import database

    with database.ready("bench/register.py"):
        if what == "filled":
            fill(documents)
        else:
            print(*{"costs": costs, "found": lambda: found(documents, filed), "published": published}[what]())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", default=[])
    parser.add_argument("--found", type=int, default=200_000, help="documents among which is searched")
    parser.add_argument("--filed", type=int, default=0, help="one of so many documents has a file; 0 for none")
    parser.add_argument(
        "--published", type=int, default=500, help="documents that are published, and then twice as many"
    )
    parser.add_argument("--apart", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.apart:
        measure(asked.apart, asked.found, asked.filed)
        return 0
    parts = asked.parts or ["serving", "pages", "searching", "publishing"]
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        sco = folder / "sco"
        if parts != ["searching"]:
            with comity(sco):
                pass
        if "serving" in parts:
            serving(sco)
        if "pages" in parts:
            pages(sco)
        if "searching" in parts:
            searching(folder / "found", asked.found, asked.filed)
        if "publishing" in parts:
            publishing(sco, folder, asked.published)
    print(f"Missed: {', '.join(missed)}." if missed else "Every limit is kept.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
