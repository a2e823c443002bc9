from functools import partial

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "comity.notices"

    def ready(self) -> None:
        from comity.notices import signals  # noqa: F401 - the listeners register themselves
        from comity.notices.models import KEPT, kept
        from comity.people.personal import register_kept

        for name in KEPT:
            register_kept(name, partial(kept, name))
