"""Every sealed column is registered with the vault: a rotation destroys old keys once it knows of no use."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from tests.house_models import house_models
from yinuo.platform.vault import registry


def test_no_sealed_column_is_unknown_to_the_vault() -> None:
    held = {
        (f"{model._meta.app_label}.{model.__name__}", field.name)
        for model in house_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField) and field.name.startswith("sealed")
    }
    assert held
    assert held <= set(registry.sealed_columns), "call register_sealed_column in the room's AppConfig.ready"


def test_what_is_registered_exists() -> None:
    for column in registry.sealed_columns.values():
        model = apps.get_model(column.model)
        model._default_manager.values_list(column.owner, column.column, *column.place_from)
    for index in registry.indexes.values():
        apps.get_model(index.model)._default_manager.values_list(
            index.owner, index.field_column, index.version_column, index.digest_column
        )
    for mask in registry.masks.values():
        apps.get_model(mask.model)._default_manager.values_list(mask.owner, *mask.columns)
