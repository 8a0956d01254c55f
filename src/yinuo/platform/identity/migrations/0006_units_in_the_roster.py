"""The units are kept in memory with the roster: a new one, or one that goes, names a new edition, too."""

from django.db import migrations

_MORE = """
DROP TRIGGER identity_new_roster ON identity_node;
CREATE TRIGGER identity_new_roster AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON identity_node FOR EACH STATEMENT EXECUTE FUNCTION identity_new_roster();
"""
_LESS = """
DROP TRIGGER identity_new_roster ON identity_node;
CREATE TRIGGER identity_new_roster AFTER UPDATE OF name, path
    ON identity_node FOR EACH STATEMENT EXECUTE FUNCTION identity_new_roster();
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0005_past_passwords")]
    operations = [migrations.RunSQL(_MORE, _LESS)]
