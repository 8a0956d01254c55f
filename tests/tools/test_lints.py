"""Each house lint finds its bad sample, lets the good one pass, and says why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

import pytest

from tools.lints import LINTS
from tools.lints.base import File, made

BY_NAME = {lint.name: lint for lint in LINTS}


@dataclass(frozen=True)
class Sample:
    lint: str
    path: str
    text: str

    @property
    def file(self) -> File:
        return made(PurePosixPath("src/yinuo") / self.path, self.text)


PAGE = "platform/ui/templates/ui/page.html"
QUERIES = "features/cases/queries.py"
MOVE = "core/promises/operations/move.py"
MODELS = "features/cases/models.py"
REST = "features/cases/rest.py"
SCRIPT = "platform/ui/static/ui/live.js"
LONG = "def long():\n" + "    step()\n" * 85
BAD = [
    Sample("broad-except", "core/promises/rules.py", "try:\n    f()\nexcept Exception:\n    pass\n"),
    Sample("broad-except", "site/cli/main.py", "try:\n    f()\nexcept:  # noqa: E722\n    pass\n"),
    Sample("clock", "core/promises/rules.py", "from django.utils import timezone\nx = timezone.now()\n"),
    Sample("clock", "kernel/worktime.py", "from datetime import datetime\nx = datetime.now(UTC)\n"),
    Sample("clock", "core/promises/models.py", "made_at = DateTimeField(default=timezone.now)\n"),
    Sample("clock", "features/cases/operations/open.py", "from django.utils.timezone import now\n"),
    Sample("clock", QUERIES, "today = timezone.localdate()\n"),
    Sample("foreign-keys", "core/promises/models.py", 'case = models.ForeignKey("cases.Case", CASCADE)\n'),
    Sample("foreign-keys", "platform/audit/models.py", 'of = models.ForeignKey(to="customers.Customer")\n'),
    Sample("inline-code", PAGE, '<p style="color: red"></p>'),
    Sample("inline-code", PAGE, '<a onclick="go()"></a>'),
    Sample("inline-code", PAGE, '<a hx-on:click="go()"></a>'),
    Sample("inline-code", PAGE, "<script>go()</script>"),
    Sample("inline-code", PAGE, "<style>p {}</style>"),
    Sample("inline-code", PAGE, '<a href="javascript:go()"></a>'),
    Sample("keyword-only", MOVE, "def move(promise_id, owner_id):\n    ...\n"),
    Sample("keyword-only", "core/promises/public.py", "def due(*ids):\n    ...\ndef f(a, b): ...\n"),
    Sample("keyword-only", "core/promises/queries/due.py", "def due(node_id, actor):\n    ...\n"),
    Sample("length", "core/promises/rules.py", "x = 1\n" * 401),
    Sample("length", "core/promises/rules.py", LONG),
    Sample("logs", "core/promises/tasks.py", 'log.info(f"answered {customer.name}")\n'),
    Sample("logs", "core/promises/tasks.py", 'log.info("answered", phone=phone)\n'),
    Sample("logs", "core/promises/tasks.py", 'logger.warning("answered", extra={"name": name})\n'),
    Sample("logs", "core/promises/tasks.py", 'logger.warning("answered %s", name)\n'),
    Sample("logs", "core/promises/tasks.py", 'log.info("answered", **facts)\n'),
    Sample("markup-from-scripts", SCRIPT, "row.innerHTML = text;"),
    Sample("markup-from-scripts", SCRIPT, "row.insertAdjacentHTML('beforeend', text);"),
    Sample("models-in-edges", REST, "Case.objects.get(pk=1)\n"),
    Sample("models-in-edges", "features/cases/staff/views.py", "Case._default_manager.all()\n"),
    Sample("unescaped", PAGE, "{{ words|safe }}"),
    Sample("unescaped", PAGE, "{% autoescape off %}"),
    Sample("unfinished", QUERIES, "x = 1  # TO" + "DO: later\n"),
    Sample("unfinished", SCRIPT, "// FIX" + "ME\n"),
    Sample("untranslated", PAGE, "<p>Hello</p>"),
    Sample("untranslated", PAGE, "<p>{% if a %}你好{% endif %}</p>"),
    Sample("untranslated", PAGE, '<input placeholder="Search">'),
    Sample("untranslated", PAGE, '<a aria-label="Close {{ name }}"></a>'),
    Sample("untranslated", "platform/ui/templates/ui/mail.txt", "Hello {{ name }}"),
]
GOOD = [
    Sample("unfinished", QUERIES, "what_to_do = 1  # see to it that todos are done\n"),
    Sample(
        "broad-except",
        "site/cli/main.py",
        "try:\n    f()\nexcept Exception:  # noqa: BLE001 - one bad row must not end the import\n    pass\n",
    ),
    Sample("broad-except", "site/cli/main.py", "try:\n    f()\nexcept ValueError:\n    pass\n"),
    Sample("clock", "features/cases/staff/views.py", "x = timezone.now()\n"),
    Sample("clock", REST, "x = timezone.now()\n"),
    Sample("clock", QUERIES, "x = timezone.localtime(at)\n"),
    Sample(
        "clock",
        QUERIES,
        "# lint: clock: the default of a test double\nx = timezone.now\n",
    ),
    Sample("foreign-keys", MODELS, 'customer = models.ForeignKey("customers.Customer")\n'),
    Sample("foreign-keys", MODELS, "by = models.ForeignKey(settings.AUTH_USER_MODEL)\n"),
    Sample("foreign-keys", MODELS, 'parent = models.ForeignKey("cases.Case")\n'),
    Sample("inline-code", PAGE, '<script src="{% static "a.js" %}"></script>'),
    Sample("inline-code", PAGE, '<script nonce="{{ n }}">go()</script>'),
    Sample("inline-code", PAGE, '<script type="application/json">{}</script>'),
    Sample("keyword-only", MOVE, "def move(*, promise_id, owner_id):\n    ...\n"),
    Sample("keyword-only", MOVE, "def _lock(a, b):\n    ...\n"),
    Sample("keyword-only", "core/promises/rules.py", "def late(a, b):\n    ...\n"),
    Sample("length", "core/promises/rules.py", "x = 1\n" * 300),
    Sample("logs", "core/promises/tasks.py", 'log.info("answered", case_id=case_id, count=3)\n'),
    Sample("logs", "core/promises/tasks.py", 'logger.warning("failed", extra={"job_id": 1, "error": "E"})\n'),
    Sample("markup-from-scripts", SCRIPT, "row.textContent = text;"),
    Sample("models-in-edges", REST, "open_cases(actor=actor)\n"),
    Sample("models-in-edges", QUERIES, "Case.objects.all()\n"),
    Sample("unescaped", PAGE, "{{ words|safer }} {{ words }}"),
    Sample(
        "unescaped",
        PAGE,
        "{# lint: unescaped: made of numbers by ourselves #}\n{{ drawing|safe }}",
    ),
    Sample("untranslated", PAGE, '<p>{% translate "Hello" %} · {{ n }}</p>'),
    Sample(
        "untranslated",
        PAGE,
        "{% blocktranslate %}Hello <b>{{ name }}</b>{% endblocktranslate %}",
    ),
    Sample("untranslated", PAGE, "{% block layout %}split{% endblock %}"),
    Sample("untranslated", PAGE, '<b translate="no">yinuo</b><kbd>Esc</kbd>'),
    Sample("untranslated", PAGE, "{% comment %}Hello{% endcomment %}{# Hello #}"),
    Sample("untranslated", PAGE, '<input placeholder="{% translate "Search" %}">'),
]


@pytest.mark.parametrize("sample", BAD, ids=lambda sample: f"{sample.lint}: {sample.text[:40]}")
def test_a_breach_is_found_and_explained(sample: Sample) -> None:
    found = list(BY_NAME[sample.lint].findings(sample.file))
    assert found, sample.text
    assert any(not finding.warning for finding in found)
    # The place, and a sentence that says what to do instead.
    assert all(finding.line >= 1 and len(finding.message) > 40 for finding in found)


@pytest.mark.parametrize("sample", GOOD, ids=lambda sample: f"{sample.lint}: {sample.text[:40]}")
def test_what_is_right_passes(sample: Sample) -> None:
    assert list(BY_NAME[sample.lint].findings(sample.file)) == []


def test_every_lint_has_a_good_and_a_bad_sample() -> None:
    assert {sample.lint for sample in BAD} == {sample.lint for sample in GOOD} == set(BY_NAME)


def test_a_long_file_is_told_before_it_fails() -> None:
    sample = Sample("length", "core/promises/rules.py", "x = 1\n" * 350)
    assert [finding.warning for finding in BY_NAME["length"].findings(sample.file)] == [True]


def test_an_excuse_without_a_reason_excuses_nothing() -> None:
    sample = Sample("clock", "core/promises/rules.py", "x = timezone.now()  # lint: clock:\n")
    assert list(BY_NAME["clock"].findings(sample.file))
