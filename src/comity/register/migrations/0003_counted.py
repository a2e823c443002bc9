"""What the facets count by stands in an index."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("register", "0002_found_by_wording")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                fields=["id"],
                include=(
                    *("type", "body", "area", "adopted_on", "in_force_on", "since", "until", "withdrawn_on"),
                    "replaced_on",
                ),
                name="register_document_counted",
            ),
        ),
    ]
