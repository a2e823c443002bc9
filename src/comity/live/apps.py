from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "comity.live"

    def ready(self) -> None:
        from comity.live import signals  # noqa: F401 - the listeners register themselves
