"""Signatories are asked and reminded where somebody can reach them, and the page says when."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from imbizo.actors.models import ContactPoint
from imbizo.agreements.models import Signatory
from imbizo.agreements.operations.asking_to_sign import ask_to_sign, remind_due
from imbizo.thread.models import AuditEntry, PublicLink
from tests.agreements.signing_it import begun
from tests.cast import Cast, signed_in


def test_nobody_without_an_address_counts_as_reminded(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    ask_to_sign(signatory=nomsa, by=cast.amina)
    ContactPoint.objects.filter(actor=nomsa.actor_id).delete()
    reminded = remind_due(timezone.now() + timedelta(days=8))
    nomsa.refresh_from_db()
    entries = AuditEntry.objects.filter(subject_id=nomsa.pk, verb="remind").count()
    links = PublicLink.objects.filter(record_id=nomsa.pk).count()
    assert (reminded, nomsa.reminded_at, entries, links) == (0, None, 0, 1)


def test_who_was_asked_before_the_upgrade_was_asked_when_their_newest_link_was_made(cast: Cast) -> None:
    _agreement, nomsa, piet = begun(cast)
    for _time in range(2):
        ask_to_sign(signatory=nomsa, by=cast.amina)
    Signatory.objects.update(asked_at=None)
    migration = import_module("imbizo.agreements.migrations.0002_signatories_reminded")
    migration.note_the_asked(apps, connection.schema_editor())
    found = dict(Signatory.objects.values_list("pk", "asked_at"))
    newest_link = PublicLink.objects.filter(record_id=nomsa.pk).latest("created_at")
    assert found == {nomsa.pk: newest_link.created_at, piet.pk: None}


def test_the_page_shows_the_day_here_on_which_the_link_was_sent(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    ask_to_sign(signatory=nomsa, by=cast.amina, at=datetime(2025, 3, 12, 22, 30, tzinfo=UTC))
    url = reverse("agreements:signing", args=[cast.programme.slug, agreement.pk])
    assert "link sent Thu 13 March 2025, 00:30" in signed_in(cast.amina).get(url).content.decode()
