"""The documents: the list, and each at its permanent address with its texts and files."""

from django.urls import path, re_path

from comity.record.lists import FORMS
from comity.register import document, document_data, files
from comity.register import pages as doors

pages = [
    path("documents", doors.documents, name="documents"),
    path("documents/<str:code>", document.of_code, name="document"),
    path("akn/<path:address>", document.work, name="work"),
]
data = [
    re_path(rf"^documents\.(?P<form>{FORMS})$", doors.documents_data, name="documents_data"),
    re_path(r"^(?P<address>akn/.+/![^/]+)$", files.file, name="file"),
    re_path(r"^akn/(?P<address>.+)\.bib$", document_data.bibtex, name="work_bibtex"),
    re_path(r"^akn/(?P<address>.+)\.csl\.json$", document_data.csl, name="work_csl"),
    re_path(r"^akn/(?P<address>.+)\.json$", document_data.work_data, name="work_data"),
]
