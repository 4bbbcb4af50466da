"""The day pack: everything that a day needs on paper, as one PDF or part by part. No paper carries a status."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imbizo.base.documents import pdf, qr
from imbizo.base.translations.checked import is_unchecked
from imbizo.calc import codes
from imbizo.convening.exports import for_people
from imbizo.convening.exports.for_people import About
from imbizo.convening.exports.runsheet import run_sheet
from imbizo.convening.exports.safety import safety_sheet
from imbizo.convening.forms.fields import language_names
from imbizo.convening.models import Gathering
from imbizo.convening.queries import daypack as queries
from imbizo.convening.queries.daypack import Part, Wanted
from imbizo.convening.queries.safety import sheet_of
from imbizo.convening.queries.words import span_words
from imbizo.convening.rules.cards import card_codes, cards_for

Drawn = dict[str, Any]
# Where a code leads: (name of the address, code) -> the whole address.
Address = Callable[[str, str], str]
_SLIP: Final = "slip"


@dataclass
class Pack:
    """What is being drawn: the gathering, what is wanted of it, and the pictures that the template will ask for."""

    gathering: Gathering
    wanted: Wanted
    address: Address
    images: dict[str, bytes] = field(default_factory=dict)

    @property
    def copies(self) -> dict[str, int]:
        """How many papers in each language."""
        if self.wanted.copies is not None:
            return dict.fromkeys(self.wanted.languages, self.wanted.copies)
        return queries.copies_by_language(self.gathering, self.wanted.languages)

    def about(self) -> About:
        """What papers say of the gathering, in the language that is in force."""
        # The programme's own number, and never one of the safety sheet: those may be the police's.
        number = self.gathering.programme.contact_number
        return About(self.gathering.name, span_words(self.gathering), str(self.gathering.owner.name), number)


def day_pack_pdf(gathering: Gathering, wanted: Wanted, *, address: Address) -> bytes:
    """The parts that are wanted, one behind the other, in the reader's language. Raises NotMade."""
    pack = Pack(gathering, wanted, address)
    parts = [drawn for part in Part if part in wanted.parts for drawn in _DRAW[part](pack)]
    title = _("Day pack: %(name)s") % {"name": gathering.name}
    data = {
        "programme": f"{gathering.programme} · {gathering.name}",
        "cover": _cover(pack, parts) if len(wanted.parts) > 1 else None,
        "parts": parts,
    }
    return pdf.render(
        "convening/daypack", data, language=get_language() or "en", title=title, images=pack.images
    )


def part_title(part: Part) -> str:
    """What a part is called, in the reader's language."""
    return {
        Part.RUN_SHEET: _("Run sheet"),
        Part.SAFETY: _("Safety sheet"),
        Part.NUMBERS: _("Numbers to call"),
        Part.REGISTER: _("Register to sign"),
        Part.PAYMENTS: _("Payments for transport"),
        Part.CONSENT: _("Consent forms"),
        Part.SLIPS: _("Slips: who is in the room"),
        Part.WORDS: _("Slips: say it without a name"),
        Part.GROUPS: _("Sheets for the tables"),
        Part.CARDS: _("Cards with codes"),
    }[part]


def _cover(pack: Pack, parts: Sequence[Drawn]) -> Drawn:
    counted: dict[str, int] = {}
    for drawn in parts:
        counted[drawn["name"]] = counted.get(drawn["name"], 0) + drawn["count"]
    gathering = pack.gathering
    return {
        "title": gathering.name,
        "lede": " · ".join(filter(None, (span_words(gathering), str(gathering.place or "")))),
        "heading": _("In this pack"),
        "headings": [_("What"), _("How many")],
        "rows": [[name, count] for name, count in counted.items()],
        "code_label": _("Code of the day"),
        "code": codes.shown(gathering.code),
    }


def _part(part: Part, count: int, **data: Any) -> Drawn:
    return {
        "kind": part.value,
        "name": part_title(part),
        "count": count,
        "language": get_language() or "en",
        **data,
    }


def _run_sheet(pack: Pack) -> Iterator[Drawn]:
    if pack.gathering.items.exists():
        yield _part(Part.RUN_SHEET, 1, sheet=run_sheet(pack.gathering))


def _safety(pack: Pack) -> Iterator[Drawn]:
    yield _part(Part.SAFETY, 1, sheet=safety_sheet(sheet_of(pack.gathering)))


def _numbers(pack: Pack) -> Iterator[Drawn]:
    rows = [list(row) for row in queries.numbers(pack.gathering)]
    nobody = _("No numbers are noted yet. Write them here by hand:")
    yield _part(Part.NUMBERS, 1, lede=_headline(pack), rows=rows, nobody=nobody)


def _register(pack: Pack) -> Iterator[Drawn]:
    headings = [_("No."), _("Name"), _("Card"), _("Signature")]
    rows = [[number, name, "", ""] for number, name in _lines(pack)]
    note = _("A name is written only by those who want to. Whoever doesn't signs with the code of the card.")
    yield _part(Part.REGISTER, len(rows), lede=_headline(pack), note=note, headings=headings, rows=rows)


def _payments(pack: Pack) -> Iterator[Drawn]:
    currency = pack.gathering.programme.currency
    amount = pack.gathering.transport_amount
    headings = [
        _("No."),
        _("Name"),
        _("Card"),
        _("Amount (%(currency)s)") % {"currency": currency},
        _("Signature"),
    ]
    rows = [
        [number, name, "", "" if amount is None else f"{amount:.2f}", ""] for number, name in _lines(pack)
    ]
    note = _("Money for the way here and home. Whoever gets it signs for it.")
    paid = [_("Paid out in all"), _("Paid out by"), _("Witness")]
    yield _part(
        Part.PAYMENTS, len(rows), lede=_headline(pack), note=note, headings=headings, rows=rows, sign=paid
    )


def _consent(pack: Pack) -> Iterator[Drawn]:
    yield from _in_languages(pack, Part.CONSENT, lambda: for_people.consent(pack.about()))


def _slips(pack: Pack) -> Iterator[Drawn]:
    asked = queries.slip_questions(pack.gathering)
    yield from _in_languages(pack, Part.SLIPS, lambda: for_people.who_slip(pack.about(), asked))


def _words(pack: Pack) -> Iterator[Drawn]:
    address = pack.address("open-slip", pack.gathering.code)
    pack.images[_SLIP] = qr.svg(address)
    more = {"picture": _SLIP, "address": address}
    yield from _in_languages(pack, Part.WORDS, lambda: for_people.word_slip(pack.about()) | more)


def _in_languages(pack: Pack, part: Part, draw: Callable[[], Drawn]) -> Iterator[Drawn]:
    for language, count in pack.copies.items():
        unchecked = _unchecked(language)
        name = part_title(part)
        with translation.override(language):
            sheet = draw()
            drawn = _part(part, count, sheet=sheet, unchecked=unchecked)
        yield drawn | {"name": f"{name}, {language_names([language])[0]}"}


def _unchecked(language: str) -> str:
    """What stands small on a paper whose translation no speaker has read."""
    if not is_unchecked(language):
        return ""
    named = language_names([language])[0]
    return _("No speaker of %(language)s has checked this translation yet.") % {"language": named}


def _groups(pack: Pack) -> Iterator[Drawn]:
    about = pack.about()
    for number, sheet in enumerate(queries.group_sheets(pack.gathering)):
        address = pack.address("open-table", sheet.table.code)
        picture = f"table-{sheet.table.pk}"
        pack.images.setdefault(picture, qr.svg(address))
        language = sheet.table.language or get_language() or "en"
        name = part_title(Part.GROUPS)
        with translation.override(language):
            words = for_people.group_sheet(
                about, table=sheet.table.name, session=sheet.session, questions=sheet.questions
            )
        drawn = words | {"code": codes.shown(sheet.table.code), "picture": picture, "address": address}
        yield {"kind": Part.GROUPS.value, "name": name, "count": 1, "language": language, "sheet": drawn,
               "is_first": number == 0}  # fmt: skip


def _cards(pack: Pack) -> Iterator[Drawn]:
    found = card_codes(pack.gathering.pk, cards_for(pack.gathering.capacity))
    lines = {for_people.card(pack.about())["about"]: None}
    for language in pack.wanted.languages:
        with translation.override(language):
            lines[for_people.card(pack.about())["about"]] = None
    sheet = for_people.card(pack.about()) | {"lines": list(lines)[:3]}
    yield _part(Part.CARDS, len(found), sheet=sheet, codes=found)


def _lines(pack: Pack) -> list[tuple[int, str]]:
    """The numbered lines of a list to sign: those who said yes by name, then empty ones."""
    named = [each.actor.name for each in queries.coming(pack.gathering)]
    blank = queries.blank_lines(pack.gathering, len(named))
    return list(enumerate([*named, *[""] * blank], 1))


def _headline(pack: Pack) -> str:
    return f"{pack.gathering.name} · {span_words(pack.gathering)}"


_DRAW: Final[dict[Part, Callable[[Pack], Iterator[Drawn]]]] = {
    Part.RUN_SHEET: _run_sheet,
    Part.SAFETY: _safety,
    Part.NUMBERS: _numbers,
    Part.REGISTER: _register,
    Part.PAYMENTS: _payments,
    Part.CONSENT: _consent,
    Part.SLIPS: _slips,
    Part.WORDS: _words,
    Part.GROUPS: _groups,
    Part.CARDS: _cards,
}
