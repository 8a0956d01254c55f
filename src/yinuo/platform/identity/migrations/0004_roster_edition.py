"""
Whatever changes who could take work names a new edition, so that processes that keep the roster in memory notice.

Absences are no part of it: they are asked for with each moment.
"""

import uuid

from django.db import migrations, models

_NAME = """
CREATE FUNCTION identity_new_roster() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO identity_rosteredition (id, name) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET name = excluded.name;
    RETURN NULL;
END $$;
CREATE TRIGGER identity_new_roster AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF name, name_sort, node_id, is_active
    ON identity_staff FOR EACH STATEMENT EXECUTE FUNCTION identity_new_roster();
CREATE TRIGGER identity_new_roster AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON identity_staffrole FOR EACH STATEMENT EXECUTE FUNCTION identity_new_roster();
CREATE TRIGGER identity_new_roster AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON identity_staff_skills FOR EACH STATEMENT EXECUTE FUNCTION identity_new_roster();
CREATE TRIGGER identity_new_roster AFTER UPDATE OF name, path
    ON identity_node FOR EACH STATEMENT EXECUTE FUNCTION identity_new_roster();
INSERT INTO identity_rosteredition (id, name) VALUES (1, gen_random_uuid());
"""
_FORGET = """
DROP TRIGGER identity_new_roster ON identity_node;
DROP TRIGGER identity_new_roster ON identity_staff_skills;
DROP TRIGGER identity_new_roster ON identity_staffrole;
DROP TRIGGER identity_new_roster ON identity_staff;
DROP FUNCTION identity_new_roster();
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_when_passwords_were_set")]
    operations = [
        migrations.CreateModel(
            name="RosterEdition",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("name", models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_roster")],
            },
        ),
        migrations.RunSQL(_NAME, _FORGET),
    ]
