"""The help page: fixed words, and links to where each thing is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from comity.charter.queries import in_force


def help_page(request: HttpRequest) -> HttpResponse:
    found = in_force(timezone.now().date())
    first = found[0].organisation.founded_on if found else None
    return render(request, "site/help.html", {"first": first})
