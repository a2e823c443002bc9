"""How a document is cited: as a line to copy, as BibTeX, as CSL JSON. No Django."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
"""What LaTeX would take for a command."""


@dataclass(frozen=True)
class Cited:
    """What a citation is made of.

    author     the body, else the organisation
    dated      how exactly `on` is known
    language   of the title, by its BCP 47 tag
    address    the whole permanent one, with the site
    notice     what has to be said of it: that the record is a rehearsal
    """

    code: str
    symbol: str
    title: str
    language: str
    type: str
    author: str
    organisation: str
    place: str
    on: date | None
    dated: str
    address: str
    notice: str = ""

    @property
    def day(self) -> str:
        """ISO 8601, as exactly as it is known; empty where it is not."""
        length = {"day": 10, "month": 7, "year": 4}.get(self.dated, 0)
        return self.on.isoformat()[:length] if self.on else ""


QUOTATION = {"ru": "«{}»", "zh": "《{}》"}
"""How a title stands in a citation, by its language."""


def line(cited: Cited) -> str:
    """Author, title, symbol, place, date, address."""
    title = QUOTATION.get(cited.language.split("-")[0], "“{}”").format(cited.title)
    return ", ".join(filter(None, (cited.author, title, cited.symbol, cited.place, cited.day))) + (
        f", {cited.address}" + (f". {cited.notice}" if cited.notice else "")
    )


def bibtex(cited: Cited) -> str:
    fields = {
        "author": "{" + _latex(cited.author) + "}",
        "title": "{" + _latex(cited.title) + "}",
        "number": _latex(cited.symbol),
        "type": _latex(cited.type),
        "institution": _latex(cited.organisation),
        "address": _latex(cited.place),
        "year": cited.day[:4],
        "date": cited.day,
        "langid": cited.language,
        "url": cited.address,
        "note": _latex(cited.notice),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value and value != "{}"]
    return "\n".join([f"@techreport{{{cited.code},", *lines, "}", ""])


def _latex(text: str) -> str:
    return re.sub(r"[\\{}$&%#_~^]", lambda found: SPECIAL[found[0]], " ".join(text.split()))


def csl(cited: Cited) -> list[dict[str, Any]]:
    """CSL JSON 1.0: a list of one item."""
    item: dict[str, Any] = {
        "id": cited.code,
        "type": "treaty" if cited.type in ("treaty", "convention", "agreement", "charter") else "report",
        "title": cited.title,
        "language": cited.language,
        "number": cited.symbol,
        "genre": cited.type,
        "author": [{"literal": cited.author}],
        "publisher": cited.organisation,
        "publisher-place": cited.place,
        "URL": cited.address,
        "note": cited.notice,
    }
    if cited.day:
        item["issued"] = {"date-parts": [[int(part) for part in cited.day.split("-")]]}
    return [{name: value for name, value in item.items() if value}]
