from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "comity.membership"

    def ready(self) -> None:
        from comity.membership import acts  # noqa: F401 - the kinds register themselves
        from comity.membership.queries import state_names
        from comity.record.sentences import register_sort

        for sort in ("state", "country", "chair"):
            register_sort(sort, state_names, "state")
