"""A process that is killed in the middle of its work leaves a record without a gap, and no half-projected act."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from comity.bodies.models import Holder
from comity.record import publication
from comity.record.models import EntryRow, Head
from comity.record.seats import SECRETARIAT
from comity.record.submission import submit
from comity.record.verify import Folder, verify
from conftest import FreshDatabase
from record.acts import Moor, Sail
from record.rebuilding import assert_rebuild_changes_nothing

TESTS = Path(__file__).parents[1]
SCRIPT = Path(__file__).with_name("crashing.py")
KILLS = 3


def acknowledged_before_death(environ: dict[str, str]) -> list[int]:
    """What the process was told it had submitted, until SIGKILL at some moment while it submits."""
    environ = environ | {"PYTHONPATH": str(TESTS)}
    command = [sys.executable, str(SCRIPT)]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(random.randint(1, 250))]
        time.sleep(random.random() / 100)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL, "It was done before it could be killed."
    return [int(line) for line in lines if line.endswith("\n")]


def test_a_killed_process_leaves_a_sound_record(fresh_database: FreshDatabase, tmp_path: Path) -> None:
    for kill in range(KILLS):
        acknowledged = acknowledged_before_death(fresh_database.environ)
        size = Head.objects.get().size
        seqs = list(EntryRow.objects.values_list("seq", flat=True))
        assert seqs == list(range(1, size + 1))
        assert set(acknowledged) <= set(seqs)
        assert size - acknowledged[-1] <= 1, "More than the act in hand was in the record and not acknowledged."
        assert_rebuild_changes_nothing()
        publication.export(tmp_path / str(kill))
        assert verify(Folder(tmp_path / str(kill))).size == size
        empty_the_quay()
    assert submit(Moor(berth="quay", ship="Argo"), SECRETARIAT).seq == Head.objects.get().size


def empty_the_quay() -> None:
    """The process may have died with a ship at the quay; the next one wants to moor there."""
    if Holder.objects.filter(until=None).exists():
        submit(Sail(berth="quay"), SECRETARIAT)
