"""Figures for a Prometheus collector: how long pages take, and how the background processes are doing."""

from __future__ import annotations

import hmac
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, Histogram, generate_latest

from yinuo import __version__
from yinuo.core.promises.public import clock_state
from yinuo.platform.audit.public import WaitingState, waiting_state, witness_states
from yinuo.platform.identity.public import PageRequest, public_page
from yinuo.platform.jobs.public import ProcessState, process_state
from yinuo.site.config import Config, is_loopback_host

# What this process has measured itself; a collector adds up the processes.
registry = CollectorRegistry()
request_seconds = Histogram(
    "yinuo_request_seconds",
    "Time to answer a request",
    ("route", "method", "status"),
    registry=registry,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0),
)
Gauge("yinuo_build_info", "The release that runs", ("version",), registry=registry).labels(__version__).set(1)


@public_page(personal=False)
def metrics(request: PageRequest) -> HttpResponse:
    """All figures; for this machine, or for whoever has the token."""
    if not may_read_metrics(request, settings.CONFIG):
        raise PermissionDenied
    text = generate_latest(registry) + generate_latest(
        _background(process_state(now=request.now), request.now)
    )
    text += generate_latest(_evidence(waiting_state(now=request.now), request.now))
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def may_read_metrics(request: HttpRequest, config: Config) -> bool:
    """Whoever has YINUO_METRICS_TOKEN; without one, this machine alone, unless a proxy hides who asks."""
    if config.metrics_token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), config.metrics_token.encode())
    return not config.behind_proxy and is_loopback_host(request.META.get("REMOTE_ADDR", ""))


def _background(state: ProcessState, now: datetime) -> CollectorRegistry:
    figures = CollectorRegistry()

    def gauge(name: str, text: str, value: float) -> None:
        Gauge(f"yinuo_{name}", text, registry=figures).set(value)

    gauge("jobs_due", "Jobs that could run now", state.due)
    gauge("jobs_failed", "Jobs that were given up", state.failed)
    gauge("jobs_oldest_seconds", "Age of the oldest job that could run", _age(state.oldest_due_at, now))
    gauge("worker_silent_seconds", "Time since a worker was seen", _age(state.worker_seen_at, now))
    gauge("clock_silent_seconds", "Time since a clock was seen", _age(state.clock_seen_at, now))
    clock = clock_state(now=now)
    gauge("alarms_due", "Alarms of promises that have not gone off yet", clock.due)
    gauge("alarms_lag_seconds", "How long the oldest of them has been waiting", clock.lag.total_seconds())
    gauge("alarms_fired", "Alarms of promises that went off, ever", clock.fired)
    gauge("alarms_late", "Those of them that went off notably late", clock.late)
    return figures


def _evidence(state: WaitingState, now: datetime) -> CollectorRegistry:
    figures = CollectorRegistry()

    def gauge(name: str, text: str, value: float) -> None:
        Gauge(f"yinuo_evidence_{name}", text, registry=figures).set(value)

    oldest = state.oldest_waiting.total_seconds() if state.oldest_waiting else 0.0
    gauge("entries", "Entries of the evidence log that have their number", state.size)
    gauge("waiting", "Entries that wait for their number", state.waiting)
    gauge("oldest_waiting_seconds", "Age of the entry that waits the longest; alarm above 5", oldest)
    failing = [one for one in witness_states() if one.failing]
    gauge("witnesses_failing", "Witnesses that did not accept the last checkpoint", len(failing))
    since = min((one.failing_since for one in failing if one.failing_since), default=None)
    gauge("witness_failing_seconds", "How long the first of them has not", _age(since, now))
    return figures


def _age(at: datetime | None, now: datetime) -> float:
    return (now - at).total_seconds() if at is not None else 0.0
