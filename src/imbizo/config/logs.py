"""The form of log lines: JSON with a request id, and nothing that names a person.

Only the message's template, its level, its place and the request id are written: arguments could hold a name or a
number, so they aren't, unless they are plain integers. Tracebacks are cut to files and lines for the same reason.
"""

import json
import logging
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from imbizo.base.request_id import current

_SAFE_ARGUMENT = (int, float, bool)


def configuration(*, form: str, level: str) -> dict[str, Any]:
    """The value of Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "imbizo.config.logs.JsonFormatter"},
            "text": {"()": "imbizo.config.logs.TextFormatter"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": level.upper()},
        "loggers": {
            "django.server": {"handlers": ["console"], "level": level.upper(), "propagate": False},
            "django.db.backends": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
            "mail.log": {"level": "WARNING"},  # the receiver's library, which writes every line that it hears
            # They say in words of their own, with names, what `signing.verify` returns as findings.
            "pyhanko": {"level": "CRITICAL"},
            "pyhanko_certvalidator": {"level": "CRITICAL"},
        },
    }


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_entry(record), ensure_ascii=False)


class TextFormatter(logging.Formatter):
    """The same fields on a line for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        entry = _entry(record)
        line = f"{entry['at'][11:19]} {entry['level']:7} {entry['logger']}: {entry['event']}"
        return "\n".join([line, *entry.get("trace", [])])


def _entry(record: logging.LogRecord) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _event(record),
        "request": current(),
    }
    entry |= getattr(record, "facts", {}) | _of_request(record)
    if record.exc_info and record.exc_info[0]:
        entry["error"] = record.exc_info[0].__name__
        entry["trace"] = [
            f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(record.exc_info[2])
        ]
    return entry


def _of_request(record: logging.LogRecord) -> dict[str, Any]:
    """The status and the pattern of the address: the address itself can hold the token of a link."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    facts = {"status": getattr(record, "status_code", None), "route": getattr(match, "route", None)}
    return {name: value for name, value in facts.items() if value is not None}


def _event(record: logging.LogRecord) -> str:
    template = str(record.msg)
    arguments = record.args
    if not arguments or isinstance(arguments, Mapping):
        return template
    shown = tuple(a if isinstance(a, _SAFE_ARGUMENT) else "…" for a in arguments)
    try:
        return template % shown
    except (TypeError, ValueError):
        return template
