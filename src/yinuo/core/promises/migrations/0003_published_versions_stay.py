"""What a published version says never changes; only the time at which the next one takes over is added."""

from django.db import migrations

_KEEP = """
CREATE FUNCTION promises_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published version of a policy stays';
    END IF;
    IF to_jsonb(NEW) - 'valid_to' IS DISTINCT FROM to_jsonb(OLD) - 'valid_to'
       OR (OLD.valid_to IS NOT NULL AND NEW.valid_to IS DISTINCT FROM OLD.valid_to AND OLD.valid_to <= now()) THEN
        RAISE EXCEPTION 'a published version of a policy never changes: draft the next one';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER promises_keep_published BEFORE UPDATE OR DELETE ON promises_policyversion
    FOR EACH ROW WHEN (OLD.state = 'PUBLISHED') EXECUTE FUNCTION promises_keep_published();
"""
_LET_GO = """
DROP TRIGGER promises_keep_published ON promises_policyversion;
DROP FUNCTION promises_keep_published();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('promises', '0002_engine'),
    ]

    operations = [
        migrations.RunSQL(_KEEP, _LET_GO),
    ]
