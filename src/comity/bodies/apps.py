from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "comity.bodies"

    def ready(self) -> None:
        from comity.bodies import acts  # noqa: F401 - the kinds register themselves
        from comity.bodies.queries import body_names
        from comity.bodies.words import PHASES
        from comity.record.places import place_names
        from comity.record.sentences import register_sort
        from comity.record.words import register_values

        register_values("phase", PHASES)
        register_sort("body", body_names, "body")
        register_sort("city", find=place_names)
        register_sort("place", find=place_names)
