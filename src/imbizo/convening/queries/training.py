"""Modules, their versions and questions; what was taught where, and what the tests say."""

from django.db.models import QuerySet

from imbizo.convening.models import Gathering, TaughtModule


def taught(gathering: Gathering) -> QuerySet[TaughtModule]:
    """The modules of a training."""
    return TaughtModule.objects.filter(gathering=gathering).select_related(
        "module", "gathering__programme", "programme"
    )
