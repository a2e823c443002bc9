from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    name = "comity.rehearsal"

    def ready(self) -> None:
        from comity.rehearsal import acts  # noqa: F401 - the kinds register themselves
