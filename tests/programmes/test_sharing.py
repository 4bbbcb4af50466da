"""Choosing which partners see a record."""

import pytest

from imbizo.base.errors import DomainError
from imbizo.programmes.operations.sharing import share_with
from imbizo.programmes.states import Sharing
from imbizo.thread.models import AuditEntry
from tests.actors.register import organisation
from tests.cast import Cast


def test_only_other_partners_of_the_programme_are_named(cast: Cast) -> None:
    record = organisation(cast.amina)
    partners = [cast.convenor, cast.committee, cast.farid.partner]
    named = share_with(record, Sharing.NAMED, partners, by=cast.amina, if_nobody=DomainError("Whom?"))
    assert (named, list(record.shared_with.all())) == ([cast.committee], [cast.committee])


def test_naming_nobody_is_refused(cast: Cast) -> None:
    with pytest.raises(DomainError, match="Whom"):
        share_with(organisation(cast.amina), Sharing.NAMED, [], by=cast.amina, if_nobody=DomainError("Whom?"))


def test_sharing_as_before_leaves_no_entry(cast: Cast) -> None:
    record = organisation(cast.amina)
    for _time in range(2):
        share_with(record, Sharing.ITSELF, [cast.committee], by=cast.amina, if_nobody=DomainError(""))
    assert AuditEntry.objects.filter(subject_id=record.pk, verb="share").count() == 1
