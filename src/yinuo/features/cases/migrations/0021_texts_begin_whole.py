"""
The words by which a case is found are put together once, with its first message, where both are stored together.

Before, they were written with the case and written again with the message, and the words of a subject that only
repeats how the message begins were read twice. Indexes that another one contains, or that hold nothing but empty
values for nearly every case, cost each new case and gave nothing.
"""

import django.db.models.deletion
from django.db import migrations, models

TEXTS = """
CREATE OR REPLACE FUNCTION cases_places(path text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    below text := '@/';
    part text;
    places text[] := '{}';
BEGIN
    FOREACH part IN ARRAY string_to_array(trim(path, '/'), '/') LOOP
        below := below || part || '/';
        places := places || below;
    END LOOP;
    RETURN places;
END $$;

-- For each statement, not for each row, and for each text once: an import brings thousands of cases by one, and many
-- of them say the same.
-- What stands there of a case is looked up by its id, whatever was known of the size of a table when the plan was made.
CREATE OR REPLACE FUNCTION cases_begin_text() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    WITH whole AS MATERIALIZED (
        SELECT began.id, cases_marks(began.number, began.path, began.opened_at) AS marks,
            CASE WHEN starts_with(heard.text, began.subject) THEN heard.text
                ELSE concat_ws(E'\\n', began.subject, heard.text) END AS text
        FROM began, LATERAL (
            SELECT string_agg(said.redacted, E'\\n') AS text FROM cases_message AS said WHERE said.case_id = began.id
        ) AS heard
    )
    INSERT INTO cases_casetext (case_id, words)
    SELECT whole.id, array_to_tsvector(whole.marks || read.words)
    FROM whole JOIN (
        SELECT text, cases_words(text) AS words FROM (SELECT DISTINCT text FROM whole) AS one
    ) AS read USING (text);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION cases_add_text() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    -- A case that is stored by the same statement takes its messages in when its own words are written.
    IF NOT EXISTS (
        SELECT FROM said, LATERAL (
            SELECT FROM cases_casetext AS held WHERE held.case_id = said.case_id LIMIT 1
        ) AS held
    ) THEN
        RETURN NULL;
    END IF;
    WITH text AS MATERIALIZED (
        SELECT redacted, array_to_tsvector(cases_words(redacted)) AS words
        FROM (SELECT DISTINCT redacted FROM said) AS one
    ), more AS (
        SELECT case_id, cases_joined(text.words) AS words FROM said JOIN text USING (redacted) GROUP BY case_id
    )
    UPDATE cases_casetext AS held SET words = held.words || more.words
    FROM more WHERE held.case_id = more.case_id AND length(held.words) < 30000;
    RETURN NULL;
END $$;
"""
AS_BEFORE = """
ALTER FUNCTION cases_begin_text() RESET ALL;
ALTER FUNCTION cases_add_text() RESET ALL;
CREATE OR REPLACE FUNCTION cases_places(path text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg('@' || left(path, place)), '{}')
    FROM generate_series(2, length(path)) AS place WHERE substr(path, place, 1) = '/'
$$;

CREATE OR REPLACE FUNCTION cases_begin_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_casetext (case_id, words)
    SELECT id, array_to_tsvector(cases_marks(number, path, opened_at) || text.words)
    FROM began JOIN (
        SELECT subject, cases_words(subject) AS words FROM (SELECT DISTINCT subject FROM began) AS one
    ) AS text USING (subject);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION cases_add_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH text AS MATERIALIZED (
        SELECT redacted, array_to_tsvector(cases_words(redacted)) AS words
        FROM (SELECT DISTINCT redacted FROM said) AS one
    ), more AS (
        SELECT case_id, cases_joined(text.words) AS words FROM said JOIN text USING (redacted) GROUP BY case_id
    )
    UPDATE cases_casetext AS held SET words = held.words || more.words
    FROM more WHERE held.case_id = more.case_id AND length(held.words) < 30000;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0019_counts_of_one_owner'),
        ('customers', '0009_recognised_in_one_call'),
    ]

    operations = [
        migrations.RunSQL(TEXTS, AS_BEFORE),
        migrations.AlterField(
            model_name='case',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer'),
        ),
        migrations.AlterField(
            model_name='case',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='case',
            name='parent',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='cases.case'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent'], name='case_children'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='case_merged'),
        ),
        # Nobody looks for the beginning of a number.
        migrations.RunSQL('DROP INDEX IF EXISTS cases_case_number_980c9551_like', migrations.RunSQL.noop),
    ]
