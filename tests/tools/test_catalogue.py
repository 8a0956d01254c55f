"""The catalogue tool finds every text, and refuses what is not fit to print."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tools import catalogue
from tools.catalogue_rules import problems, terms

GLOSSARY = """\
| complaint | 投诉 | A customer wants something put right. | binding |
| evidence | 证据、凭证 | What proves it. | binding |
| kept | 已守 | Fulfilled in time. | |
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "templates" / "cases").mkdir(parents=True)
    monkeypatch.setattr(catalogue, "SOURCES", tmp_path)
    monkeypatch.setattr(catalogue, "PO", tmp_path / "django.po")
    monkeypatch.setattr(catalogue, "MO", tmp_path / "django.mo")
    return tmp_path


def translate(room: Path, *pairs: tuple[str, str]) -> None:
    text = (room / "django.po").read_text(encoding="utf-8")
    for english, chinese in pairs:
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{chinese}"')
    (room / "django.po").write_text(text, encoding="utf-8")


def texts() -> set[object]:
    return {(message.context, message.id) for message in catalogue.collect() if message.id}


def test_texts_of_python_are_found(room: Path) -> None:
    (room / "rules.py").write_text(
        'a = _("One.")\nb = gettext_lazy("Two.")\nc = ngettext("%(n)s case", "%(n)s cases", n)\n'
        'd = pgettext("state of a promise", "kept")\n',
        encoding="utf-8",
    )
    counted = ("%(n)s case", "%(n)s cases")
    assert texts() == {(None, "One."), (None, "Two."), (None, counted), ("state of a promise", "kept")}


def test_texts_of_templates_are_found(room: Path) -> None:
    (room / "templates" / "cases" / "queue.html").write_text(
        """
        <h1 title='{% translate "Queue" %}'>{{ _("Mine") }}</h1>
          {% chip _("At risk") kind="risk" %}
        {% if a %}{% translate "left" context "time" %}{% endif %}
          {% blocktranslate count n=cases %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}
            {% blocktranslate trimmed with who=actor.name %}
              Answered by
              {{ who }}
            {% endblocktranslate %}
        """,
        encoding="utf-8",
    )
    assert texts() == {
        (None, "Queue"),
        (None, "Mine"),
        (None, "At risk"),
        ("time", "left"),
        (None, ("%(n)s case", "%(n)s cases")),
        (None, "Answered by %(who)s"),
    }


def test_an_update_keeps_translations_and_drops_texts_that_are_gone(room: Path) -> None:
    source = room / "a.py"
    source.write_text('_("Old.")\n_("Stays.")\n', encoding="utf-8")
    catalogue.update()
    translate(room, ("Old.", "旧。"), ("Stays.", "留下。"))
    source.write_text('_("Stays.")\n_("New.")\n', encoding="utf-8")
    catalogue.update()
    written = (room / "django.po").read_text(encoding="utf-8")
    assert "留下。" in written
    assert "旧" not in written
    assert 'msgid "New."\nmsgstr ""' in written


def test_two_updates_write_the_same_bytes(room: Path) -> None:
    (room / "a.py").write_text('_("One.")\n', encoding="utf-8")
    catalogue.update()
    before = (room / "django.po").read_bytes(), (room / "django.mo").read_bytes()
    catalogue.update()
    assert before == ((room / "django.po").read_bytes(), (room / "django.mo").read_bytes())


def test_the_check_fails_until_every_text_is_translated_and_compiled(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (room / "a.py").write_text('_("One.")\n', encoding="utf-8")
    assert catalogue.check() == 1
    catalogue.update()
    assert catalogue.check() == 1
    assert '"One.": has no Chinese text' in capsys.readouterr().out
    translate(room, ("One.", "一。"))
    assert catalogue.check() == 1
    assert "django.mo does not say what django.po says" in capsys.readouterr().out
    catalogue.update()
    assert catalogue.check() == 0


@pytest.mark.parametrize(
    ("english", "chinese", "problem"),
    [
        ("%(n)s left", "剩余 %(count)s", "placeholders"),
        ("Hello, %s", "您好", "placeholders"),
        ("Hello, {name}", "您好，{nome}", "placeholders"),
        ("Save", "保存,关闭", "half-width"),
        ("Save", "保存(全部)", "half-width"),
        ("Save.", "已保存.", "half-width"),
        ("Save", "保存PDF文件", "a space belongs"),
        ("Save", " 保存", "white space"),
        ("保存", "保存", "msgids are English"),
        ("Save", "", "no Chinese"),
        ("The complaint is settled.", "案件已办结。", "glossary"),
        ("New complaints", "新工单", "glossary"),
    ],
)
def test_what_cannot_be_printed_is_named(tmp_path: Path, english: str, chinese: str, problem: str) -> None:
    (tmp_path / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    found = " ".join(problems(Message(english, chinese), terms(tmp_path / "glossary.md")))
    assert problem in found


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("%(n)s left", "剩余 %(n)s"),
        ("Handled by %(name)s", "由%(name)s处理"),
        ("Save", "保存为 PDF（第 2 版）"),
        ("Kept: evidence attached", "凭证已附"),
        ("Send <code>complaint</code> again", "请重新发送 <code>complaint</code>"),
        ("New complaints", "新投诉"),
        ("E-mail: name@example.com.", "邮箱：name@example.com。"),
    ],
)
def test_what_can_be_printed_passes(tmp_path: Path, english: str, chinese: str) -> None:
    (tmp_path / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    assert list(problems(Message(english, chinese), terms(tmp_path / "glossary.md"))) == []


def test_a_word_meant_otherwise_is_excused_by_a_comment(tmp_path: Path) -> None:
    (tmp_path / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    message = Message("No evidence of that.", "没有迹象。", user_comments=["not evidence"])
    assert list(problems(message, terms(tmp_path / "glossary.md"))) == []


def test_the_plural_names_every_value() -> None:
    message = Message(("One case left", "%(n)s cases left"), ("还有 %(n)s 件工单",))
    assert list(problems(message, ())) == []
