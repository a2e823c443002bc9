"""The style sheet and the scripts, as a browser loads them.

The style sheet is written one file a component and served as one, at an address that holds its digest: a browser may
keep it for good, and a changed sheet has another address. There is no build step.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

STATIC = Path(__file__).parent / "static" / "site"
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
SCRIPTS = ("theme", "day", "live", "countdown")


def asset(request: HttpRequest, name: str, version: str, extension: str) -> HttpResponse:
    """One of the assets. An address of an earlier version answers with the present one, not to be kept."""
    if (name, extension) not in [("comity", "css"), *((script, "js") for script in SCRIPTS)]:
        raise Http404
    content, digest = _asset(name, extension)
    keep = "public, max-age=31536000, immutable" if version == digest else "no-cache"
    return HttpResponse(content, content_type=TYPES[extension], headers={"Cache-Control": keep})


def address(name: str, extension: str) -> str:
    return reverse("asset", args=[name, _asset(name, extension)[1], extension])


@cache
def _asset(name: str, extension: str) -> tuple[str, str]:
    """The text of an asset and its digest."""
    text = style_sheet() if extension == "css" else (STATIC / f"{name}.{extension}").read_text()
    return text, sha256(text.encode()).hexdigest()[:12]


def style_sheet() -> str:
    """All of the style sheet: the tokens first, each component, print last."""
    css = STATIC / "css"
    files = [css / "tokens.css", css / "base.css", css / "layout.css"]
    files += [*sorted((css / "components").glob("*.css")), css / "print.css"]
    return "\n".join(file.read_text() for file in files)
