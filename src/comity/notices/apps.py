from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "comity.notices"

    def ready(self) -> None:
        from comity.notices.models import KEPT
        from comity.people.personal import keep

        for name, model, fields in KEPT:
            keep(name, model, fields)
