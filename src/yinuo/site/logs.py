"""One log for everything: JSON lines in production, readable ones in the demo; never personal data."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from yinuo.site.config import Config

Line = MutableMapping[str, Any]

# What could end a line or steer a terminal, and how it is written instead.
_CONTROL = {code: f"\\x{code:02x}" for code in [*range(0x20), *range(0x7F, 0xA0)]}
_CONTROL |= {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def configure_logs(config: Config, *, process: str) -> None:
    """Send every logger of this process, ours and other people's, through one handler to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(config, process=process))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO if config.debug or not config.is_demo else logging.WARNING)
    # The request log says it better than Django's own.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("django.server").setLevel(logging.CRITICAL)
    for talkative in ("procrastinate.blueprints", "procrastinate.periodic"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(process),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def formatter(config: Config, *, process: str) -> logging.Formatter:
    """How a line is written, whichever logger it comes from."""
    closing: list[Processor] = [
        without_arguments,
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info if config.debug else where_it_failed,
        one_line,
    ]
    if config.is_demo:
        colors = sys.stderr.isatty()
        closing.append(structlog.dev.ConsoleRenderer(colors=colors, pad_event_to=0))
    else:
        closing.append(structlog.processors.JSONRenderer(ensure_ascii=False))
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_shared(process), processors=closing)


def without_arguments(_logger: object, _method: str, line: Line) -> Line:
    """Drop what other people's texts repeat: what a job was called with, what a visitor sent."""
    record = line.get("_record")
    if not isinstance(record, logging.LogRecord):
        return line
    if record.name.startswith("django.security."):
        line["event"] = f"refused: {record.name.rpartition('.')[2]}"
        line.pop("exc_info", None)
    elif record.name.startswith("procrastinate"):
        job = getattr(record, "job", None)
        if isinstance(job, dict):
            line["job"] = job.get("task_name")
            line["job_id"] = job.get("id")
            line["event"] = str(getattr(record, "action", "job")).replace("_", " ")
    return line


def where_it_failed(_logger: object, _method: str, line: Line) -> Line:
    """Keep an exception's kind and places; its text and its variables may hold personal data."""
    raised = line.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()
    error = raised[1] if isinstance(raised, tuple) else raised
    if not isinstance(error, BaseException):
        return line
    line["error"] = type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    line["where"] = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    if error.__cause__ is not None:
        line["cause"] = type(error.__cause__).__name__
    return line


def one_line(_logger: object, _method: str, line: Line) -> Line:
    """Escape control characters: nobody's input can forge a line of the log or steer a terminal."""
    for name, value in line.items():
        if isinstance(value, str):
            line[name] = value.translate(_CONTROL)
    return line


def _shared(process: str) -> list[Processor]:
    def name_process(_logger: object, _method: str, line: Line) -> Line:
        line["process"] = process
        return line

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(allow={"tick", "error", "retry_in"}),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_process,
    ]
