from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0013_complainants"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("attention_at__isnull", False), ("state", "RESOLVED")),
                fields=["attention_at", "id"],
                name="case_letters_owed",
            ),
        ),
    ]
