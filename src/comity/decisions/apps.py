from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "comity.decisions"

    def ready(self) -> None:
        from comity.decisions import acts  # noqa: F401 - the kinds register themselves
        from comity.decisions.queries import titles
        from comity.decisions.words import OPENINGS, POSITIONS, STAGES, competence_names
        from comity.record.sentences import register_sort
        from comity.record.subjects import BEGUN
        from comity.record.words import register_values

        for field, called in (("stage", STAGES), ("position", POSITIONS), ("opens", OPENINGS)):
            register_values(field, called)
        register_sort("decision", find=titles, address="decision")
        BEGUN.update({"decisions.put_forward": "decision", "decisions.adopted": "decision"})
        register_sort("competence", competence_names)
