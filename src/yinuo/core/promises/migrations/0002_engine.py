"""Policies with conditions, clocks and ladders; promises that can be paused, extended and measured anew."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid_utils.compat
import yinuo.platform.jobs.public
from django.db import migrations, models

# Levels were percents; now they have names. Promises carry the times of their alarms with them.
_NAME_LEVELS = """
UPDATE promises_alarmfired SET key = CASE WHEN level = 100 THEN 'due' ELSE level || '%' END;
"""
_NUMBER_LEVELS = """
UPDATE promises_alarmfired SET level = CASE WHEN key = 'due' THEN 100 ELSE rtrim(key, '%')::smallint END;
"""
_FILL = """
UPDATE promises_policy SET duty = code;
UPDATE promises_promise SET base_due_at = due_at;
UPDATE promises_promise p SET plan = (
    SELECT jsonb_agg(jsonb_build_array(found.at, found.key) ORDER BY found.at) FROM (
        SELECT p.made_at + (p.due_at - p.made_at) * percent::int / 100 AS at, percent || '%' AS key
        FROM jsonb_array_elements_text(v.alarms) AS percent
        UNION ALL SELECT p.due_at, 'due'
    ) AS found
) FROM promises_policyversion v WHERE v.id = p.version_id;
UPDATE promises_policyversion SET alarms = (
    SELECT coalesce(jsonb_agg(jsonb_build_object('at', percent || '%', 'tell', '["OWNER"]'::jsonb)), '[]'::jsonb)
    FROM jsonb_array_elements_text(alarms) AS percent
) || '[{"at": "due", "tell": ["OWNER", "SUPERVISOR"]}]'::jsonb;
"""
_EMPTY = """
UPDATE promises_policyversion SET alarms = (
    SELECT coalesce(jsonb_agg(rtrim(alarm ->> 'at', '%')::int), '[]'::jsonb)
    FROM jsonb_array_elements(alarms) AS alarm WHERE alarm ->> 'at' LIKE '%\\%'
);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('promises', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClockTally',
            fields=[
                ('slot', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('fired', models.BigIntegerField(default=0)),
                ('late', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('amount', models.PositiveIntegerField()),
                ('unit', models.CharField(choices=[('MINUTE', 'minutes'), ('HOUR', 'hours'), ('DAY', 'days'), ('WORKING_DAY', 'working days'), ('MONTH', 'months'), ('QUARTER_END', "quarters' ends"), ('NEXT_MONTH_WORKING_DAY', 'working days of the next month')], max_length=24)),
                ('reason', models.CharField(max_length=60)),
                ('told', models.CharField(max_length=120)),
                ('asked_by', models.UUIDField()),
                ('approved_by', models.UUIDField()),
                ('extended_at', models.DateTimeField()),
                ('due_before', models.DateTimeField()),
                ('due_after', models.DateTimeField()),
            ],
            options={
                'ordering': ['extended_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(choices=[('WAITING_FOR_CUSTOMER', 'waiting for the customer'), ('MEDIATION_AGREED', 'mediation agreed by both sides'), ('EXTERNAL_APPRAISAL', 'external appraisal'), ('COURT_OR_ARBITRATION', 'court or arbitration'), ('FORCE_MAJEURE', 'force majeure')], max_length=24)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['since'],
            },
        ),
        migrations.CreateModel(
            name='Reapplication',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('asked_by', models.CharField(max_length=60)),
                ('reason', models.CharField(max_length=200)),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('reached', models.UUIDField(null=True)),
                ('looked_at', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('broken', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['-started_at'],
            },
        ),
        migrations.CreateModel(
            name='Reapplied',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_before', models.DateTimeField()),
                ('due_after', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='alarmfired',
            name='each_level_once',
        ),
        migrations.RemoveConstraint(
            model_name='policyversion',
            name='one_valid_version',
        ),
        migrations.RenameField(
            model_name='policyversion',
            old_name='alarm_percents',
            new_name='alarms',
        ),
        migrations.AddField(
            model_name='alarmfired',
            name='is_late',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='alarmfired',
            name='level',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='alarmfired',
            name='key',
            field=models.CharField(default='', max_length=12),
            preserve_default=False,
        ),
        migrations.RunSQL(_NAME_LEVELS, _NUMBER_LEVELS),
        migrations.RemoveField(
            model_name='alarmfired',
            name='level',
        ),
        migrations.AddField(
            model_name='alarmfired',
            name='spoke',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='alarmfired',
            name='term',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='policy',
            name='duty',
            field=models.CharField(db_index=True, default='', max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='policyversion',
            name='calendar',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='clock',
            field=models.CharField(choices=[('NATURAL', 'natural'), ('WORKING', 'working')], default='NATURAL', max_length=8),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='conditions',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='drafted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='drafted_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='extension_limit',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='pause_reasons',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='priority',
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='published_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='published_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='reminder_calendar',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='settle_late',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='state',
            field=models.CharField(choices=[('DRAFT', 'draft'), ('PUBLISHED', 'published'), ('DISCARDED', 'discarded')], default='PUBLISHED', max_length=12),
        ),
        migrations.AddField(
            model_name='promise',
            name='base_due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='promise',
            name='is_provisional',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='promise',
            name='pause_reason',
            field=models.CharField(blank=True, choices=[('WAITING_FOR_CUSTOMER', 'waiting for the customer'), ('MEDIATION_AGREED', 'mediation agreed by both sides'), ('EXTERNAL_APPRAISAL', 'external appraisal'), ('COURT_OR_ARBITRATION', 'court or arbitration'), ('FORCE_MAJEURE', 'force majeure')], max_length=24),
        ),
        migrations.AddField(
            model_name='promise',
            name='paused_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='promise',
            name='plan',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='promise',
            name='term',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.RunSQL(_FILL, _EMPTY),
        migrations.AlterField(
            model_name='promise',
            name='base_due_at',
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name='alarmfired',
            name='promise',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='alarms', to='promises.promise'),
        ),
        migrations.AlterField(
            model_name='policyversion',
            name='unit',
            field=models.CharField(choices=[('MINUTE', 'minutes'), ('HOUR', 'hours'), ('DAY', 'days'), ('WORKING_DAY', 'working days'), ('MONTH', 'months'), ('QUARTER_END', "quarters' ends"), ('NEXT_MONTH_WORKING_DAY', 'working days of the next month')], max_length=24),
        ),
        migrations.AlterField(
            model_name='policyversion',
            name='valid_from',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='promise',
            name='policy',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.policy'),
        ),
        migrations.AlterField(
            model_name='promise',
            name='version',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.policyversion'),
        ),
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(condition=models.Q(('state__in', ['RUNNING', 'PAUSED'])), fields=['policy', 'id'], name='promise_open'),
        ),
        migrations.AddConstraint(
            model_name='alarmfired',
            constraint=models.UniqueConstraint(fields=('promise', 'term', 'key'), name='each_level_once'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'PUBLISHED'), _negated=True), ('valid_from__isnull', False), _connector='OR'), name='published_since_a_time'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state', 'PUBLISHED')), expressions=[('policy', '='), (yinuo.platform.jobs.public.TsTzRange('valid_from', 'valid_to'), '&&')], name='one_valid_version'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_alarm_at__isnull', True), ('paused_at__isnull', False), ('state', 'PAUSED')), models.Q(models.Q(('state', 'PAUSED'), _negated=True), ('paused_at__isnull', True)), _connector='OR'), name='paused_stands_still'),
        ),
        migrations.AddField(
            model_name='extension',
            name='promise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='promises.promise'),
        ),
        migrations.AddField(
            model_name='pause',
            name='promise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='promises.promise'),
        ),
        migrations.AddField(
            model_name='reapplication',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.policy'),
        ),
        migrations.AddField(
            model_name='reapplication',
            name='undoes',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='promises.reapplication'),
        ),
        migrations.AddField(
            model_name='reapplication',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.policyversion'),
        ),
        migrations.AddField(
            model_name='reapplied',
            name='from_version',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.policyversion'),
        ),
        migrations.AddField(
            model_name='reapplied',
            name='promise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='promises.promise'),
        ),
        migrations.AddField(
            model_name='reapplied',
            name='reapplication',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='promises.reapplication'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('asked_by', models.F('approved_by')), _negated=True), name='extension_has_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('promise',), name='one_open_pause'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='pause_runs_forwards'),
        ),
        migrations.AddConstraint(
            model_name='reapplication',
            constraint=models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('policy',), name='one_reapplication_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='reapplied',
            constraint=models.UniqueConstraint(fields=('reapplication', 'promise'), name='reapplied_once'),
        ),
    ]
