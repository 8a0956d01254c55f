import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_shared_value")]
    operations = [
        migrations.AddField(
            model_name="staff",
            name="password_set_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
    ]
