"""The folder that is published, and the list of what stands in it.

The list is a small database in the folder, `.comity-publish`: which files we wrote, with what content, in which run,
and which addresses are still to be read. So a run of any length needs no memory to speak of, a file is written only
when its content is new, what is no longer there is taken away, and what others put into the folder is left alone.
"""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from comity.folder import CannotStart

LIST = ".comity-publish"
TABLES = """
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, digest BLOB, run INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS edition (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
DROP TABLE IF EXISTS address;
CREATE TABLE address (number INTEGER PRIMARY KEY, address TEXT UNIQUE, page TEXT);
"""
DRAFT = ".draft-"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Shelf:
    """The folder while it is written. `written` and `removed` count the files that changed."""

    def __init__(self, folder: Path, list_: sqlite3.Connection) -> None:
        self.folder, self.list = folder, list_
        self.written = self.removed = 0
        self.run = 1 + (self.list.execute("SELECT max(run) FROM file").fetchone()[0] or 0)

    # What is still to be read

    def want(self, addresses: Iterable[str], page: str = "") -> None:
        """Addresses to be read, each once; `page` leads there."""
        self.list.executemany(
            "INSERT OR IGNORE INTO address (address, page) VALUES (?, ?)", ((each, page) for each in addresses)
        )

    def wanted(self) -> Iterator[list[tuple[str, str]]]:
        """Every address to be read with the page that leads there, some hundreds at a time, and what joins."""
        after = 0
        behind = "SELECT address, page, number FROM address WHERE number > ? ORDER BY number LIMIT 400"
        while found := self.list.execute(behind, [after]).fetchall():
            after = found[-1][2]
            yield [(address, page) for address, page, _number in found]

    def count(self) -> int:
        return int(self.list.execute("SELECT count(*) FROM address").fetchone()[0])

    # What stands there

    def put(self, path: str, parts: Iterable[bytes]) -> None:
        """Let a file have this content: written whole under another name first, and only if it is new."""
        with self._draft(parts) as (draft, digest):
            self._move(draft, path, digest)

    def put_bytes(self, path: str, content: bytes) -> None:
        """The same for what is at hand: nothing is written to find out that nothing changed."""
        digest = _digest(content)
        if self._stands(path, digest):
            self._note(path, digest)
        else:
            self.put(path, [content])

    def put_together(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Files that belong together: all are written before the first takes its place, in the order given."""
        with ExitStack() as drafts:
            ready = [(drafts.enter_context(self._draft([content])), path) for path, content in files]
            for (draft, digest), path in ready:
                self._move(draft, path, digest)

    @contextmanager
    def _draft(self, parts: Iterable[bytes]) -> Iterator[tuple[Path, bytes]]:
        """The parts in a file that nobody reads yet, and their digest. What is left of it is taken away."""
        digest = blake2b(digest_size=16)
        descriptor, name = tempfile.mkstemp(prefix=DRAFT, dir=self.folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for part in parts:
                    digest.update(part)
                    file.write(part)
            yield Path(name), digest.digest()
        finally:
            Path(name).unlink(missing_ok=True)

    def _move(self, draft: Path, path: str, digest: bytes) -> None:
        if not self._stands(path, digest):
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.chmod(0o644)
            draft.replace(target)
            self.written += 1
        self._note(path, digest)

    def _stands(self, path: str, digest: bytes) -> bool:
        row = self.list.execute("SELECT digest FROM file WHERE path = ?", [path]).fetchone()
        return bool(row and row[0] == digest and (self.folder / path).is_file())

    def _note(self, path: str, digest: bytes) -> None:
        self.list.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", [path, digest, self.run])

    def has(self, path: str) -> bool:
        """Whether a file that never changes stands there since an earlier run; it is kept then."""
        if not (self.folder / path).is_file():
            return False
        return self.list.execute("UPDATE file SET run = ? WHERE path = ?", [self.run, path]).rowcount > 0

    def remove_others(self) -> None:
        """Take away what this run did not put there. The log of the run before stays for one more.

        Whoever just read the checkpoint before this one still finds what it promised.
        """
        gone = "SELECT path FROM file WHERE run < ? AND NOT (path LIKE 'log/%' AND run = ?)"
        while paths := self.list.execute(f"{gone} LIMIT 500", [self.run, self.run - 1]).fetchall():
            for (path,) in paths:
                self._remove(path)
            self.list.executemany("DELETE FROM file WHERE path = ?", paths)

    def _remove(self, path: str) -> None:
        file = self.folder / path
        file.unlink(missing_ok=True)
        self.removed += 1
        with suppress(OSError):  # not empty yet
            for parent in file.parents:
                if parent == self.folder:
                    break
                parent.rmdir()

    def files(self) -> int:
        """How many files stand there by this run."""
        return int(self.list.execute("SELECT count(*) FROM file WHERE run = ?", [self.run]).fetchone()[0])

    # The edition

    def edition(self) -> dict[str, str]:
        """What was published last: of which head, on which day and so on. Empty while a run is not complete."""
        return dict(self.list.execute("SELECT name, value FROM edition"))

    def begin(self) -> None:
        self.list.execute("DELETE FROM edition")
        self.list.commit()

    def complete(self, edition: dict[str, str]) -> None:
        self.list.executemany("INSERT INTO edition VALUES (?, ?)", edition.items())
        self.list.execute("DELETE FROM address")
        self.list.commit()


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


@contextmanager
def opened(folder: Path) -> Iterator[Shelf]:
    """The folder, made if it is not there. Raises CannotStart where it cannot be written, or the disk is full."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for draft in folder.glob(f"{DRAFT}*"):
            draft.unlink()
        list_ = sqlite3.connect(folder / LIST, timeout=0)
        try:
            # Held to the end: of two who publish into one folder the second is told so.
            list_.executescript("PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -8000;" + TABLES)
            yield Shelf(folder, list_)
            list_.commit()
        finally:
            list_.close()
    except OSError as error:
        raise CannotStart(_told(folder, error)) from error
    except sqlite3.Error as error:
        raise CannotStart(_told_of_list(folder, error)) from error


def _told(folder: Path, error: OSError) -> str:
    if error.errno in FULL:
        return (
            f"The disk of {folder} is full. Every file there is whole, some are of the edition before; "
            "make room and publish again."
        )
    return f"{folder} cannot be written: {error.strerror}. Give this user the right to write there."


def _told_of_list(folder: Path, error: sqlite3.Error) -> str:
    if "full" in str(error) or "disk I/O" in str(error):
        return _told(folder, OSError(errno.ENOSPC, ""))
    if "locked" in str(error):
        return f"Another `comity publish` is writing into {folder}. Wait until it is done."
    return f"{folder / LIST} is damaged ({error}). Delete it and publish again; every file is written anew then."
