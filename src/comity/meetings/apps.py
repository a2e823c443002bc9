from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "comity.meetings"

    def ready(self) -> None:
        from comity.decisions import awaiting as decisions
        from comity.decisions import gavel
        from comity.meetings import (
            acts,  # noqa: F401 - the kinds register themselves
            awaiting,
            hindrance,
            queries,
            words,
        )
        from comity.record.sentences import register_sort
        from comity.record.subjects import BEGUN
        from comity.record.words import register_values

        gavel.hindrances.append(hindrance.floor_waits)
        gavel.rolls.append(hindrance.in_the_room)
        gavel.sentences["floor_asked"] = hindrance.FLOOR_ASKED
        for field, called in words.VALUES.items():
            register_values(field, called)
        decisions.on_agendas.append(awaiting.reviewed)
        register_sort("session", address="session", find=queries.session_names)
        BEGUN["meetings.convene"] = "session"
        register_sort("item", find=queries.item_names)
        register_sort("nomination", find=queries.nomination_names)
        register_sort("event", find=queries.event_names)
