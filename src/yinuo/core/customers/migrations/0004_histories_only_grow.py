from django.db import migrations

ONLY_GROW = """
CREATE FUNCTION customers_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'the history in % only grows', TG_TABLE_NAME; END$$;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON customers_consent
FOR EACH ROW EXECUTE FUNCTION customers_only_grows();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON customers_relationchange
FOR EACH ROW EXECUTE FUNCTION customers_only_grows();
"""
AGAIN = """
DROP TRIGGER only_grows ON customers_consent;
DROP TRIGGER only_grows ON customers_relationchange;
DROP FUNCTION customers_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_copy_what_finds_them")]
    operations = [
        migrations.RemoveField(model_name="detail", name="found_by"),
        migrations.RunSQL(ONLY_GROW, AGAIN),
    ]
