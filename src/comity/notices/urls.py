"""Pages of whoever has an account, and the way out of letters; none of it is public."""

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from comity.notices import pages as doors

pages: list[URLPattern] = []
data: list[URLPattern] = []
forms = [
    path("accounts/notices", never_cache(doors.notices), name="notices"),
    path("notices/unsubscribe/<str:token>", never_cache(doors.unsubscribe), name="unsubscribe"),
]
