"""The site's own pages, and what every page loads."""

from django.urls import path, re_path

from comity.membership import state
from comity.record.lists import FORMS
from comity.site import dataset, feeds, sitemap, stylesheet
from comity.site import pages as site
from comity.site.help import help_page

pages = [
    path("", site.home, name="home"),
    path("states/<str:code>", site.state, name="state"),
    path("help", help_page, name="help"),
]
data = [
    path("feed.atom", feeds.record_feed, name="record_feed"),
    path("documents.atom", feeds.documents_feed, name="documents_feed"),
    path("decisions.atom", feeds.decisions_feed, name="decisions_feed"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", sitemap.sitemap_part, name="sitemap_part"),
    path("datapackage.json", dataset.data_package, name="data_package"),
    path("dataset/record.csv", dataset.whole_record, name="whole_record"),
    path("dataset/documents.csv", dataset.whole_register, name="whole_register"),
    path("dataset/relations.csv", dataset.relations, name="relations_data"),
    path("dataset/<str:table>.schema.json", dataset.schema, name="dataset_schema"),
]
data += [
    path("assets/<slug:name>.<slug:version>.<slug:extension>", stylesheet.asset, name="asset"),
    re_path(rf"^states/(?P<code>[^/]+)\.(?P<form>{FORMS})$", state.state_data, name="state_data"),
]
