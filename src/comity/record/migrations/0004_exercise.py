from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0003_audience")]

    operations = [
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("ahead", models.FloatField(default=0)),
                ("turn", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "record_clock",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="record_has_one_clock"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Beginning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry", models.BigIntegerField(db_index=True)),
                ("audience", models.TextField(default="public")),
            ],
            options={"db_table": "record_beginning"},
        ),
        migrations.RunSQL("INSERT INTO record_clock (id, ahead, turn) VALUES (1, 0, 0)"),
    ]
