from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_tree'),
    ]

    operations = [
        migrations.CreateModel(
            name='Testimony',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('witness', models.CharField(max_length=200)),
                ('size', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('token', models.BinaryField(blank=True, default=b'')),
            ],
            options={
                'ordering': ['-size'],
                'constraints': [models.UniqueConstraint(fields=('witness', 'size'), name='one_testimony')],
            },
        ),
        migrations.CreateModel(
            name='WitnessFailure',
            fields=[
                ('witness', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('tried_at', models.DateTimeField()),
                ('code', models.CharField(max_length=40)),
            ],
        ),
    ]
