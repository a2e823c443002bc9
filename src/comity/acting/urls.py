"""The API, and the pages for who sits."""

from django.urls import path

from comity.acting import files
from comity.acting import pages as doors
from comity.acting.freshness import fresh
from comity.acting.guide import api_page
from comity.acting.programs import api

addresses, *namespaces = api.urls
for address in addresses:
    address.callback = fresh(address.callback)

pages = [
    path("acts", doors.for_seated(doors.acts), name="acts"),
    path("acts/about/<str:subject>", doors.for_seated(doors.about), name="acts_about"),
    path("acts/<str:kind>", doors.for_seated(doors.act), name="act"),
    path("documents/<str:code>/file", files.file, name="document_file"),
    path("api", api_page, name="api_page"),
]
data = [path("api/", (addresses, *namespaces))]
take_post = ("act", "document_file", "perform_act")
"""Names of the addresses to which an act is sent."""
