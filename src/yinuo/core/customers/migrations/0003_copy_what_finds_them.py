from django.db import migrations

COPY = """
INSERT INTO customers_detailindex (detail_id, customer_id, field, version, digest)
SELECT id, customer_id, kind, 1, found_by FROM customers_detail WHERE found_by IS NOT NULL;
INSERT INTO customers_relationchange (id, customer_id, before, after, effective_date, cause, actor, at)
SELECT gen_random_uuid(), id, '', state, created_at::date, '', 'system', created_at FROM customers_customer;
"""
BACK = """
UPDATE customers_detail d SET found_by = i.digest FROM customers_detailindex i
WHERE i.detail_id = d.id AND i.field = d.kind AND i.version = 1;
UPDATE customers_detail SET found_by = ''::bytea WHERE found_by IS NULL;
DELETE FROM customers_detailindex;
DELETE FROM customers_relationchange;
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_the_whole_record")]
    operations = [migrations.RunSQL(COPY, BACK)]
