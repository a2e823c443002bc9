"""The site's own pages, and what every page loads."""

from django.urls import path, re_path

from comity.record.lists import FORMS
from comity.site import pages as site
from comity.site import stylesheet
from comity.site.help import help_page

pages = [
    path("", site.home, name="home"),
    path("states/<str:code>", site.state, name="state"),
    path("help", help_page, name="help"),
]
data = [
    path("assets/<slug:name>.<slug:version>.<slug:extension>", stylesheet.asset, name="asset"),
    re_path(rf"^states/(?P<code>[^/]+)\.(?P<form>{FORMS})$", site.state_data, name="state_data"),
]
