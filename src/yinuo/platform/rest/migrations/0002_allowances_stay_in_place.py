"""An allowance is written with every request: without an index of its moment, the row stays in its place."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('rest', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='allowance', name='allowance_whole'),
    ]
