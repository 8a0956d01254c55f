"""
Whatever changes a policy names a new edition, so that processes that keep policies in memory notice.

A promise is made in one call whose plan the server keeps; it makes none where the edition is no longer the one given.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

_NAME = """
CREATE FUNCTION promises_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO promises_policyedition (id, name) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET name = excluded.name;
    RETURN NULL;
END $$;
CREATE TRIGGER promises_new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON promises_policyversion
    FOR EACH STATEMENT EXECUTE FUNCTION promises_new_edition();
CREATE TRIGGER promises_new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON promises_policy
    FOR EACH STATEMENT EXECUTE FUNCTION promises_new_edition();
INSERT INTO promises_policyedition (id, name) VALUES (1, gen_random_uuid());

CREATE FUNCTION promises_make(
    edition uuid, promise uuid, of_version uuid, of_policy text, of_subject text, of_path text, owner uuid,
    by_calendar uuid, begins timestamptz, base_due timestamptz, at_risk timestamptz, due timestamptz,
    provisional boolean, alarms jsonb, next_alarm timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO promises_promise (id, version_id, policy_id, subject, path, owner_id, calendar_version, made_at,
        base_due_at, at_risk_at, due_at, state, pause_reason, evidence, is_provisional, term, plan, next_alarm_at)
    SELECT promise, of_version, of_policy, of_subject, of_path, owner, by_calendar, begins,
        base_due, at_risk, due, 'RUNNING', '', '', provisional, 1, alarms, next_alarm
    WHERE (SELECT name FROM promises_policyedition WHERE id = 1) IS NOT DISTINCT FROM edition;
    RETURN FOUND;
END $$;
"""
_FORGET = """
DROP FUNCTION promises_make(uuid, uuid, uuid, text, text, text, uuid, uuid, timestamptz, timestamptz, timestamptz,
    timestamptz, boolean, jsonb, timestamptz);
DROP TRIGGER promises_new_edition ON promises_policy;
DROP TRIGGER promises_new_edition ON promises_policyversion;
DROP FUNCTION promises_new_edition();
"""


# The pair of them, so that a promise goes by a version of its own policy; and one look-up instead of two.
_PAIR = """
ALTER TABLE promises_promise ADD CONSTRAINT promise_version_of_policy
    FOREIGN KEY (version_id, policy_id) REFERENCES promises_policyversion (id, policy_id);
"""
_PART = "ALTER TABLE promises_promise DROP CONSTRAINT promise_version_of_policy;"


class Migration(migrations.Migration):

    dependencies = [
        ('promises', '0004_calendar_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyEdition',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('name', models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_edition')],
            },
        ),
        migrations.RunSQL(_NAME, _FORGET),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.UniqueConstraint(fields=('id', 'policy'), name='version_of_policy'),
        ),
        migrations.AlterField(
            model_name='promise',
            name='policy',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.policy'),
        ),
        migrations.AlterField(
            model_name='promise',
            name='version',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.policyversion'),
        ),
        migrations.RunSQL(_PAIR, _PART),
    ]
