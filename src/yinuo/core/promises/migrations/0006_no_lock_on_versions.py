"""
A promise locks no version of a policy any more.

The foreign key wrote a lock into the row of the version with each promise, so that all writers of the bank met at one
row. Published versions neither change nor go (a trigger of an earlier migration sees to that). It is enough that they are
there when a promise is made, which the function asks, and when it gets another one, which a trigger asks.
"""

from django.db import migrations

MAKE = """
CREATE OR REPLACE FUNCTION promises_make(
    edition uuid, promise uuid, of_version uuid, of_policy text, of_subject text, of_path text, owner uuid,
    by_calendar uuid, begins timestamptz, base_due timestamptz, at_risk timestamptz, due timestamptz,
    provisional boolean, alarms jsonb, next_alarm timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO promises_promise (id, version_id, policy_id, subject, path, owner_id, calendar_version, made_at,
        base_due_at, at_risk_at, due_at, state, pause_reason, evidence, is_provisional, term, plan, next_alarm_at)
    SELECT promise, of_version, of_policy, of_subject, of_path, owner, by_calendar, begins,
        base_due, at_risk, due, 'RUNNING', '', '', provisional, 1, alarms, next_alarm
    WHERE (SELECT name FROM promises_policyedition WHERE id = 1) IS NOT DISTINCT FROM edition
        AND (SELECT policy_id = of_policy AND state = 'PUBLISHED' FROM promises_policyversion WHERE id = of_version);
    RETURN FOUND;
END $$;
"""
MAKE_AS_BEFORE = """
CREATE OR REPLACE FUNCTION promises_make(
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
GUARD = """
CREATE FUNCTION promises_known_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM promises_policyversion AS version
        WHERE version.id = NEW.version_id AND version.policy_id = NEW.policy_id AND version.state = 'PUBLISHED'
    ) THEN
        RAISE EXCEPTION 'no published version % of the policy %', NEW.version_id, NEW.policy_id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER promises_known_version BEFORE UPDATE OF version_id, policy_id ON promises_promise
    FOR EACH ROW WHEN (
        NEW.version_id IS DISTINCT FROM OLD.version_id OR NEW.policy_id IS DISTINCT FROM OLD.policy_id
    ) EXECUTE FUNCTION promises_known_version();
ALTER TABLE promises_promise DROP CONSTRAINT promise_version_of_policy;
"""
UNGUARD = """
ALTER TABLE promises_promise ADD CONSTRAINT promise_version_of_policy
    FOREIGN KEY (version_id, policy_id) REFERENCES promises_policyversion (id, policy_id);
DROP TRIGGER promises_known_version ON promises_promise;
DROP FUNCTION promises_known_version();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('promises', '0005_policy_edition'),
    ]

    operations = [
        migrations.RunSQL(MAKE, MAKE_AS_BEFORE),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
