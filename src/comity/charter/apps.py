from django.apps import AppConfig


class CharterConfig(AppConfig):
    name = "comity.charter"

    def ready(self) -> None:
        from comity.charter import acts  # noqa: F401 - the kinds register themselves
        from comity.charter.queries import office_names, status_names, step_names
        from comity.record.sentences import register_sort

        register_sort("status", status_names)
        register_sort("step", step_names)
        register_sort("office", office_names, "office")
