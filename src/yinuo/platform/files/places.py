"""Where the sealed parts of a file stand."""

from __future__ import annotations

from uuid import UUID

from yinuo.platform.vault.public import Place

_TABLE = "files_storedfile"


def name_of(file_id: UUID) -> Place:
    """The name that it was given."""
    return Place(table=_TABLE, column="sealed_name", row=file_id)


def key_of(file_id: UUID) -> Place:
    """The key of its content."""
    return Place(table=_TABLE, column="sealed_key", row=file_id)


def content_of(file_id: UUID) -> Place:
    """Its content, in the store."""
    return Place(table=_TABLE, column="content", row=file_id)
