"""The texts of the files: read out of the store, a while after the act, so that the search finds them.

They are no part of the record and follow from the store alone, so they can be thrown away and made anew. The clerk's
process looks for versions whose file was not read yet, and lets each be read by a program of its own (`plain.py`).
Who may read them is whoever may read the version; that is asked when they are read (`models.OfFile`).
"""

import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Iterator
from pathlib import Path

from django.db import IntegrityError, OperationalError, connection
from django.db.models import Exists, Max, OuterRef
from psycopg.errors import ProgramLimitExceeded

from comity.record import CHANNEL
from comity.record.reading import everything
from comity.register import pieces, rules, store
from comity.register.models import FilePiece, FileText, Version
from comity.register.plain import COSTLY, LONGEST, PARTLY, Read

log = logging.getLogger(__name__)

PATIENCE = 90.0
"""Seconds after which a program that reads a file is ended."""
LOOK = 0.2
"""Seconds within which it hears that it is to stop."""
WAITING = "waiting"
"""The problem of a file that was not read yet."""
READER = (sys.executable, "-I", "-m", "comity.register.plain")


class Stopped(Exception):
    """It was to stop; the file is read another time."""


def read_new(stop: threading.Event | None = None) -> Iterator[tuple[str, str]]:
    """Read every file that was not read yet, and is there. Yields the digest and the problem of each."""
    for digest in unread():
        if store.path_of(digest).is_file():
            try:
                yield digest, keep(digest, *extracted(store.path_of(digest), stop or threading.Event()))
            except Stopped:
                return
            except OSError as error:
                log.warning("The file %s cannot be read now (%s); it is tried again.", digest, error.strerror)


@everything()
def unread() -> list[str]:
    """The files of versions, by their digest, that were not read yet."""
    known = FileText.objects.filter(digest=OuterRef("digest"))
    found = Version.objects.exclude(digest="").exclude(Exists(known)).order_by("entry")
    return list(dict.fromkeys(found.values_list("digest", flat=True)))


def problems(digests: Collection[str]) -> dict[str, str]:
    """Which of these files the search does not know, or not wholly, and why; `waiting` if one was not read yet."""
    read = dict(FileText.objects.filter(digest__in=digests, part=0).values_list("digest", "problem"))
    return {digest: problem for digest in digests if (problem := read.get(digest, WAITING))}


def latest() -> int:
    """A number that goes up when another file was read that the reader may find something in."""
    return FileText.objects.aggregate(latest=Max("pk"))["latest"] or 0


@everything()
def forget() -> None:
    """Throw away what was read, to read it anew."""
    FilePiece.objects.all().delete()
    FileText.objects.all().delete()


def extracted(path: Path, stop: threading.Event) -> Read:
    """What a program of its own reads out of a file. It gets no settings and no secrets. Raises Stopped."""
    with path.open("rb") as file, tempfile.TemporaryFile() as answer:
        reading = subprocess.Popen(
            READER, stdin=file, stdout=answer, stderr=subprocess.DEVNULL, env={}, cwd="/", start_new_session=True
        )
        try:
            ended = _ended(reading, stop)
        finally:
            reading.kill()
            reading.wait()
        answer.seek(0)
        return _told(answer.read()) if ended else ("", COSTLY)


def _ended(reading: subprocess.Popen[bytes], stop: threading.Event) -> bool:
    """Whether it came to its own end, in time. Raises Stopped."""
    for _ in range(int(PATIENCE / LOOK)):
        try:
            return reading.wait(LOOK) == 0
        except subprocess.TimeoutExpired:
            if stop.is_set():
                raise Stopped from None
    return False


def _told(answer: bytes) -> Read:
    told = json.loads(answer)
    return told["text"][:LONGEST], told["problem"]


def keep(digest: str, text: str, problem: str) -> str:
    """Keep what was read; its beginning, if it has too many words for an index. Answers what stands in the way."""
    for share in (1, 4, 16):
        told = problem if share == 1 else PARTLY
        try:
            _insert(digest, text[: len(text) // share], told)
            return told
        except IntegrityError:
            return told  # another clerk was faster
        except OperationalError as error:
            if not isinstance(error.__cause__, ProgramLimitExceeded):
                raise
    _insert(digest, "", COSTLY)
    return COSTLY


@everything()
def _insert(digest: str, text: str, problem: str) -> None:
    parts, found = pieces.parts(text), pieces.pieces(text)
    whole = _words(text if len(parts) > 1 else "")
    with connection.cursor() as cursor:
        rows = [(digest, number, problem, *_words(part), *whole) for number, part in enumerate(parts or [""])]
        cursor.executemany(PART, rows)
        cursor.executemany(PIECE, [(digest, number, piece, *_words(piece)) for number, piece in enumerate(found)])
        cursor.execute(f"NOTIFY {CHANNEL}")


def _words(text: str) -> tuple[str, str]:
    """What the index takes of a text: the whole for the alphabets, and what is Chinese, segmented."""
    return rules.alike(text), rules.segmented(text)


VECTOR = "to_tsvector('russian', %s) || to_tsvector('simple', %s)"
PART = f"""
INSERT INTO register_filetext (digest, part, problem, search)
VALUES (%s, %s, %s, {VECTOR} || strip({VECTOR}))
"""
PIECE = f"INSERT INTO register_filepiece (digest, number, wording, search) VALUES (%s, %s, %s, {VECTOR})"
