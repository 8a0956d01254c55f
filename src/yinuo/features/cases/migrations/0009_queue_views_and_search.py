"""Saved views; the words that searches look in, kept by triggers, and filled for the cases that are there."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import yinuo.features.cases.models.text

# Words of Latin letters and digits stand whole; runs of other letters, such as Chinese, as pairs of neighbours and the
# last letter by itself; marks that nobody sees, such as those of direction, are left out.
# `features/cases/queries/searching.py` reads what is searched for in the same way.
FUNCTIONS = r"""
CREATE FUNCTION cases_words(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH runs AS (
        SELECT found[1] AS run, place FROM regexp_matches(
            regexp_replace(
                regexp_replace(
                    lower(normalize(left(said, 20400), NFKC)),
                    '[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]', '', 'g'
                ),
                '\[(card|identity|phone|email|name)\]', ' ', 'g'
            ),
            '[a-z0-9]+|[\u00c0-\u1fff\u2e80-\u2fff\u3005-\u3007\u3040-\ud7ff\uf900-\ufaff\U00010000-\U0010ffff]+',
            'g'
        ) WITH ORDINALITY AS found (found, place)
    ), letters AS (
        SELECT run.place, letter, at FROM runs AS run, unnest(string_to_array(run.run, NULL)) WITH ORDINALITY AS one (letter, at)
        WHERE run.run !~ '^[a-z0-9]'
    )
    SELECT coalesce(array_agg(word), '{}') FROM (
        SELECT left(run, 40) AS word FROM runs WHERE run ~ '^[a-z0-9]'
        UNION ALL
        SELECT letter || coalesce(lead(letter) OVER (PARTITION BY place ORDER BY at), '') FROM letters
    ) AS words
$$;

CREATE FUNCTION cases_places(path text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg('@' || left(path, place)), '{}')
    FROM generate_series(2, length(path)) AS place WHERE substr(path, place, 1) = '/'
$$;

CREATE AGGREGATE cases_joined(tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '');

-- What every case can be found by beside what was said: its number, the last part also without zeros as people say it;
-- its place; its month.
CREATE FUNCTION cases_marks(number text, path text, opened_at timestamptz) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_to_array(lower(number), '-') || coalesce(nullif(ltrim(split_part(number, '-', 3), '0'), ''), '0')
        || cases_places(path) || ('#' || to_char(opened_at AT TIME ZONE 'UTC', 'YYYYMM'))
$$;

CREATE FUNCTION cases_whole_text(which uuid) RETURNS tsvector LANGUAGE sql STABLE AS $$
    -- A set of words has a largest size; a case with more than this has been said often enough.
    SELECT array_to_tsvector(
        cases_marks(one.number, one.path, one.opened_at) || cases_words(one.subject)
        || coalesce((
            SELECT array_agg(DISTINCT word) FROM (
                SELECT word FROM cases_message AS said, unnest(cases_words(said.redacted)) AS word
                WHERE said.case_id = one.id LIMIT 30000
            ) AS words
        ), '{}')
    )
    FROM cases_case AS one WHERE one.id = which
$$;

-- For each statement, not for each row, and for each text once: an import brings thousands of cases by one, and many
-- of them say the same.
CREATE FUNCTION cases_begin_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_casetext (case_id, words)
    SELECT id, array_to_tsvector(cases_marks(number, path, opened_at) || text.words)
    FROM began JOIN (
        SELECT subject, cases_words(subject) AS words FROM (SELECT DISTINCT subject FROM began) AS one
    ) AS text USING (subject);
    RETURN NULL;
END $$;

CREATE FUNCTION cases_add_text() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- Rarely, and from the ground: what was taken out of a text is no longer found either.
CREATE FUNCTION cases_renew_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'cases_case' THEN
        UPDATE cases_casetext SET words = cases_whole_text(NEW.id) WHERE case_id = NEW.id;
    ELSE
        UPDATE cases_casetext SET words = cases_whole_text(NEW.case_id) WHERE case_id = NEW.case_id;
        IF OLD.case_id IS DISTINCT FROM NEW.case_id THEN
            UPDATE cases_casetext SET words = cases_whole_text(OLD.case_id) WHERE case_id = OLD.case_id;
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER case_text_begins AFTER INSERT ON cases_case REFERENCING NEW TABLE AS began
    FOR EACH STATEMENT EXECUTE FUNCTION cases_begin_text();
CREATE TRIGGER case_text_moves AFTER UPDATE OF path, subject, number ON cases_case FOR EACH ROW
    WHEN (OLD.path <> NEW.path OR OLD.subject <> NEW.subject OR OLD.number <> NEW.number)
    EXECUTE FUNCTION cases_renew_text();
CREATE TRIGGER case_text_grows AFTER INSERT ON cases_message REFERENCING NEW TABLE AS said
    FOR EACH STATEMENT EXECUTE FUNCTION cases_add_text();
CREATE TRIGGER case_text_changes AFTER UPDATE OF redacted, case_id ON cases_message FOR EACH ROW
    WHEN (OLD.redacted <> NEW.redacted OR OLD.case_id <> NEW.case_id)
    EXECUTE FUNCTION cases_renew_text();

INSERT INTO cases_casetext (case_id, words) SELECT id, cases_whole_text(id) FROM cases_case;
"""
BACK = """
DROP TRIGGER case_text_changes ON cases_message;
DROP TRIGGER case_text_grows ON cases_message;
DROP TRIGGER case_text_moves ON cases_case;
DROP TRIGGER case_text_begins ON cases_case;
DROP FUNCTION cases_renew_text(), cases_add_text(), cases_begin_text(), cases_whole_text(uuid);
DROP AGGREGATE cases_joined(tsvector);
DROP FUNCTION cases_marks(text, text, timestamptz), cases_places(text), cases_words(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ["OPEN", "ANSWERED"])),
                fields=["attention_at", "id"],
                name="case_due",
            ),
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40)),
                ("path", models.CharField(max_length=255)),
                ("query", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("owner", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["created_at", "id"],
                "indexes": [
                    models.Index(fields=["path"], name="saved_view_of_team"),
                    models.Index(fields=["owner"], name="saved_view_own"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseText",
            fields=[
                ("case", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="text", serialize=False, to="cases.case")),
                ("words", yinuo.features.cases.models.text.Words()),
            ],
        ),
        migrations.RunSQL(FUNCTIONS, BACK),
        migrations.AddIndex(
            model_name="casetext",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="case_words"),
        ),
    ]
