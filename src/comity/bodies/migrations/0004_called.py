from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bodies', '0003_moved'),
    ]

    operations = [
        migrations.AddField(
            model_name='holder',
            name='called',
            field=models.JSONField(default=dict),
        ),
    ]
