import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entryrow',
            index=django.contrib.postgres.indexes.GinIndex(fields=['subjects'], name='record_entry_subjects'),
        ),
    ]
