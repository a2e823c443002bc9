"""The API, and the pages for who sits."""

from django.urls import path

from comity.acting import pages as doors
from comity.acting.freshness import fresh
from comity.acting.guide import api_page
from comity.acting.programs import api

addresses, *namespaces = api.urls
for address in addresses:
    # Where acts are sent; see `comity.site.middleware.Reading`.
    address.callback = fresh(address.callback)
    address.callback.accepts_post = address.name == "perform_act"

pages = [
    path("acts", doors.for_seated(doors.acts), name="acts"),
    path("acts/<str:kind>", doors.for_seated(doors.act), name="act"),
    path("api", api_page, name="api_page"),
]
data = [path("api/", (addresses, *namespaces))]
