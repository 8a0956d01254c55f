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
GIVE_UP = "UPDATE cases_caseimport SET state = 'GIVEN_UP', sealed = NULL WHERE state IN ('CHECKED', 'RUNNING')"
FORGET = "DELETE FROM takeovers_part WHERE file IN (SELECT id FROM cases_caseimport)"
BACK = "UPDATE cases_caseimport SET state = 'GIVEN_UP', sealed = NULL WHERE state NOT IN ('DONE', 'GIVEN_UP')"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_presence_texts_and_macros"),
        ("takeovers", "0001_initial"),
    ]
    operations = [
        migrations.AlterField(
            model_name="caseimport",
            name="state",
            field=models.CharField(choices=STATES, default="RECEIVED", max_length=8),
        ),
        migrations.AddField(
            model_name="caseimport", name="size", field=models.BigIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="caseimport", name="position", field=models.BigIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="caseimport", name="told", field=models.CharField(blank=True, max_length=400)
        ),
        migrations.RunSQL([GIVE_UP], [FORGET, BACK]),
    ]
