"""Two addresses for those who watch over an installation. Neither tells anything about people.

`/healthz` says that the web process answers. `/readyz` says whether all parts can do their work, and which can't.
"""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from imbizo.base.heartbeats import is_alive
from imbizo.base.web import public
from imbizo.base.work import oldest_waiting
from imbizo.messaging.queries.gateways import bound, has_mail_trouble

LONGEST_WAIT = timedelta(minutes=15)


@public
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the web process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part is ready, else 503; `parts` says true or false for each, `waiting` is in seconds."""
    try:
        parts, waiting = _parts()
    except DatabaseError:
        parts, waiting = {"database": False}, None
    return JsonResponse({"parts": parts, "waiting": waiting}, status=200 if all(parts.values()) else 503)


def _parts() -> tuple[dict[str, bool], int | None]:
    now = timezone.now()
    waits = oldest_waiting(now)
    parts = {
        "database": _answers(),
        "migrations": _is_migrated(),
        "worker": is_alive("worker", now=now),
        "clock": is_alive("clock", now=now),
        "gateways": is_alive("gateways", now=now) or not bound().exists(),
        "mail": not has_mail_trouble(),
        "work": waits is None or waits < LONGEST_WAIT,
    }
    return parts, None if waits is None else int(waits.total_seconds())


def _answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
