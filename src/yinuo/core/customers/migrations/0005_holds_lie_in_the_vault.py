from django.db import migrations

CARRY_OVER = """
INSERT INTO vault_legalhold (id, owner, cause, reference, placed_by, placed_at, lifted_by, lifted_at)
SELECT id, customer_id, cause, reference, placed_by, placed_at, lifted_by, lifted_at FROM customers_legalhold
"""
BACK = """
WITH moved AS (
    DELETE FROM vault_legalhold USING customers_customer
    WHERE owner = customers_customer.id RETURNING vault_legalhold.*
)
INSERT INTO customers_legalhold
    (id, customer_id, cause, reference, placed_by, placed_at, lifted_by, lifted_at)
SELECT id, owner, cause, left(reference, 40), placed_by, placed_at, lifted_by, lifted_at FROM moved
"""
# Back again, the foreign key is checked at once: rows that wait for it would forbid altering the table.
CHECKED = "SET CONSTRAINTS ALL IMMEDIATE"


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0004_histories_only_grow"),
        ("vault", "0003_holds_say_why_and_by_whom"),
    ]
    operations = [
        migrations.RunSQL([CARRY_OVER], [BACK, CHECKED]),
        migrations.DeleteModel(name="LegalHold"),
    ]
