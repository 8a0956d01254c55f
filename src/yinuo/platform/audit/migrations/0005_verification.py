from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_only_added_to'),
    ]

    operations = [
        migrations.CreateModel(
            name='VerificationRun',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField()),
                ('total', models.BigIntegerField()),
                ('done', models.BigIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
                ('findings', models.JSONField(default=list)),
                ('found', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['-started_at'],
            },
        ),
    ]
