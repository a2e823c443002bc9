"""Acting in a browser: what this seat may do, a form, what would be minuted, and then the entry.

    GET /acts             the kinds of act that are open to the seat
    GET /acts/about/X     what may be done about a subject, `state:IN`; for htmx only the list
    GET /acts/KIND        the form; `?state=IN` fills in a field, and `do=try` shows what would come of it
    POST /acts/KIND       `do=try` shows what would come of it, `do=enter` enters it, `do=change` shows the form
                          again; `do=preview` answers htmx with the fragment `_preview.html` as the fields change

The form carries a key of its own, so that it makes one entry however often it is sent. Nothing needs JavaScript.
"""

from collections.abc import Callable
from itertools import groupby
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date

from comity.acting import telling
from comity.acting.about import SORTS
from comity.acting.about import about as about_subject
from comity.acting.forms import DAY, ActForm
from comity.acting.parsing import SENTENCES, BadFields, Fault, UnknownKind, kind_of, parse
from comity.acting.queries import ENTERED, closed, offered
from comity.people.sitting import perform
from comity.record.acts import Act
from comity.record.clock import today
from comity.record.entries import Entry, TooLong
from comity.record.sentences import Names, seat_name
from comity.record.subjects import page_of, subject_of
from comity.record.submission import Damaged, Refused, judge
from comity.record.words import explained, kind_name, package_name

OF_PEOPLE = "people."
"""Kinds of acts that have no other page than their entry."""

View = Callable[..., HttpResponse]


def for_seated(view: View) -> View:
    """Only who sits sees the page; others log in first."""

    def handle(request: HttpRequest, **codes: Any) -> HttpResponse:
        if request.sitting:
            return view(request, **codes)
        if request.user.is_authenticated:
            return render(request, "acting/acts.html", {"packages": []}, status=403)
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)

    return handle


def acts(request: HttpRequest) -> HttpResponse:
    """What may be begun from the seat, by package."""
    found = offered(request.sitting.seat, authority=request.sitting)
    listed = [{"kind": act.kind, "name": kind_name(act.kind), "help": explained(act)} for act in found]
    packages = [(package, list(rows)) for package, rows in groupby(listed, lambda row: package_name(row["kind"]))]
    return render(request, "acting/acts.html", {"packages": packages, "seat": _seat(request)})


def about(request: HttpRequest, subject: str) -> HttpResponse:
    """What may be done about a subject from the seat. Raises Http404 for what no act is about."""
    sort, _, code = subject.partition(":")
    if sort not in SORTS or not code or (sort == "entry" and not code.isdecimal()):
        raise Http404
    found, entry = about_subject(subject, request.sitting), sort == "entry"
    context = {
        "permitted": [one for one in found if one.permitted],
        "refused": [one for one in found if not one.permitted],
    }
    if request.htmx:
        return render(request, "acting/_about.html", context)
    context["name"] = f"№ {code}" if entry else Names(today()).of(sort, code)
    context["page"] = reverse("entry", args=[code]) if entry else page_of(subject)
    return render(request, "acting/about.html", context | {"seat": _seat(request)})


def act(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of an act, what would come of it, or the way to what it is about."""
    found = _known(kind)
    if request.method != "POST":
        if request.GET.get("do") == "try":
            return _answer(request, ActForm(found, request.sitting, request.GET), entering=False)
        form = ActForm(found, request.sitting, initial=request.GET.dict())
        return _page(request, form, reasons=_bars(request, found))
    form = ActForm(found, request.sitting, request.POST)
    if request.POST.get("do") == "preview":
        return _preview(request, form)
    if request.POST.get("do") == "change":
        return _page(request, form)
    return _answer(request, form, entering=request.POST.get("do") == "enter")


def _answer(request: HttpRequest, form: ActForm, entering: bool) -> HttpResponse:
    try:
        made, on = parse(form.act.kind, form.values()), _day(form)
        if entering:
            entry = perform(made, request.sitting, on=on, key=request.POST.get("key", "")[:40])
            return entered(request, entry)
        judgement = judge(made, request.sitting.seat, on=on, authority=request.sitting)
        told = telling.tell(made, judgement)
    except BadFields as error:
        form.blame(error.faults)
        return _page(request, form, status=422)
    except Refused as error:
        return _page(request, form, reasons=[telling.reason_of(error)], status=403 if error.barred else 409)
    except TooLong:
        form.blame([Fault("", telling.too_long())])
        return _page(request, form, status=413)
    except Damaged:
        form.blame([Fault("", telling.damaged())])
        return _page(request, form, status=503)
    if told.reasons:
        return _page(request, form, reasons=told.reasons, status=403 if judgement.barred else 409)
    return _page(request, form, told=told)


def entered(request: HttpRequest, entry: Entry) -> HttpResponse:
    """On to what the act is about, where the entry is told of; to the entry itself, where there is no such page."""
    subject = None if entry.kind.startswith(OF_PEOPLE) or entry.on > today() else subject_of(entry)
    if subject is None:
        return HttpResponseRedirect(reverse("entry", args=[entry.seq]), status=303)
    request.session[ENTERED] = entry.seq
    return HttpResponseRedirect(page_of(subject), status=303)


def _preview(request: HttpRequest, form: ActForm) -> HttpResponse:
    """For htmx, while the form is filled in: what would come of it, and beside each field what is wrong with it.

    Of a field that is still empty nothing is said yet. Nothing is entered.
    """
    context: dict[str, Any] = {"form": form, "kind": form.act.kind}
    try:
        made, on = parse(form.act.kind, form.values()), _day(form)
        judgement = judge(made, request.sitting.seat, on=on, authority=request.sitting)
        told = telling.tell(made, judgement)
        context |= {"reasons": told.reasons} if told.reasons else {"told": told}
    except BadFields as error:
        written = [fault for fault in error.faults if form.is_written(fault.field)]
        form.blame(written)
        context["missing"] = len(written) < len(error.faults)
    except TooLong:
        context["faults"] = [telling.too_long()]
    return render(request, "acting/_preview.html", context)


def _day(form: ActForm) -> Any:
    """The day that was named. Raises BadFields."""
    if not form.day:
        return None
    try:
        found = parse_date(form.day)
    except ValueError:
        found = None
    if found is None:
        raise BadFields([Fault(DAY, str(SENTENCES["date_parsing"]))])
    return found


def _page(request: HttpRequest, form: ActForm, status: int = 200, **told: Any) -> HttpResponse:
    context = {
        "form": form,
        "kind": form.act.kind,
        "name": kind_name(form.act.kind),
        "help": explained(form.act),
        "key": request.POST.get("key", "")[:40] or uuid4().hex,
    }
    return render(request, "acting/act.html", context | told, status=status)


def _bars(request: HttpRequest, act: type[Act]) -> list[telling.Reason]:
    """Why the kind of act is closed to the seat; empty if it is open."""
    return [telling.reason(act, refusal) for refusal in closed(act, request.sitting.seat, request.sitting)]


def _seat(request: HttpRequest) -> str:
    return seat_name(request.sitting.seat, Names(today()))


def _known(kind: str) -> type[Act]:
    """Raises Http404."""
    try:
        return kind_of(kind)
    except UnknownKind as error:
        raise Http404(str(error)) from error
