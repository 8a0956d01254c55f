"""Addresses of the ui room itself."""

from __future__ import annotations

from django.urls import path

from yinuo.platform.ui.staff.patterns import patterns
from yinuo.platform.ui.staff.preferences import preferences

app_name = "ui"
urlpatterns = [
    path("preferences", preferences, name="preferences"),
    path("patterns", patterns, name="patterns"),
]
