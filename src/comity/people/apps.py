from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "comity.people"

    def ready(self) -> None:
        from comity.people import acts, signals  # noqa: F401 - the kinds and the listeners register themselves
        from comity.people.words import role_names
        from comity.record.sentences import register_sort

        register_sort("role", role_names)
