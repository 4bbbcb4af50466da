"""Log lines carry a request id and no personal data."""

import json
import logging

from django.test import Client

from imbizo.base import request_id
from imbizo.config.logs import JsonFormatter


def line(message: str, *arguments: object, error: BaseException | None = None) -> dict[str, object]:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("imbizo", logging.INFO, "file.py", 1, message, arguments, info)
    found: dict[str, object] = json.loads(JsonFormatter().format(record))
    return found


def raised() -> ValueError:
    try:
        int("Sipho Dlamini +27600000001")
    except ValueError as error:
        return error
    raise AssertionError


def test_a_line_names_the_request() -> None:
    request_id.begin("abc123")
    assert line("hello")["request"] == "abc123"


def test_arguments_of_a_message_are_left_out_unless_they_are_numbers() -> None:
    assert line("sent %s to %s", 3, "Sipho Dlamini")["event"] == "sent 3 to …"


def test_a_traceback_tells_places_and_not_what_was_said() -> None:
    assert "Sipho" not in json.dumps(line("failed", error=raised()))


def test_a_forwarded_request_id_is_not_believed(client: Client) -> None:
    assert client.get("/healthz", headers={"x-request-id": "forged"})["X-Request-Id"] != "forged"
