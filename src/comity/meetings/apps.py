from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "comity.meetings"

    def ready(self) -> None:
        from comity.meetings import (
            acts,  # noqa: F401 - the kinds register themselves
            queries,
        )
        from comity.record.sentences import register_sort

        register_sort("session", address="session", find=queries.session_names)
        register_sort("item", find=queries.item_names)
        register_sort("nomination", find=queries.nomination_names)
        register_sort("event", find=queries.event_names)
