from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "comity.register"

    def ready(self) -> None:
        from comity.record.sentences import register_sort
        from comity.register import acts  # noqa: F401 - the kinds register themselves
        from comity.register.queries import document_names
        from comity.register.words import language_names

        register_sort("document", find=document_names, address="document")
        register_sort("language", language_names)
