"""The models of the house itself; tests may add tables of their own for a while."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model


def house_models(room: str = "") -> Iterator[type[Model]]:
    """Every model of the house, or of the room with this label; none that only a test made."""
    for model in apps.get_app_config(room).get_models() if room else apps.get_models():
        if model.__module__.startswith("yinuo."):
            yield model
