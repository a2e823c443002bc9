"""Adding a file to a document in a browser: one page takes files, and no other.

    GET /documents/CODE/file    the form, for a seat that adds texts
    POST /documents/CODE/file   keeps the file and enters the act, or neither; then on to the document

Who sits is asked before anything of what is sent is read.
"""

from pathlib import Path
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from comity.acting import telling
from comity.acting.choices import choices_of
from comity.acting.pages import entered, for_seated
from comity.acting.parsing import BadFields, parse
from comity.acting.queries import closed
from comity.people.rules import ANY_DAY
from comity.people.sitting import perform
from comity.record.acts import KINDS
from comity.record.entries import Entry
from comity.record.submission import Damaged, Refused
from comity.register import adding
from comity.register.acts import AddVersion
from comity.register.addresses import FORMATS
from comity.register.document import called
from comity.register.models import Document
from comity.register.store import LARGEST, BadFile
from comity.register.words import titled


class FileForm(forms.Form):
    """The file, the language of its text, and what is filled in by itself where it is left out."""

    def __init__(self, *given: Any, any_day: bool, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*given, **options)
        kinds = ", ".join(ending.upper() for ending in FORMATS.values())
        told = _("%(kinds)s; at most %(most)s MiB.") % {"kinds": kinds, "most": LARGEST // 2**20}
        accepted = forms.FileInput({"accept": ",".join(f".{ending}" for ending in FORMATS.values())})
        self.fields["file"] = forms.FileField(label=_("File"), help_text=told, widget=accepted, allow_empty_file=True)
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=choices)
        next_one = _("The next one, where it is left out.")
        self.fields["number"] = forms.IntegerField(
            label=_("Version"), min_value=1, max_value=1000, required=False, help_text=next_one
        )
        if any_day:
            day = forms.DateInput({"type": "date"})
            today = _("Today, where it is left out.")
            self.fields["on"] = forms.DateField(label=_("Counts from"), required=False, help_text=today, widget=day)


@csrf_exempt
@for_seated
def file(request: HttpRequest, code: str) -> HttpResponse:
    """Raises Http404 for a document that the reader knows nothing of."""
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    document = called(code)
    barred = closed(KINDS[AddVersion.kind], request.sitting.seat, request.sitting)
    if barred:
        reasons = [telling.reason(AddVersion, refusal) for refusal in barred]
        return _page(request, document, reasons=reasons, status=403)
    return _open(request, document)


@csrf_protect
def _open(request: HttpRequest, document: Document) -> HttpResponse:
    options = {"any_day": request.sitting.seat in ANY_DAY, "choices": choices_of("language", request.sitting)}
    if request.method != "POST":
        return _page(request, document, FileForm(**options))
    form = FileForm(request.POST, request.FILES, **options)
    if not form.is_valid():
        return _page(request, document, form, status=422)
    try:
        return entered(request, _add(request, document.code, form.cleaned_data))
    except BadFile as error:
        form.add_error("file", str(error))
    except BadFields as error:
        for fault in error.faults:
            form.add_error(None, fault.sentence)
    except Refused as error:
        return _page(request, document, form, reasons=[telling.reason_of(error)], status=403 if error.barred else 409)
    except Damaged:
        form.add_error(None, telling.damaged())
        return _page(request, document, form, status=503)
    return _page(request, document, form, status=422)


def _add(request: HttpRequest, code: str, given: dict[str, Any]) -> Entry:
    sent = given["file"]
    with adding.kept(Path(sent.temporary_file_path()), sent.name) as stored:
        act = parse(AddVersion.kind, adding.fields(stored, code, given["language"], given["number"]))
        return perform(act, request.sitting, on=given.get("on"), key=request.POST.get("key", "")[:40])


def _page(
    request: HttpRequest, document: Document, form: FileForm | None = None, status: int = 200, **told: Any
) -> HttpResponse:
    title, language = titled(document.title)
    key = request.POST.get("key", "")[:40] if form and form.is_bound else uuid4().hex
    context = {"form": form, "document": document, "title": title, "language": language, "key": key}
    return render(request, "acting/file.html", context | told, status=status)
