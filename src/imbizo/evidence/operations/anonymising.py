"""The end of a programme, seen from its evidence: who was interviewed goes, and files of other programs with them."""

from django.db import transaction

from imbizo.evidence.models import Interview, Practice, ProjectImport
from imbizo.evidence.operations.forgetting import drop_files, name_nobody, still_named
from imbizo.programmes.models import Programme


def anonymise_programme(*, programme: Programme) -> None:
    """One interview in a transaction: after a kill it goes on; twice it does nothing.

    A project of another program may hold whole transcripts with names, so its file goes; what was taken stays.
    """
    for interview in still_named(Interview.objects.filter(programme=programme)):
        with transaction.atomic():
            name_nobody(interview)
    Practice.objects.filter(programme=programme).exclude(contact=None).update(contact=None)
    projects = ProjectImport.objects.filter(programme=programme)
    drop_files(projects)
    projects.update(origin="", left_out=[], found={})
