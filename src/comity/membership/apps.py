from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "comity.membership"

    def ready(self) -> None:
        from comity.membership import acts  # noqa: F401 - the kinds register themselves
        from comity.membership.queries import state_names
        from comity.record.sentences import register_sort

        register_sort("state", state_names, "state")
