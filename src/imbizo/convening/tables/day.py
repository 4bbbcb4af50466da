"""Who came, as a list."""

from typing import ClassVar

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Empty
from imbizo.base.tables import Column, Table
from imbizo.base.templatetags.look import state_badge, when
from imbizo.convening.models import Attendance
from imbizo.convening.states import Consent, Named


def _name(came: Attendance) -> str:
    if came.named == Named.NAMELESS:
        return translated("without a name")
    return came.name or came.code


def _arrived(came: Attendance) -> str:
    """The hour; with the day where it is another than the gathering's."""
    at, begins = timezone.localtime(came.arrived_at), came.gathering.starts_at
    if begins is not None and timezone.localtime(begins).date() == at.date():
        return date_format(at, "H:i")
    return when(came.arrived_at)


def _how(came: Attendance) -> SafeString | str:
    if came.withdrawn_at:
        return state_badge("", translated("registered by mistake"))
    if came.invitation_id is None and came.named == Named.NAME:
        return translated("not on the list")
    return "" if came.named == Named.NAME else str(came.get_named_display())


def _asked(came: Attendance) -> str:
    """What they agreed to, in a few words; what wasn't asked is said too."""
    said = {
        Consent.GIVEN: translated("yes"),
        Consent.REFUSED: translated("no"),
        Consent.UNASKED: translated("not asked"),
    }
    return translated("words: %(words)s, name: %(name)s, photos: %(photos)s") % {
        "words": said[Consent(came.consent)],
        "name": said[Consent(came.name_consent)],
        "photos": said[Consent(came.photo_consent)],
    }


class CameTable(Table[Attendance]):
    """One line a person."""

    name = "came"
    label = _("people")
    label_of_one = _("person")
    columns: ClassVar = (
        Column("name", _("Name"), text=_name, url=Attendance.get_absolute_url, sort=("name", "code")),
        Column("code", _("Card"), text=lambda came: came.code, sort=("code",)),
        Column("at", _("Came"), text=_arrived, sort=("arrived_at",)),
        Column("how", _("How"), text=_how, sort=("named",)),
        Column("consent", _("May we keep"), text=_asked, sort=("consent",)),
        Column(
            "signed",
            _("Signed"),
            text=lambda came: translated("yes") if came.signed else "",
            sort=("signed",),
        ),
        Column(
            "paid",
            _("Transport"),
            text=lambda came: came.transport_paid,
            sort=("transport_paid",),
            is_number=True,
        ),
    )
    default_sort = "-at"
    empty = Empty(
        _("Nobody has been registered yet"),
        _("Whoever comes stands here, with the code of their card."),
        icon="user-check",
    )
