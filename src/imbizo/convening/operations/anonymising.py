"""The end of a programme, seen from its gatherings: names, numbers and pictures go, words and counts stay."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q

from imbizo.convening.models import (
    Attendance,
    Booking,
    Certificate,
    Device,
    FirstToTell,
    Gathering,
    Helper,
    Input,
    Letterhead,
    ModuleVersion,
    NoticeWording,
    OpenQuestion,
    Picture,
    SafetySheet,
    Telling,
    Venue,
)
from imbizo.convening.operations import emptying
from imbizo.convening.operations.nameless import FROM_DEVICES, NAMED, NAMELESS, Named
from imbizo.convening.operations.pictures import drop_picture
from imbizo.programmes.models import Programme

# People outside the register: caretakers, speakers who checked a text, whom to call.
_OUTSIDE: Final = (
    Named(Venue, "", (), {"caretaker": "", "caretaker_number": "", "caretaker_email": "", "neutrality_note": ""}),
    Named(Booking, "gathering", (), {"confirmed_who": "", "note": "", "ended_because": ""}),
    Named(Gathering, "pk", (), {"joining_link": "", "phone_in": "", "data_vouchers": ""}),
    Named(SafetySheet, "gathering", (), {"tension_note": "", "police": "", "who_stops": "", "numbers": ""}),
    Named(FirstToTell, "", (), {"note": ""}),
    Named(NoticeWording, "gathering", (), {"checked_by": ""}),
    Named(ModuleVersion, "", (), {"checked_by": ""}),
    Named(Helper, "gathering", (), {"role": ""}),
    Named(Letterhead, "", (), {"signatory": NAMELESS, "signatory_title": "", "address": ""}),
    Named(Telling, "gathering", (), {"signatory": "", "signatory_title": ""}),
)  # fmt: skip


def anonymise_programme(*, programme: Programme) -> None:
    """In chunks, each in its own transaction: after a kill it goes on where it stopped; twice it does nothing.

    Its entry in the audit trail is that of the programme's end.
    """
    emptying.revoke_certificates(Certificate.objects.filter(programme=programme))
    emptying.empty([*NAMED, FROM_DEVICES, *_OUTSIDE], lambda named: Q(programme=programme))
    Attendance.objects.filter(programme=programme, wants_word=True).update(wants_word=False)
    detach_speakers(Input.objects.filter(programme=programme))
    Device.objects.filter(programme=programme).exclude(secret="").update(secret="")
    OpenQuestion.objects.filter(programme=programme).delete()
    drop_pictures(list(Picture.objects.filter(programme=programme)))


def detach_speakers(rows: Any) -> int:
    """What was said stays; who said it goes."""
    count: int = rows.exclude(speaker=None).update(speaker=None)
    return count


def drop_pictures(pictures: Sequence[Picture]) -> None:
    for each in pictures:
        drop_picture(picture=each, by=None)
