"""The site's own pages, and what every page loads."""

from django.urls import path

from comity.site import pages as site
from comity.site import stylesheet

pages = [path("", site.home, name="home")]
data = [path("assets/<slug:name>.<slug:version>.<slug:extension>", stylesheet.asset, name="asset")]
