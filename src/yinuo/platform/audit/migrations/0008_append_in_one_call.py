"""
The head of a chain is locked, and an entry kept and the head moved, in two calls whose plans the server keeps.

They do what the statements did that they replace; triggers and rights hold as before.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_head(of_stream text) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
    found bytea;
BEGIN
    SELECT int4send(version) || head INTO found FROM audit_stream WHERE name = of_stream FOR NO KEY UPDATE;
    RETURN found;
END $$;

CREATE FUNCTION audit_append(
    of_stream text, new_version integer, new_head bytea,
    entry_id uuid, entry_at timestamptz, entry_actor text, entry_action text, entry_body bytea
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF new_version = 1 THEN
        INSERT INTO audit_stream (name, version, head) VALUES (of_stream, 1, new_head) ON CONFLICT (name) DO NOTHING;
        IF NOT FOUND THEN
            UPDATE audit_stream SET version = 1, head = new_head WHERE name = of_stream AND version = 0;
        END IF;
    ELSE
        UPDATE audit_stream SET version = new_version, head = new_head
        WHERE name = of_stream AND version = new_version - 1;
    END IF;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO audit_pendingentry (id, stream, version, at, actor, action, body)
    VALUES (entry_id, of_stream, new_version, entry_at, entry_actor, entry_action, entry_body);
    RETURN true;
END $$;
"""
BACKWARD = """
DROP FUNCTION audit_head(text);
DROP FUNCTION audit_append(text, integer, bytea, uuid, timestamptz, text, text, bytea);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0007_linked_checkpoints'),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
