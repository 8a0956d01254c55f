from django.db import migrations, models

STATES = [
    ("RECEIVED", "Being looked through"),
    ("REFUSED", "Cannot be read"),
    ("CHECKED", "Checked, waits for confirmation"),
    ("RUNNING", "Being taken over"),
    ("DONE", "Taken over"),
    ("GIVEN_UP", "Given up"),
]
# What waits was kept whole in one column; it is given up, and has to be sent again.
GIVE_UP = "UPDATE customers_import SET state = 'GIVEN_UP', sealed = NULL WHERE state IN ('CHECKED', 'RUNNING')"
FORGET = "DELETE FROM takeovers_part WHERE file IN (SELECT id FROM customers_import)"
BACK = "UPDATE customers_import SET state = 'GIVEN_UP', sealed = NULL WHERE state NOT IN ('DONE', 'GIVEN_UP')"


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0006_what_falls_due"),
        ("takeovers", "0001_initial"),
    ]
    operations = [
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.CharField(choices=STATES, default="RECEIVED", max_length=8),
        ),
        migrations.AddField(
            model_name="import", name="size", field=models.BigIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="import", name="position", field=models.BigIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="import", name="told", field=models.CharField(blank=True, max_length=400)
        ),
        migrations.RunSQL([GIVE_UP], [FORGET, BACK]),
    ]
