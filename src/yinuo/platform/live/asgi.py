"""The ASGI application of the live process: server-sent events, and nothing else."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yinuo.site.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from yinuo.platform.live.application import Application  # noqa: E402 - it needs Django ready

application = Application(now=timezone.now)
