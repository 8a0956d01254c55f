"""What the installation says about files."""

from __future__ import annotations

from django.conf import settings

from yinuo.platform.files.scanning import Scanner


def scanner() -> Scanner | None:
    """The virus scanner, or None where none is configured."""
    address = settings.CONFIG.virus_scanner
    return Scanner(address) if address else None
