"""
Each checkpoint is linked to those before it.

Notes that were signed already cannot name the one before; their links are computed here, and the next note that is signed
names the link over all of them, so that from then on none of them can go unnoticed either.
"""

from hashlib import sha256

from django.db import migrations, models

GUARD = "ALTER TABLE audit_checkpoint {} TRIGGER audit_kept"


def link_those_before(apps, schema_editor):
    connection = schema_editor.connection
    link, size = bytes(32), -1
    schema_editor.execute(GUARD.format("DISABLE"))
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT size, note FROM audit_checkpoint WHERE size > %s ORDER BY size LIMIT 5000", [size]
            )
            rows = cursor.fetchall()
            if not rows:
                break
            links = []
            for size, note in rows:
                link = sha256(link + note.encode()).digest()
                links.append(link)
            cursor.execute(
                "UPDATE audit_checkpoint AS kept SET link = made.link"
                " FROM unnest(%s::bigint[], %s::bytea[]) AS made (size, link) WHERE kept.size = made.size",
                [[row[0] for row in rows], links],
            )
    schema_editor.execute(GUARD.format("ENABLE"))


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0006_order_of_insertion'),
    ]

    operations = [
        migrations.AddField(
            model_name='checkpoint',
            name='link',
            field=models.BinaryField(default=b'', max_length=32),
            preserve_default=False,
        ),
        migrations.RunPython(link_those_before, migrations.RunPython.noop),
    ]
