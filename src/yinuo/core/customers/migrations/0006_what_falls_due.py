import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_holds_lie_in_the_vault")]
    operations = [
        migrations.CreateModel(
            name="RetentionDue",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="retention_due",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("DUE", "Falls due"), ("KEPT", "Kept"), ("ERASED", "Erased")], max_length=8
                    ),
                ),
                ("due_date", models.DateField(null=True)),
                ("erase_date", models.DateField(null=True)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("look_date", models.DateField(null=True)),
                ("listed_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["erase_date", "customer_id"],
                "indexes": [
                    models.Index(
                        condition=~models.Q(state="ERASED"),
                        fields=["look_date"],
                        name="retention_to_look_at",
                    ),
                    models.Index(fields=["state", "erase_date", "customer"], name="retention_by_state"),
                ],
            },
        ),
    ]
