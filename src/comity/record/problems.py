"""What a program is told when it does not get what it asked for: problem details (RFC 9457)."""

from typing import Any

from django.http import HttpResponse, JsonResponse

from comity.record.exercise import notices

API = "/api/"
"""Where programs ask. Its pages have one address, and the language of the header Accept-Language."""
BLANK = "about:blank"
"""The type of a problem of which its status says all."""


def problem(status: int, title: str, detail: str, name: str = "", **members: Any) -> HttpResponse:
    """A problem as an answer.

    name      of the type of problem, explained on the page /api
    members   what a program can use besides
    """
    found = {"type": f"/api#{name}" if name else BLANK, "title": title, "status": status, "detail": detail} | members
    found |= notices()
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(found, status=status, content_type="application/problem+json", json_dumps_params=options)
