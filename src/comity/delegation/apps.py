from django.apps import AppConfig


class DelegationConfig(AppConfig):
    name = "comity.delegation"

    def ready(self) -> None:
        from comity.delegation import signals  # noqa: F401 - the listeners register themselves
        from comity.delegation.queries import kept
        from comity.people.personal import register_kept

        register_kept("read", kept)
