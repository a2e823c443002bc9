"""How long it takes to publish N documents as files, and whether memory stays flat.

    bench/register.py --documents 300          the SCO and so many more documents; 100000 is the full size

Two runs in fresh instances: with N documents and with 2 N. Memory is flat if the second needs hardly more.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

LIMIT = 1.25
"""Twice the documents may need so many times the memory at most."""


def measure(documents: int, data: Path) -> None:
    """Fill an instance and publish it; print seconds, files and the peak of memory in MB."""
    os.environ["COMITY_DATA"] = str(data)
    from comity import database

    with database.ready("bench"):
        from comity.publishing.run import publish

        fill(documents)
        began = time.perf_counter()
        report = publish(data / "out", "https://example.org")
        seconds = time.perf_counter() - began
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    print(f"{seconds:.1f} {report.files} {peak}")


def fill(documents: int) -> None:
    """The smallest organisation there is, and its documents, by acts as the secretariat submits them."""
    from comity.record.submission import clock, submit
    from comity.register.acts import EnterDocument
    from council import SECRETARIAT, found

    found()
    for number in range(documents):
        day = date(2030, 4, 1) + timedelta(days=number % 3_000)
        token = clock.set(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        title = {"en": f"Decision {number} on moorings", "ru": f"Решение {number}", "zh": f"第{number}号决定"}
        submit(EnterDocument(document=f"decision-{number}", title=title, type="decision"), SECRETARIAT, on=day)
        clock.reset(token)


def in_its_own_process(documents: int) -> tuple[float, int, int]:
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        Path(folder).chmod(0o711)
        command = [sys.executable, __file__, "--documents", str(documents), "--into", str(Path(folder) / "data")]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(told[-3]), int(told[-2]), int(told[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    if asked.into:
        measure(asked.documents, asked.into)
        return 0
    peaks = []
    for documents in (asked.documents, 2 * asked.documents):
        seconds, files, peak = in_its_own_process(documents)
        peaks.append(peak)
        print(f"{documents:>8} documents: {files} files in {seconds:.1f} s, at most {peak} MB in one process")
    flat = peaks[1] <= LIMIT * peaks[0]
    print("Memory is flat." if flat else f"Memory grew by {peaks[1] / peaks[0]:.2f}, which is more than {LIMIT}.")
    return 0 if flat else 1


if __name__ == "__main__":
    sys.exit(main())
