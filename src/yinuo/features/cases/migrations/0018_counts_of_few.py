"""Few cases are answered and not resolved, or put aside: counting them must not look through all that are open."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0017_taxonomy'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'ANSWERED')), fields=['path'], name='case_answered', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('snoozed_until__isnull', False), ('state__in', ['OPEN', 'ANSWERED'])), fields=['owner', 'snoozed_until'], name='case_snoozed'),
        ),
    ]
