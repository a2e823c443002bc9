"""A real nginx, set up by the very settings of docs/production.md, in front of a running site.

Only names, places and times are others: the host keeps its name, the ports are free ones of this machine, the
certificate is made for the test, and what takes minutes takes seconds.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import psutil

from test_run import free_port, until

HOST = "record.example.org"
DOCUMENT = Path(__file__).parents[2] / "docs" / "production.md"
PROGRAM = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"


def settings(opening: str) -> str:
    """The block of the document that begins so."""
    blocks = re.findall(r"^```nginx\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (found,) = [block for block in blocks if block.startswith(opening)]
    return found


class Nginx:
    """In a folder of its own.

    also        further settings, which come before those of the document's `location /`
    patience    seconds that it waits for a byte of the site; 60 by itself
    http2       as the document has it; without, it hands nothing on before it has a packet full
    """

    def __init__(self, folder: Path, upstream: int, also: str = "", patience: int = 60, http2: bool = True) -> None:
        self.folder, self.plain, self.tls = folder, free_port(), free_port()
        folder.mkdir()
        self.certificate = folder / "fullchain.pem"
        self._certify()
        configured = self._configured(upstream, also, patience, http2)
        (folder / "nginx.conf").write_text(configured, encoding="utf-8")
        command = [PROGRAM, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: self.process.poll() is not None or self._listens(), 10)
        assert self.process.poll() is None, self.said()

    def said(self) -> str:
        return (self.folder / "error.log").read_text(encoding="utf-8")

    def reloads(self) -> None:
        """Once its old process has ended, and with it every stream."""
        before = self._workers()
        self.process.send_signal(signal.SIGHUP)
        until(lambda: bool(self._workers()) and not self._workers() & before, 10)

    def _workers(self) -> set[int]:
        return {child.pid for child in psutil.Process(self.process.pid).children()}

    def ends(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)

    def _certify(self) -> None:
        key, names = self.folder / "privkey.pem", f"subjectAltName=DNS:{HOST}"
        made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        about = ["-days", "1", "-subj", f"/CN={HOST}", "-addext", names]
        subprocess.run(
            [*made, *about, "-keyout", str(key), "-out", str(self.certificate)], check=True, capture_output=True
        )

    def _configured(self, upstream: int, also: str, patience: int, http2: bool) -> str:
        """The main part of the settings as the document has it, and its servers."""
        servers = settings("server {")
        for old, new in {
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ssl;": f"listen 127.0.0.1:{self.tls} ssl;",
            "/etc/letsencrypt/live/record.example.org": str(self.folder),
            "http://127.0.0.1:8000;": f"http://127.0.0.1:{upstream};",
            "    location / {": f"    {also}\n    location / {{",
        }.items():
            assert old in servers, f"docs/production.md does not say {old!r} any more."
            servers = servers.replace(old, new)
        servers = re.sub(r"^ *listen \[::\].*\n", "", servers, flags=re.MULTILINE)
        if not http2 or self._version() < (1, 25, 1):
            servers = servers.replace("    http2 on;\n", "")
            servers = servers.replace(" ssl;", " ssl http2;") if http2 else servers
        whole = settings("worker_rlimit_nofile").replace("30s;", "1s;")
        user = "user root;" if os.geteuid() == 0 else ""
        places = "".join(
            f"{kind}_temp_path {self.folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return (
            f"{user} daemon off; worker_processes 1; pid nginx.pid; error_log error.log info;\n{whole}\n"
            f"http {{ access_log off; {places} proxy_read_timeout {patience}s;\n{servers} }}\n"
        )

    def _version(self) -> tuple[int, ...]:
        said = subprocess.run([PROGRAM, "-v"], capture_output=True, text=True, check=True).stderr
        return tuple(int(part) for part in re.findall(r"\d+", said.partition("nginx/")[2])[:3])

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.tls)) == 0
