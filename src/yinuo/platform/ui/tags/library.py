"""The one library in which all components of the house are tags."""

from __future__ import annotations

from django.template import Library

register = Library()
