"""A guide, done as a reader does it: each command typed, each file written, each page opened.

In a guide a block `console` holds commands behind `$ ` and what they say, a block `toml title="…"` a file
to write. A command goes on behind `\\` at the end of its line. Line ends of an output do not matter, as terminals
differ in width; `…` stands for anything.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^```$', re.MULTILINE | re.DOTALL)
SERVING = "comity run "
WRITTEN_PORT = "8000"


def one_line(text: str) -> str:
    return " ".join(text.split())


def typed(body: str) -> Iterator[tuple[str, str]]:
    """Each command of a block with what stands below it."""
    for step in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, output = re.split(r"(?<!\\)\n", step, maxsplit=1)
        yield command, output


def steps(body: str) -> Iterator[tuple[str, str]]:
    """Each command of a block with what it says."""
    for command, output in typed(body):
        yield command, one_line(output)


def fits(shown: str, said: str) -> bool:
    return bool(re.fullmatch(r"\s*.*".join(map(re.escape, re.split(r"\s*…", shown))), said, re.DOTALL))


@dataclass
class Reader:
    """Somebody at a terminal in a folder of their own, who keeps the server running once it runs."""

    folder: Path
    port: int
    serving: list[tuple[subprocess.Popen[str], str]] = field(default_factory=list)

    @property
    def environ(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("COMITY_")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return kept | {"PATH": path, "PORT": str(self.port), "COLUMNS": "200"}

    def writes(self, name: str, body: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(self.here(body), encoding="utf-8")

    def here(self, text: str) -> str:
        """With the port on which this reader's server listens."""
        return text.replace(f"127.0.0.1:{WRITTEN_PORT}", f"127.0.0.1:{self.port}")

    def follows(self, text: str) -> None:
        """Write every file and type every command of a guide, in its order."""
        for block in BLOCK.finditer(text):
            if block["title"]:
                self.writes(block["title"], block["body"])
            for command, shown in steps(block["body"]) if block["kind"] == "console" else ():
                self.types(command, shown)

    def types(self, command: str, shown: str) -> None:
        if command.startswith(SERVING):
            self.serves(command, shown)
            return
        done = subprocess.run(
            self.here(command), shell=True, cwd=self.folder, env=self.environ, capture_output=True, text=True
        )
        said = one_line(done.stdout + done.stderr)
        assert fits(shown, said), f"$ {command}\nThe guide shows: {shown}\nIt says: {said}"

    def serves(self, command: str, shown: str) -> None:
        process = subprocess.Popen(
            f"exec {command}", shell=True, cwd=self.folder, env=self.environ, stdout=subprocess.PIPE, text=True
        )
        self.serving.append((process, shown.replace(WRITTEN_PORT, str(self.port))))
        self.opens(f"http://127.0.0.1:{WRITTEN_PORT}/")

    def presses_ctrl_c(self) -> None:
        """Everything that serves stops, and has said what the guide shows."""
        while self.serving:
            process, shown = self.serving.pop()
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=30)
            assert shown in one_line(said)

    def opens(self, address: str) -> str:
        """The page, once it is there."""
        end = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(address.replace(WRITTEN_PORT, str(self.port)), timeout=10) as answer:
                    page: str = answer.read().decode()
                    return page
            except urllib.error.HTTPError:
                raise
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    reader = Reader(tmp_path, port)
    yield reader
    reader.presses_ctrl_c()


def unrun_blocks(text: str) -> list[str]:
    """The first lines of the blocks of a guide that are no command and no file."""
    found = [block[0] for block in BLOCK.finditer(text) if block["kind"] != "console" and not block["title"]]
    return [block.splitlines()[0] for block in found] + ["```"] * (text.count("\n```") - 2 * len(BLOCK.findall(text)))


def broken_links(text: str, folder: Path = ROOT / "docs") -> list[str]:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    return [link for link in links if not (folder / link.partition("#")[0]).resolve().exists()]
