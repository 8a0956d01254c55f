"""
An entry is added in one call: the head of its chain is locked, and the database puts place and hash into the body.

Before, the head was read in a call of its own, so that the body could be made from it.
"""

from django.db import migrations

ADD = """
CREATE FUNCTION audit_add(
    of_stream text, entry_id uuid, entry_at timestamptz, entry_actor text, entry_action text,
    body_before bytea, body_after bytea
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    place integer;
    last bytea;
    whole bytea;
BEGIN
    LOOP
        SELECT version + 1, head INTO place, last FROM audit_stream WHERE name = of_stream FOR NO KEY UPDATE;
        IF FOUND THEN
            whole := body_before || convert_to(place || ',"prev":"' || encode(last, 'hex'), 'UTF8') || body_after;
            UPDATE audit_stream SET version = place, head = sha256(whole) WHERE name = of_stream;
            EXIT;
        END IF;
        place := 1;
        whole := body_before || convert_to('1,"prev":"' || repeat('0', 64), 'UTF8') || body_after;
        INSERT INTO audit_stream (name, version, head) VALUES (of_stream, 1, sha256(whole))
        ON CONFLICT (name) DO NOTHING;
        -- Somebody else may have begun the chain in between; then there is a head to lock.
        EXIT WHEN FOUND;
    END LOOP;
    INSERT INTO audit_pendingentry (id, stream, version, at, actor, action, body)
    VALUES (entry_id, of_stream, place, entry_at, entry_actor, entry_action, whole);
    RETURN true;
END $$;
"""
DROP_ADD = "DROP FUNCTION audit_add(text, uuid, timestamptz, text, text, bytea, bytea);"
OLD = """
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
DROP_OLD = """
DROP FUNCTION audit_head(text);
DROP FUNCTION audit_append(text, integer, bytea, uuid, timestamptz, text, text, bytea);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0008_append_in_one_call'),
    ]

    operations = [
        migrations.RunSQL(ADD, DROP_ADD),
        migrations.RunSQL(DROP_OLD, OLD),
    ]
