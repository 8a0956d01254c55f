from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0007_files_in_parts")]
    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                fields=["created_at"],
                name="prospect_by_age",
                condition=models.Q(state="PROSPECT", merged_into__isnull=True, erased_at__isnull=True),
            ),
        ),
    ]
