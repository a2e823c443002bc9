"""The doors of an account that are ours; most are allauth's, listed in `urls.py`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refused(request: HttpRequest) -> HttpResponse:
    """Single sign-on knows them, we do not."""
    return render(request, "people/refused.html", status=403)
