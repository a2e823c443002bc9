"""The data folder: what an instance keeps outside its database, and who may use it now.

    postgresql/            the embedded server's own folder; see postgres.py
    record.key             signs the record; see record/keys.py
    secret.key             Django's secret key
    application.password   of the role `comity_app`
    lock                   held by the process that uses the folder; names it

Secrets are readable by their owner alone and are made when first asked for.
"""

import contextlib
import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECRETS = ("record.key", "secret.key", "application.password")


class CannotStart(Exception):
    """Something outside the program is in the way. The message says what happened and what to do next."""


class InUse(CannotStart):
    """Another process uses the data folder. `holder` is what it calls itself, such as `comity run`."""

    def __init__(self, folder: Path, holder: str, process: str) -> None:
        super().__init__(
            f"The data folder {folder} is in use by `{holder}` (process {process}). Stop that one first, "
            "or set COMITY_DATA to another folder."
        )
        self.holder = holder


def prepare(folder: Path) -> None:
    """Make the data folder if it is not there, and see that it can be written to. Raises CannotStart."""
    # The embedded server may have a system user of its own, who has to pass through but not to look around.
    try:
        folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        (folder / "lock").touch(mode=0o600)
    except OSError as error:
        raise CannotStart(
            f"The data folder {folder} cannot be written to ({error.strerror}). "
            "Give this user the right to write there, or set COMITY_DATA to another folder."
        ) from error


@contextmanager
def held(folder: Path, holder: str) -> Iterator[None]:
    """Hold the data folder for this process alone. Raises InUse, CannotStart.

    The operating system lets go of the lock when the process ends, however it ends.
    """
    prepare(folder)
    with (folder / "lock").open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            process, _, other = file.read().strip().partition(" ")
            raise InUse(folder, other or "comity", process or "unknown") from error
        _sign(file.fileno(), f"{os.getpid()} {holder}\n", folder)
        yield


def _sign(descriptor: int, text: str, folder: Path) -> None:
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, text.encode())
    except OSError as error:
        raise CannotStart(f"Nothing can be written in {folder}: {error.strerror}. Nothing was changed.") from error


def secret(path: Path) -> str:
    """The secret in the file `path`, made at random when it is first asked for. Raises CannotStart."""
    try:
        if not path.exists():
            _make_secret(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise CannotStart(f"The secret in {path} can be neither read nor made: {error.strerror}.") from error


def _make_secret(path: Path) -> None:
    # Written whole under another name and then linked, so that two processes starting at once agree on one
    # secret and a full disk leaves none that is empty.
    prepare(path.parent)
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # with mode 0600
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()
