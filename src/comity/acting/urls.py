"""The API, and the pages for who sits."""

from django.urls import path

from comity.acting import pages as doors
from comity.acting.api import api
from comity.acting.guide import api_page

addresses, *namespaces = api.urls
for address in addresses:
    # Where acts are sent; see `comity.site.middleware.Reading`.
    address.callback.accepts_post = address.name == "perform_act"

pages = [
    path("acts", doors.for_seated(doors.acts), name="acts"),
    path("acts/about/<str:subject>", doors.for_seated(doors.about), name="acts_about"),
    path("acts/<str:kind>", doors.for_seated(doors.act), name="act"),
    path("api", api_page, name="api_page"),
]
data = [path("api/", (addresses, *namespaces))]
