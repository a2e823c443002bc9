"""The doors of an account that are ours; most are allauth's, listed in `urls.py`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.people import devices
from comity.people.middleware import choose


@login_required
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "people/account.html")


@require_POST
def seat(request: HttpRequest) -> HttpResponse:
    """Sit in another of one's seats, and stay on the page."""
    chosen = request.POST.get("credential", "")
    if not chosen.isdecimal() or not choose(request, int(chosen)):
        raise BadRequest(_("That seat is not yours, or not any more."))
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, allowed_hosts=None)
    return HttpResponseRedirect(onward if safe else reverse("home"), status=303)


def refused(request: HttpRequest) -> HttpResponse:
    """Single sign-on knows them, we do not."""
    return render(request, "people/refused.html", status=403)


@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one session of one's own; if it is this one, that is logging out."""
    if not devices.end(request, request.POST.get("session", "")):
        raise BadRequest(_("That session is not yours, or has ended already."))
    messages.success(request, _("You are logged out there."))
    return HttpResponseRedirect(reverse("usersessions_list"), status=303)
