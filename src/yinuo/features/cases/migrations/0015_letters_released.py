from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0014_letters_owed"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="state",
            field=models.CharField(
                choices=[
                    ("WAITING", "waits for a second person"),
                    ("ISSUED", "issued"),
                    ("REFUSED", "not released"),
                    ("REPLACED", "replaced by another"),
                ],
                default="ISSUED",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="issued_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="letter",
            name="approval_id",
            field=models.UUIDField(null=True),
        ),
        # Until now a letter was issued when it was written.
        migrations.RunSQL("UPDATE cases_letter SET issued_at = written_at", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "WAITING")), fields=("case",), name="one_letter_waits"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(state="ISSUED", issued_at__isnull=False)
                | (~models.Q(state="ISSUED") & models.Q(issued_at__isnull=True)),
                name="issued_letter_has_time",
            ),
        ),
    ]
