"""Saved views; the words that searches look in, kept by triggers, and filled for the cases that are there."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import yinuo.features.cases.models.text

# Words of Latin letters and digits stand whole; runs of other letters, such as Chinese, as pairs of neighbours and the
# last letter by itself. `features/cases/searching.py` reads what is searched for in the same way.
FUNCTIONS = r"""
CREATE FUNCTION cases_words(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH runs AS (
        SELECT found[1] AS run, place FROM regexp_matches(
            regexp_replace(
                lower(normalize(left(said, 20400), NFKC)), '\[(card|identity|phone|email|name)\]', ' ', 'g'
            ),
            '[a-z0-9]+|[\u00c0-\u1fff\u2e80-\u2fff\u3005-\u3007\u3040-\ud7ff\uf900-\ufaff\U00010000-\U0010ffff]+',
            'g'
        ) WITH ORDINALITY AS found (found, place)
    ), letters AS (
        SELECT run.place, letter, at FROM runs AS run, unnest(string_to_array(run.run, NULL)) WITH ORDINALITY AS one (letter, at)
        WHERE run.run !~ '^[a-z0-9]'
    )
    SELECT coalesce(array_agg(DISTINCT word), '{}') FROM (
        SELECT left(run, 40) AS word FROM runs WHERE run ~ '^[a-z0-9]'
        UNION ALL
        SELECT letter || coalesce(lead(letter) OVER (PARTITION BY place ORDER BY at), '') FROM letters
    ) AS words
$$;

CREATE FUNCTION cases_places(path text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg('@' || left(path, place)), '{}')
    FROM generate_series(2, length(path)) AS place WHERE substr(path, place, 1) = '/'
$$;

CREATE FUNCTION cases_begin_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_casetext (case_id, words) VALUES (
        NEW.id,
        array_to_tsvector(
            cases_words(NEW.number || ' ' || NEW.subject) || cases_places(NEW.path)
            || ('#' || to_char(NEW.opened_at AT TIME ZONE 'UTC', 'YYYYMM'))
        )
    );
    RETURN NULL;
END $$;

CREATE FUNCTION cases_move_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_casetext
    SET words = ts_delete(words, cases_places(OLD.path))
        || array_to_tsvector(cases_places(NEW.path) || cases_words(NEW.subject))
    WHERE case_id = NEW.id;
    RETURN NULL;
END $$;

CREATE FUNCTION cases_add_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A set of words has a largest size; a case with more than this has been said often enough.
    UPDATE cases_casetext SET words = words || array_to_tsvector(cases_words(NEW.redacted))
    WHERE case_id = NEW.case_id AND length(words) < 30000;
    RETURN NULL;
END $$;

CREATE TRIGGER case_text_begins AFTER INSERT ON cases_case FOR EACH ROW EXECUTE FUNCTION cases_begin_text();
CREATE TRIGGER case_text_moves AFTER UPDATE OF path, subject ON cases_case FOR EACH ROW
    WHEN (OLD.path IS DISTINCT FROM NEW.path OR OLD.subject IS DISTINCT FROM NEW.subject)
    EXECUTE FUNCTION cases_move_text();
CREATE TRIGGER case_text_grows AFTER INSERT OR UPDATE OF redacted ON cases_message FOR EACH ROW
    EXECUTE FUNCTION cases_add_text();

INSERT INTO cases_casetext (case_id, words)
SELECT one.id, array_to_tsvector(
    cases_words(one.number || ' ' || one.subject)
    || coalesce((
        SELECT array_agg(DISTINCT word) FROM (
            SELECT word FROM cases_message AS said, unnest(cases_words(said.redacted)) AS word
            WHERE said.case_id = one.id LIMIT 30000
        ) AS words
    ), '{}')
    || cases_places(one.path) || ('#' || to_char(one.opened_at AT TIME ZONE 'UTC', 'YYYYMM'))
)
FROM cases_case AS one;
"""
BACK = """
DROP TRIGGER case_text_grows ON cases_message;
DROP TRIGGER case_text_moves ON cases_case;
DROP TRIGGER case_text_begins ON cases_case;
DROP FUNCTION cases_add_text(), cases_move_text(), cases_begin_text(), cases_places(text), cases_words(text);
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
