"""The register as a file: a table for Excel and CSV, and vCard 4 (RFC 6350) for phones.

Only what the member may see is in it. Memory stays the same however long the list is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import islice
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from imbizo.actors import queries
from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.states import Kind, Sphere
from imbizo.base.documents.workbooks import Sheet
from imbizo.messaging.queries import suppressed
from imbizo.messaging.states import Channel
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

CHUNK = 1_000
FOLD = 75  # octets in a line of a vCard, without its line break
_CALLS = (Channel.SMS, Channel.PHONE)


@dataclass(frozen=True)
class Line:
    """An actor with what the member may see of it. `stopped` are the addresses that aren't written to."""

    actor: Any
    contacts: Sequence[ContactPoint]
    stopped: frozenset[str]

    def addresses(self, *channels: str) -> list[str]:
        """The numbers or addresses of these channels, as kept, or as written where they could not be read."""
        return [each.address or each.raw for each in self.contacts if each.channel in channels]


def lines(rows: QuerySet[Actor], member: Membership) -> Iterator[Line]:
    """The actors with what hangs on them, read in chunks."""
    held = queries.affiliations(member).current().select_related("organisation")  # type: ignore[attr-defined]
    full = rows.select_related("place", "municipality", "owner").prefetch_related(
        Prefetch("affiliations", queryset=held, to_attr="offices"),
        Prefetch("contacts", queryset=queries.contacts(member), to_attr="reached"),
        "other_names",
        "tags",
    )
    found = full.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from _with_stops(chunk, member)


def _with_stops(chunk: Sequence[Any], member: Membership) -> Iterator[Line]:
    wanted = {(each.channel, each.address) for actor in chunk for each in actor.reached if each.address}
    stopped = suppressed(programme=member.programme, addresses=wanted) if wanted else set()
    for actor in chunk:
        own = {each.address for each in actor.reached if (each.channel, each.address) in stopped}
        yield Line(actor, actor.reached, frozenset(own))


# Cells


def headings(member: Membership) -> list[str]:
    """The names of the columns; numbers and addresses only for those who see them."""
    first = [
        _("Person or organisation"), _("Title"), _("First names"), _("Surname"), _("Name"), _("Acronym"),
        _("Other spellings"), _("Kind"), _("Sphere"), _("Organisation"), _("Position"), _("Municipality"), _("Place"),
        _("Language"), _("Tags"), _("Handle in person"), _("Shared with"), _("Owner"),
    ]  # fmt: skip
    if not member.may(Permission.CONTACTS_VIEW):
        return first
    numbers = [_("Mobile"), _("Telephone"), _("WhatsApp"), _("E-mail"), _("Letter")]
    return [*first, *numbers, _("Safe when"), _("Do not write to")]


def cells(line: Line, member: Membership) -> list[str]:
    """The row of one actor; several values of one column stand with semicolons between."""
    found = _own_cells(line.actor)
    return [*found, *_contact_cells(line)] if member.may(Permission.CONTACTS_VIEW) else found


def _own_cells(actor: Any) -> list[str]:
    return [
        str(actor.get_form_display()),
        actor.title,
        actor.given_name,
        actor.surname,
        actor.name,
        actor.acronym,
        _joined(name.name for name in actor.other_names.all()),
        "" if actor.kind == Kind.UNKNOWN else str(actor.get_kind_display()),
        "" if actor.sphere == Sphere.NONE else str(actor.get_sphere_display()),
        _joined(office.organisation.name for office in actor.offices),
        _joined(office.position for office in actor.offices),
        str(actor.municipality or ""),
        str(actor.place or actor.place_text),
        actor.language,
        _joined(tag.name for tag in actor.tags.all()),
        (actor.in_person_reason or _("yes")) if actor.handle_in_person else "",
        str(actor.get_sharing_display()),
        actor.owner.label,
    ]


def _contact_cells(line: Line) -> list[str]:
    channels = (Channel.SMS, Channel.PHONE, Channel.WHATSAPP, Channel.EMAIL, Channel.POST)
    safe = (f"{each.address or each.raw}: {each.safe_when}" for each in line.contacts if each.is_unsafe)
    return [
        *(_joined(line.addresses(channel)) for channel in channels),
        _joined(safe),
        _joined(sorted(line.stopped)),
    ]


def _joined(values: Any) -> str:
    return "; ".join(value for value in values if value)


# Files


def sheet(rows: QuerySet[Actor], member: Membership) -> Sheet:
    """The register as a table; every cell is text."""
    found = (cells(line, member) for line in lines(rows, member))
    return Sheet(_("Register"), headings(member), found)


def as_vcf(rows: QuerySet[Actor], member: Membership) -> Iterator[bytes]:
    """A vCard 4.0 for each actor."""
    for line in lines(rows, member):
        yield card(line).encode()


def card(line: Line) -> str:
    """One vCard (RFC 6350), lines folded at 75 octets and never inside a character."""
    actor = line.actor
    properties = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"KIND:{'individual' if actor.is_person else 'org'}",
        f"UID:urn:uuid:{actor.pk}",
        f"REV:{actor.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"FN:{escaped(f'{actor.title} {actor.name}'.strip())}",
        *_name_properties(actor),
        *_contact_properties(line),
        *_note_property(line),
        "END:VCARD",
    ]
    return "".join(f"{folded(each)}\r\n" for each in properties)


def _name_properties(actor: Any) -> list[str]:
    found = []
    if actor.is_person:
        family, given = actor.surname or actor.name, actor.given_name
        found.append(f"N:{escaped(family)};{escaped(given)};;{escaped(actor.title)};")
    else:
        found.append(f"ORG:{escaped(actor.name)}")
    for office in actor.offices[:1]:
        found.append(f"ORG:{escaped(office.organisation.name)}")
        found += [f"TITLE:{escaped(office.position)}"] if office.position else []
    nicknames = [escaped(name.name) for name in actor.other_names.all()]
    found += [f"NICKNAME:{','.join(nicknames)}"] if nicknames else []
    tags = [escaped(tag.name) for tag in actor.tags.all()]
    found += [f"CATEGORIES:{','.join(tags)}"] if tags else []
    return [*found, f"LANG:{actor.language}"] if actor.language else found


def _contact_properties(line: Line) -> list[str]:
    found = []
    for each in line.contacts:
        if each.channel in _CALLS and each.address:
            kind = "text,voice" if each.channel == Channel.SMS else "voice"
            listed = f'"{kind}"' if "," in kind else kind
            found.append(f"TEL;VALUE=uri;TYPE={listed}{_preferred(each)}:tel:{each.address}")
        elif each.channel == Channel.WHATSAPP and each.address:
            found.append(f"IMPP{_preferred(each)}:whatsapp:{each.address}")
        elif each.channel == Channel.EMAIL and each.address:
            found.append(f"EMAIL{_preferred(each)}:{escaped(each.address)}")
        elif each.channel == Channel.POST:
            found.append(f"ADR{_preferred(each)}:;;{escaped(each.address or each.raw)};;;;")
    return found


def _preferred(contact: ContactPoint) -> str:
    return ";PREF=1" if contact.is_preferred else ""


def _note_property(line: Line) -> list[str]:
    """What somebody who rings must know, since a phone shows the note beside the number."""
    unsafe = [each for each in line.contacts if each.is_unsafe]
    said = [_("Not always safe. %(when)s") % {"when": each.safe_when} for each in unsafe]
    said += [_("Not to be written to: %(address)s") % {"address": each} for each in sorted(line.stopped)]
    if line.actor.handle_in_person:
        said.append(_("Handle in person. %(why)s") % {"why": line.actor.in_person_reason})
    return [f"NOTE:{escaped(' '.join(said).strip())}"] if said else []


def escaped(text: str) -> str:
    """A value in a vCard: backslash, comma, semicolon and line breaks escaped, other control characters left out."""
    plain = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in plain if sign >= " " and sign != "\x7f")


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets; each further piece begins with a space."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > FOLD:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    return "\r\n".join([*pieces, piece])
