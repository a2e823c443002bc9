"""My delegation: the first page after log-in.

GET /delegation           what there is to do today, and the rest of the desk; who holds no seat is told what to do
POST /delegation/seen     from now on only what is still to come is new
POST /delegation/invite   somebody is given a seat, and an account if they have none
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from comity.acting.pages import for_seated
from comity.delegation import desk
from comity.delegation.forms import InviteForm
from comity.delegation.queries import look_at_everything
from comity.people.invitations import invite, send_invitation
from comity.record.clock import today
from comity.record.sentences import Names, seat_name
from comity.record.submission import Refused


def delegation(request: HttpRequest) -> HttpResponse:
    if request.sitting:
        return _desk(request)
    if request.user.is_authenticated:
        return render(request, "delegation/no_seat.html")
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def _desk(request: HttpRequest) -> HttpResponse:
    sitting, on = request.sitting, today()
    judged = desk.judged(sitting, on)
    documents, count, more = desk.changed(request.look, on)
    context = {
        "title": seat_name(sitting.seat, Names(on)),
        "lede": desk.what_to_do([*judged.shown, *judged.rest]),
        "waiting": judged.shown,
        "rest": judged.rest,
        "changed": documents,
        "changed_count": count,
        "changed_more": more,
        "beside": desk.beside(sitting, request.account, desk.END in judged.open, on),
        "lately": desk.lately(sitting, on),
        "may_invite": desk.ISSUE in judged.open and desk.may_seat(sitting),
    }
    return render(request, "delegation/delegation.html", context)


@require_POST
@for_seated
def seen(request: HttpRequest) -> HttpResponse:
    look_at_everything(request.account.pk)
    return _back()


@for_seated
def invited(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether the address had an account or not, so nobody finds out who has one."""
    if request.method != "POST":
        may = desk.may_invite(request.sitting)
        return _form(request, InviteForm(request.sitting), 200) if may else _back()
    form = InviteForm(request.sitting, request.POST)
    return _back() if form.is_valid() and _invited(request, form) else _form(request, form, 422)


def _form(request: HttpRequest, form: InviteForm, status: int) -> HttpResponse:
    return render(request, "delegation/invite.html", {"form": form}, status=status)


def _invited(request: HttpRequest, form: InviteForm) -> bool:
    given = form.cleaned_data
    options = {name: given[name] for name in ("name", "language", "until", "note") if given.get(name)}
    try:
        account, _entry = invite(given["email"], form.seat, form.role, by=request.sitting, **options)
    except (Refused, ValidationError) as error:
        form.add_error(None, str(error))
        return False
    try:
        send_invitation(account)
        messages.success(request, _("A letter was sent to %(email)s.") % {"email": given["email"]})
    except OSError:
        sorry = _(
            "The seat was given, but no letter could be sent. They can ask for a new password on the page Log in."
        )
        messages.warning(request, sorry)
    return True


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("delegation"), status=303)
