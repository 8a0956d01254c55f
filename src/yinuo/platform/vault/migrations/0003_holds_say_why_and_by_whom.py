from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_providers_rotation_erasure")]
    operations = [
        migrations.AlterModelOptions(name="legalhold", options={"ordering": ["placed_at", "id"]}),
        migrations.AddField(
            model_name="legalhold",
            name="cause",
            field=models.CharField(
                choices=[
                    ("LITIGATION", "Litigation"),
                    ("REGULATOR", "Inquiry of a regulator"),
                    ("INVESTIGATION", "Internal investigation"),
                    ("DISPUTE", "Open dispute"),
                    ("OTHER", "Another reason"),
                ],
                default="OTHER",
                max_length=16,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="legalhold",
            name="placed_by",
            field=models.CharField(default="system", max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="legalhold",
            name="lifted_by",
            field=models.CharField(blank=True, default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="legalhold",
            name="reference",
            field=models.CharField(blank=True, max_length=120),
        ),
    ]
