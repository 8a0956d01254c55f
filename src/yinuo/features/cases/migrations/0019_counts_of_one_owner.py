"""The index of an owner's open cases holds all that counting them asks."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0018_counts_of_few'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='case', name='case_my_queue'),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ['OPEN', 'ANSWERED'])), fields=['owner', 'attention_at', 'id'], include=('path', 'snoozed_until'), name='case_my_queue'),
        ),
    ]
