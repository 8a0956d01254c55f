"""
Who turns to us is recognised in one call, whose plan the server keeps: making it costs more than carrying it out.

Two indexes hold nothing but empty values for nearly every customer, and another one has the rest.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Thousands share a name: it is asked for among those alone whom another value found, and not for everybody's sake.
RECOGNISE = """
CREATE FUNCTION customers_recognise(asked bytea[], fields text[], names bytea[])
RETURNS TABLE (holder uuid, field text) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH found AS MATERIALIZED (
        SELECT coalesce(customer.merged_into_id, customer.id) AS holder, found.field::text AS field
        FROM customers_detailindex AS found
        JOIN customers_customer AS customer ON customer.id = found.customer_id
        WHERE found.digest = ANY(asked) AND found.field = ANY(fields)
    ), kin AS MATERIALIZED (
        SELECT holder, holder AS id FROM found
        UNION SELECT holder, joined.id FROM found JOIN customers_customer AS joined ON joined.merged_into_id = holder
    )
    SELECT holder, field FROM found
    UNION SELECT holder, 'NAME' FROM kin
        JOIN customers_detail AS called ON called.customer_id = kin.id AND called.kind = 'NAME'
        JOIN customers_detailindex AS named
            ON named.detail_id = called.id AND named.field = 'NAME' AND named.digest = ANY(names);
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0008_prospects_by_age'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(RECOGNISE, 'DROP FUNCTION customers_recognise(bytea[], text[], bytea[])'),
        migrations.AlterField(
            model_name='customer',
            name='manager',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='customer',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='customers.customer'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('manager__isnull', False)), fields=['manager'], name='customer_manager'),
        ),
    ]
