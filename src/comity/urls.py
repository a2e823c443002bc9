"""The addresses of the site, gathered from the packages.

A package's `urls.py` names its `pages`, which have a version in every language (those without a prefix are English,
`/ru/…` and `/zh-hans/…` are the others), and its `data`, which have one address: JSON, CSV, the log, the style sheet.
"""

from importlib import import_module
from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns

PACKAGES = ("record", "charter", "membership", "bodies", "register", "site")
MODULES = [import_module(f"comity.{package}.urls") for package in PACKAGES if find_spec(f"comity.{package}.urls")]

urlpatterns = [pattern for module in MODULES for pattern in module.data]
urlpatterns += i18n_patterns(
    *(pattern for module in MODULES for pattern in module.pages), prefix_default_language=False
)

handler400 = "comity.site.errors.bad_request"
handler404 = "comity.site.errors.not_found"
handler500 = "comity.site.errors.failed"
