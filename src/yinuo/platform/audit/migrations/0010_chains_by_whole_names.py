"""Nobody looks for the beginning of a chain's name: one index less for each subject that has evidence."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0009_add_in_one_call'),
    ]

    operations = [
        migrations.RunSQL('DROP INDEX IF EXISTS audit_stream_name_8ed5b05e_like', migrations.RunSQL.noop),
    ]
