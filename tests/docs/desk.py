"""A story of the documentation, typed at a desk beside a rehearsal: command by command, in this process.

A story is a page as `reading` describes one. Every command begins with `comity`. An address in a list item is opened,
as somebody who has no seat, and whatever the item quotes behind it (“…”) has to stand there. The clerk, who works
beside a `comity run`, is asked after each command that moves the clock.

With COMITY_STORIES=write the outputs are written into the pages instead of compared; read the difference critically.
"""

import html
import re
import shlex
import textwrap
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from django.test import Client

from comity import cli
from comity.notices import clerk
from docs.reading import BLOCK, fits, one_line, typed

ITEM = re.compile(r"^- .*?(?=^- |^$|\Z)", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"<http://127\.0\.0\.1:8000([^>]*)>")
QUOTED = re.compile(r"[“«]([^”»]+)[”»]")
MOMENT = re.compile(r":\d\d:\d\d\.\d{3} UTC")
WIDTH = 118


@dataclass
class Desk:
    """Somebody who types a story, and looks at its pages."""

    folder: Path
    writing: bool = False

    def follows(self, *languages: str) -> list[str]:
        """Do a story in its order, and look at what it says there in each language.

        languages   the story in English, then its translations: other words between the same blocks

        The texts with what was said: the same, unless it is being written or a translation has other blocks.
        """
        between = [prose(text) for text in languages]
        told = []
        for said, block in zip(zip(*between, strict=True), [*BLOCK.finditer(languages[0]), None], strict=True):
            for words in said:
                self.looks(words)
            told.append(self.does(block) if block else "")
        return ["".join(map("".join, zip(words, told, strict=True))) for words in between]

    def looks(self, words: str) -> None:
        """Open what the words name, and see that what they quote stands there."""
        for item in ITEM.findall(words):
            for address, said in zip(ADDRESS.findall(item), ADDRESS.split(item)[2::2], strict=True):
                shown = seen(address)
                for quoted in map(one_line, QUOTED.findall(said)):
                    assert quoted in shown, f"{address} does not show “{quoted}” but: {shown}"

    def does(self, block: re.Match[str]) -> str:
        if block["title"]:
            (self.folder / block["title"]).write_text(block["body"], encoding="utf-8")
        if block["kind"] != "console":
            return block[0]
        told = "".join(self.types(*step) for step in typed(block["body"]))
        return f"```console\n{told}```"

    def types(self, command: str, as_shown: str) -> str:
        """The command with what it says."""
        words = shlex.split(command.replace("\\\n", " "))
        assert words[0] == "comity", command
        result = CliRunner().invoke(cli.main, words[1:])
        if words[1:3] == ["rehearsal", "clock"]:
            clerk.act()
        shown, said = one_line(as_shown), one_line(result.output)
        if not fits(shown, said):
            assert self.writing, f"$ {command}\nThe story shows: {shown}\nIt says: {said}"
            return f"$ {command}\n{wrapped(MOMENT.sub(':… UTC', result.output))}"
        return f"$ {command}\n{as_shown}"


def prose(text: str) -> list[str]:
    """What stands before, between and behind the blocks."""
    ends = [0, *(end for block in BLOCK.finditer(text) for end in block.span()), len(text)]
    return [text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]


def wrapped(output: str) -> str:
    """What a command says, as broad as a page is."""
    broken = textwrap.TextWrapper(WIDTH, break_long_words=False, break_on_hyphens=False)
    return "".join(f"{broken.fill(line)}\n" for line in output.splitlines())


def seen(address: str) -> str:
    """The text of a page, as whoever has no seat reads it."""
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return one_line(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))
