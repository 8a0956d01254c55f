"""
An entry is added to its chain in one round trip: the head is locked, the body finished, and both kept by one call.

The body comes in two pieces, between which the version and the hash of the entry before belong: they are known only
under the lock. Triggers and rights hold as before, and verifying computes everything again from the bytes.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("yinuo.platform.audit.migrations.0008_append_in_one_call")
FORWARD = """
CREATE FUNCTION audit_extend(
    of_stream text, body_begin bytea, body_end bytea,
    entry_id uuid, entry_at timestamptz, entry_actor text, entry_action text
) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    last_version integer;
    last_head bytea;
    entry_body bytea;
BEGIN
    LOOP
        SELECT version, head INTO last_version, last_head FROM audit_stream
        WHERE name = of_stream FOR NO KEY UPDATE;
        IF FOUND THEN
            entry_body := body_begin
                || convert_to((last_version + 1)::text || ',"prev":"' || encode(last_head, 'hex') || '"', 'UTF8')
                || body_end;
            UPDATE audit_stream SET version = last_version + 1, head = sha256(entry_body) WHERE name = of_stream;
            EXIT;
        END IF;
        last_version := 0;
        entry_body := body_begin || convert_to('1,"prev":"' || repeat('0', 64) || '"', 'UTF8') || body_end;
        INSERT INTO audit_stream (name, version, head) VALUES (of_stream, 1, sha256(entry_body))
        ON CONFLICT (name) DO NOTHING;
        -- Where another write began the chain in between there is a head to lock now.
        EXIT WHEN FOUND;
    END LOOP;
    INSERT INTO audit_pendingentry (id, stream, version, at, actor, action, body)
    VALUES (entry_id, of_stream, last_version + 1, entry_at, entry_actor, entry_action, entry_body);
    RETURN last_version + 1;
END $$;
"""
BACKWARD = """
DROP FUNCTION audit_extend(text, bytea, bytea, uuid, timestamptz, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0008_append_in_one_call")]
    operations = [migrations.RunSQL(FORWARD + BEFORE.BACKWARD, BEFORE.FORWARD + BACKWARD)]
