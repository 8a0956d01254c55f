"""A promise keeps the version of the calendar that it was made under."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('promises', '0003_published_versions_stay'),
    ]

    operations = [
        migrations.AddField(
            model_name='promise',
            name='calendar_version',
            field=models.UUIDField(null=True),
        ),
    ]
