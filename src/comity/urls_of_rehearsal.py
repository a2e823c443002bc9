"""The addresses of the site in a rehearsal: those of every record, and the exercise's own.

A record in earnest has no such addresses at all, so there is no door that could be left open.
"""

from django.conf.urls.i18n import i18n_patterns

from comity.rehearsal import urls as rehearsal
from comity.urls import TAKE_POST as USUALLY
from comity.urls import handler400, handler404, handler500
from comity.urls import urlpatterns as usual

urlpatterns = [*rehearsal.data, *i18n_patterns(*rehearsal.pages, prefix_default_language=False), *usual]
TAKE_POST = [*USUALLY, *rehearsal.take_post]

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]
