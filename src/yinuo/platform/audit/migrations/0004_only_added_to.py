"""
The evidence is only added to: triggers refuse what is no part of appending and numbering.

They bind everybody, the tables' owner included, who would have to switch them off first; ``yinuo doctor`` and the
verification say when one is off. ``platform/audit/guards.py`` names them.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'evidence is only added to: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION audit_only_numbered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM gone LEFT JOIN audit_entry AS kept ON kept.id = gone.id
        WHERE kept.id IS NULL OR kept.body <> gone.body
    ) THEN
        RAISE EXCEPTION 'evidence is only added to: an entry that waits for its number cannot be removed'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_hashed BEFORE INSERT ON audit_entry
    FOR EACH ROW WHEN (NEW.leaf IS DISTINCT FROM sha256('\x00'::bytea || NEW.body)) EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE ON audit_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE ON audit_testimony
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_kept BEFORE DELETE ON audit_tile
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_grows BEFORE UPDATE ON audit_tile
    FOR EACH ROW WHEN (
        NEW.level <> OLD.level OR NEW.index <> OLD.index OR length(NEW.hashes) > 8192
        OR substring(NEW.hashes FROM 1 FOR length(OLD.hashes)) <> OLD.hashes
    ) EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_kept BEFORE UPDATE ON audit_pendingentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_numbered AFTER DELETE ON audit_pendingentry
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION audit_only_numbered();
CREATE TRIGGER audit_kept BEFORE DELETE ON audit_stream
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_grows BEFORE UPDATE ON audit_stream
    FOR EACH ROW WHEN (
        NEW.name <> OLD.name OR NOT (
            NEW.version > OLD.version OR (NEW.version = OLD.version AND NEW.head = OLD.head)
        )
    ) EXECUTE FUNCTION audit_refuse();
"""
TABLES = ("entry", "checkpoint", "testimony", "tile", "pendingentry", "stream")
FORWARD += "".join(
    f"CREATE TRIGGER audit_whole BEFORE TRUNCATE ON audit_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();\n"
    for table in TABLES
)
BACKWARD = "DROP FUNCTION audit_refuse() CASCADE; DROP FUNCTION audit_only_numbered() CASCADE;"


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_witnesses'),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
