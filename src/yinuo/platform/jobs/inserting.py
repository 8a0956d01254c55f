"""Store new rows in one statement, which is written once for each model and asks for nothing back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models import AutoField, Field, ForeignKey, GeneratedField, Model
from django.db.models.expressions import DatabaseDefault

from yinuo.platform.jobs.preparing import prepared_cursor

# What the driver takes as the row has it; other kinds of fields bring their values into another form first.
_AS_IT_IS = frozenset(
    {
        models.BooleanField,
        models.CharField,
        models.DateField,
        models.DateTimeField,
        models.IntegerField,
        models.PositiveIntegerField,
        models.PositiveSmallIntegerField,
        models.SmallIntegerField,
        models.TextField,
        models.UUIDField,
    }
)


class _Column(NamedTuple):
    """Where a value of the row stands, its place in the statement, and what brings it into form, if anything does."""

    attribute: str
    place: str
    form: Callable[[Model], Any] | None


def insert_rows(*kinds: Sequence[Model]) -> None:
    """
    What ``bulk_create`` does, at a third of its cost, for a few rows with keys of their own: one statement for all.

    What the database makes itself (a key that it counts out, a default of its own) is not read back, and no
    signal is sent. Rows may name each other: keys to other tables are checked when all rows are there.

    Args:
        kinds: rows of one model each, whose values have the types of their fields and are no expressions.
    """
    values: list[Any] = []
    statements = [_statement(rows, values) for rows in kinds if rows]
    if not statements:
        return
    ahead = ", ".join(f"s{number} AS ({sql})" for number, sql in enumerate(statements[:-1]))
    with prepared_cursor() as cursor:
        cursor.execute(f"WITH {ahead} {statements[-1]}" if ahead else statements[-1], values)
    for rows in kinds:
        for row in rows:
            row._state.adding = False


def _statement(rows: Sequence[Model], values: list[Any]) -> str:
    """The statement for rows of one model; their values are added to ``values``."""
    into, columns = _form(type(rows[0]))
    written = []
    for row in rows:
        places = []
        for attribute, place, form in columns:
            value = getattr(row, attribute)
            if value is None:
                places.append("NULL")
            elif isinstance(value, DatabaseDefault):
                places.append("DEFAULT")
            else:
                places.append(place)
                values.append(form(row) if form else value)
        written.append(", ".join(places))
    return f"{into} ({'), ('.join(written)})"


@cache
def _form(model: type[Model]) -> tuple[str, tuple[_Column, ...]]:
    """The statement as far as VALUES, and the columns that stand there."""
    quote = connection.ops.quote_name
    fields = [
        field for field in model._meta.concrete_fields if not isinstance(field, (AutoField, GeneratedField))
    ]
    names = ", ".join(quote(str(field.column)) for field in fields)
    # Names of our own models.
    into = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES"
    return into, tuple(_column(field) for field in fields)


def _column(field: Field[Any, Any]) -> _Column:
    def formed(row: Model) -> Any:
        return field.get_db_prep_save(field.pre_save(row, add=True), connection)

    place = field.get_placeholder(None, None, connection) if hasattr(field, "get_placeholder") else "%s"
    held = field.target_field if isinstance(field, ForeignKey) else field
    is_stamped = getattr(held, "auto_now", False) or getattr(held, "auto_now_add", False)
    as_it_is = type(held) in _AS_IT_IS and not is_stamped
    return _Column(attribute=field.attname, place=place, form=None if as_it_is else formed)
