"""Where a page finds its event stream, and which pages may read it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

STREAM_PATH = "/live/stream"


def live_origin(*, scheme: str, host: str) -> str | None:
    """
    The origin of the event stream for a page that came from ``host`` (name, perhaps with a port).

    Returns:
        None when it is the page's own, as behind a reverse proxy.
    """
    config = settings.CONFIG
    if config.live_origin:
        return str(config.live_origin)
    if config.behind_proxy:
        return None
    name = urlsplit(f"//{host}").hostname or config.host
    return f"{scheme}://{f'[{name}]' if ':' in name else name}:{config.live_port}"


def stream_url(*, scheme: str, host: str) -> str:
    """The address for the page's EventSource, which must send its cookies (``withCredentials``)."""
    return f"{live_origin(scheme=scheme, host=host) or ''}{STREAM_PATH}"


def may_read(*, page_origin: str, host: str) -> bool:
    """
    Whether scripts of a page from ``page_origin`` may read the stream that they asked of ``host``.

    Only pages of this installation: from its public address, or from the web process of the same host.
    """
    config = settings.CONFIG
    if config.origin:
        return page_origin == config.origin
    page, asked = urlsplit(page_origin), urlsplit(f"//{host}")
    return page.hostname is not None and page.hostname == asked.hostname and page.port == config.port
