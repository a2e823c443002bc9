"""The help page: fixed words, and links to where each thing is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comity.charter.queries import in_force
from comity.record.clock import today


def help_page(request: HttpRequest) -> HttpResponse:
    found = in_force(today())
    first = found[0].organisation.founded_on if found else None
    return render(request, "site/help.html", {"first": first})
