"""What one is told, settled by oneself; and the way out of letters, for whoever has one.

GET /accounts/notices              subscriptions, webhooks, the last deliveries; `?body=CHS` begins one
POST /accounts/notices             `do` says what: subscribe, end, add, test, on, remove
POST /notices/unsubscribe/TOKEN    no more letters of that sort (RFC 8058); GET asks first
"""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from comity.notices import following, letters, rules
from comity.notices.forms import SubscriptionForm, WebhookForm, name_of, way_name
from comity.notices.models import TEST, WAITING, Delivery, Subscription, Webhook
from comity.notices.queries import webhooks_of
from comity.record.clock import today
from comity.record.sentences import SORTS, Names

SHOWN = 20
"""Deliveries that the page lists."""


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """What one is told, and by which way."""
    if request.method == "POST":
        if request.POST.get("do") not in DOING:
            raise BadRequest
        return DOING[request.POST["do"]](request)
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **forms: object) -> HttpResponse:
    names, account = Names(today()), request.account
    subscriptions = Subscription.objects.filter(account=account).select_related("webhook")
    context = {
        "subscriptions": [
            (one, name_of(one.what, one.code, names), way_name(one.way, one.webhook.address if one.webhook else ""))
            for one in subscriptions
        ],
        "webhooks": webhooks_of(account),
        "deliveries": Delivery.objects.filter(account=account).select_related("webhook")[:SHOWN],
        "subscribing": SubscriptionForm(account, followed=_followed(request)),
        "adding": WebhookForm(account),
    }
    return render(request, "notices/notices.html", context | forms, status=status)


def _followed(request: HttpRequest) -> str:
    """What the reader came from, if they may know of it: `document:dec-3`."""
    for what in (rules.DOCUMENT, rules.BODY):
        code = (request.GET.get(what) or request.POST.get("what", "").removeprefix(f"{what}:"))[:120]
        if code and SORTS[what].find(today(), [code]).get(code):
            return f"{what}:{code}"
    return ""


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("notices"), status=303)


def _subscribe(request: HttpRequest) -> HttpResponse:
    form = SubscriptionForm(request.account, request.POST, followed=_followed(request))
    if not form.is_valid():
        return _page(request, 422, subscribing=form)
    following.begin()
    form.save()
    messages.success(request, _("You will be told."))
    return _back()


def _end(request: HttpRequest) -> HttpResponse:
    Subscription.objects.filter(account=request.account, pk=_number(request)).delete()
    messages.success(request, _("You will not be told of that any more."))
    return _back()


def _add(request: HttpRequest) -> HttpResponse:
    form = WebhookForm(request.account, request.POST)
    if not form.is_valid():
        return _page(request, 422, adding=form)
    secret = form.save()
    # Shown in the answer itself and nowhere again: a message would wait in the session or in a cookie.
    return _page(request, secret=secret)


def _test(request: HttpRequest) -> HttpResponse:
    test = {"account": request.account, "way": rules.WEBHOOK, "webhook": _webhook(request), "reason": TEST}
    with transaction.atomic():
        # However often the button is pressed, one is on its way at a time.
        if not Delivery.objects.filter(**test, status=WAITING).exists():
            following.queued(Delivery(**test))
    messages.success(request, _("A message is on its way. What comes of it stands below; load the page again."))
    return _back()


def _on(request: HttpRequest) -> HttpResponse:
    Webhook.objects.filter(pk=_webhook(request).pk).update(off_since=None, failures=0)
    messages.success(request, _("The webhook is on again."))
    return _back()


def _remove(request: HttpRequest) -> HttpResponse:
    _webhook(request).delete()
    messages.success(request, _("The webhook is removed, with what it was told."))
    return _back()


DOING: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "subscribe": _subscribe,
    "end": _end,
    "add": _add,
    "test": _test,
    "on": _on,
    "remove": _remove,
}


def _webhook(request: HttpRequest) -> Webhook:
    """Raises Http404 for one that is not theirs."""
    found = Webhook.objects.filter(account=request.account, pk=_number(request)).first()
    if found is None:
        raise Http404(_("There is no such webhook, or not any more."))
    return found


def _number(request: HttpRequest) -> int:
    text = request.POST.get("which", "")
    if not text.isdecimal() or len(text) > 18:
        raise BadRequest
    return int(text)


@csrf_exempt
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """No more letters of a sort. The link is signed: nobody has to log in, and a mail program may send the POST."""
    found = letters.read_token(token)
    if found is None:
        raise Http404(_("This link ends no subscription: it is not whole, or the account is gone."))
    account, way = found
    if request.method == "POST":
        Subscription.objects.filter(account=account, way=way).delete()
    context = {"way": way_name(way), "ended": request.method == "POST"}
    return render(request, "notices/unsubscribe.html", context)
