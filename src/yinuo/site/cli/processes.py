"""The processes, each alone: what a unit of systemd or a container runs."""

from __future__ import annotations

import os
from functools import partial

from yinuo.site.config import Config, read_config


def web() -> None:
    from yinuo.platform.jobs.processes.http import Listen, serve_wsgi

    config = read_config()
    serve_wsgi(
        target="yinuo.site.wsgi:application",
        listen=Listen(
            host=config.host, port=config.port, certificate=config.tls_certificate, key=config.tls_key
        ),
        workers=config.web_workers,
        prepare=partial(_prepare, config, "web"),
    )


def live() -> None:
    from yinuo.platform.jobs.processes.http import Listen, serve_asgi

    config = read_config()
    serve_asgi(
        target="yinuo.platform.live.asgi:application",
        listen=Listen(
            host=config.host, port=config.live_port, certificate=config.tls_certificate, key=config.tls_key
        ),
        prepare=partial(_prepare, config, "live"),
    )


def worker() -> None:
    load_django("worker")
    from yinuo.platform.jobs.processes.worker import run_worker

    run_worker()


def clock() -> None:
    load_django("clock")
    from yinuo.platform.jobs.processes.clock import run_clock

    run_clock()


def load_django(process: str) -> Config:
    """Read the configuration and load Django with our log."""
    config = read_config()
    _prepare(config, process)
    import django

    django.setup()
    return config


def _prepare(config: Config, process: str) -> None:
    from yinuo.site.logs import configure_logs

    configure_logs(config, process=process)
    os.environ["DJANGO_SETTINGS_MODULE"] = "yinuo.site.settings"
