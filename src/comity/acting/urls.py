"""The API, and the pages for who sits."""

from django.urls import path

from comity.acting import pages as doors
from comity.acting.api import api
from comity.acting.guide import api_page

addresses, *namespaces = api.urls
pages = [
    path("acts", doors.for_seated(doors.acts), name="acts"),
    path("acts/<str:kind>", doors.for_seated(doors.act), name="act"),
    path("api", api_page, name="api_page"),
]
data = [path("api/", (addresses, *namespaces))]
take_post = ("act", "perform_act")
"""Names of the addresses to which an act is sent."""
