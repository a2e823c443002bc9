"""The page of one's tokens: made, shown once, listed, revoked."""

from collections.abc import Iterator
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from comity.people import tokens
from comity.people.models import Account, Token
from comity.people.sitting import Sitting
from comity.people.words import ROLE_NAMES
from comity.record.clock import today
from comity.record.sentences import Names, localised, seat_name

SCOPES = [(tokens.READ, gettext_lazy("read")), (tokens.ACT, gettext_lazy("read and perform acts"))]
DAYS = [
    (30, gettext_lazy("30 days")),
    (90, gettext_lazy("90 days")),
    (tokens.MOST_DAYS, gettext_lazy("a year")),
]
Row = dict[str, Any]


class TokenForm(forms.Form):
    """What a new token is to be for; `sitting` is the seat that was chosen."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=60, help_text=gettext_lazy("For you, to know which program has it.")
    )
    scope = forms.ChoiceField(label=gettext_lazy("What it may do"), choices=SCOPES)
    days = forms.TypedChoiceField(label=gettext_lazy("For how long"), choices=DAYS, coerce=int)

    def __init__(self, sittings: list[Sitting], *given: Any) -> None:
        super().__init__(*given)
        self.sittings = {str(one.credential): one for one in sittings}
        seats = [(key, _in_words(one)) for key, one in self.sittings.items()]
        choices = [*seats, ("", _("from none: it sees what everybody sees"))]
        self.fields["seat"] = forms.ChoiceField(label=_("From which seat"), required=False, choices=choices)
        self.order_fields(["name", "seat", "scope", "days"])

    def clean(self) -> Row:
        asked: Row = super().clean() or {}
        if asked.get("scope") == tokens.ACT and not asked.get("seat"):
            self.add_error("scope", _("An act is made from a seat. Choose one, or let the token only read."))
        return asked

    @property
    def sitting(self) -> Sitting | None:
        return self.sittings.get(self.cleaned_data["seat"])


@login_required
@reauthentication_required
def page(request: HttpRequest) -> HttpResponse:
    """The list, and the form of a new one. Whoever sends it is shown the token on the page that answers, and nowhere
    again."""
    form = TokenForm(request.sittings, *([request.POST] if request.method == "POST" else []))
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    asked = form.cleaned_data
    options = {"scope": asked["scope"], "sitting": form.sitting, "days": asked["days"], "on": today()}
    try:
        token, secret = tokens.issue(request.user, asked["name"], **options)
    except tokens.TooMany as error:
        form.add_error(None, str(error))
        return _page(request, form, status=422)
    return _page(request, TokenForm(request.sittings), made=token, secret=secret)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever fears for a token is not asked for their password first."""
    found = Token.objects.filter(pk=pk, account=request.user)
    if not found.exists():
        raise Http404(_("You have no such token."))
    found.filter(revoked_on=None).update(revoked_on=today())
    return HttpResponseRedirect(reverse("tokens"), status=303)


def _page(request: HttpRequest, form: TokenForm, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "tokens": list(rows(request.user, request.sittings)), **more}
    return render(request, "people/tokens.html", context, status=status)


def rows(account: Account, sittings: list[Sitting]) -> Iterator[Row]:
    """Every token of an account, the latest first; `state` says what has become of it."""
    held, scopes = {one.credential: one for one in sittings}, dict(SCOPES)
    for token in account.tokens.all():
        sitting = held.get(token.credential or 0)
        yield {
            "token": token,
            "seat": _in_words(sitting) if sitting else "",
            "scope": scopes[token.scope],
            "state": _state(token, sitting),
        }


def _state(token: Token, sitting: Sitting | None) -> str:
    if token.revoked_on:
        return _("revoked")
    if token.until <= today():
        return _("over")
    return "" if sitting or token.credential is None else _("its seat is over")


def _in_words(sitting: Sitting) -> str:
    role = localised(ROLE_NAMES.get(sitting.role, {"en": sitting.role}))
    return pgettext("between the parts of a list", ", ").join([seat_name(sitting.seat, Names(today())), role])
