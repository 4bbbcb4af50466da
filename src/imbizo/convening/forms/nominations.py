"""Asking institutions to name people, and naming them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.queries import names
from imbizo.actors.states import Form
from imbizo.base.forms.choosing import NamedField
from imbizo.base.forms.fields import MomentField, PhoneInput
from imbizo.convening.forms.fields import grouped_languages
from imbizo.convening.models import Nomination, Nominee
from imbizo.convening.operations.nominations import Person, Wanted
from imbizo.convening.queries.nominations import most
from imbizo.programmes.models import Membership

AT_ONCE = 200


class InstitutionsField(forms.CharField):
    """Several organisations of the register, a name on each line; gives the actors."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 5, "dir": "auto"}), **options)
        self._one = NamedField(required=False)

    def offer(self, member: Membership) -> None:
        """Look among the organisations that the member sees."""
        self._one.offer(names(member, form=Form.ORGANISATION))

    def clean(self, value: Any) -> list[Actor]:
        """Raises ValidationError, for each line that names none or several, with the line."""
        lines = list(dict.fromkeys(line.strip() for line in str(super().clean(value)).splitlines()))
        found, wrong = [], []
        for line in [line for line in lines if line][:AT_ONCE]:
            try:
                found.append(self._one.clean(line))
            except forms.ValidationError as error:
                wrong.append(f"“{line}”: {' '.join(error.messages)}")
        if wrong:
            raise forms.ValidationError(wrong)
        return found


class WantedForm(forms.Form):
    """How many, by when, with what mandate."""

    seats = forms.IntegerField(label=_("How many people"), min_value=1, max_value=50, initial=1)
    alternates = forms.IntegerField(
        label=_("How many alternates"),
        min_value=0,
        max_value=50,
        initial=0,
        help_text=_("Who comes if one of them can't."),
    )
    mandate = forms.CharField(
        label=_("With what mandate"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("What they may say or decide in the name of the institution."),
    )
    due_at = MomentField(label=_("Named by"), required=False)

    @property
    def wanted(self) -> Wanted:
        """As the operation takes it."""
        names = ("seats", "alternates", "mandate", "due_at")
        return Wanted(**{name: self.cleaned_data[name] for name in names})


class AskForm(WantedForm):
    """Which institutions are asked, and for what."""

    institutions = InstitutionsField(
        label=_("Institutions"),
        help_text=_("From the register, one on each line."),
        error_messages={"required": _("Write the name of at least one institution.")},
    )
    field_order = ("institutions",)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["institutions"]
        assert isinstance(field, InstitutionsField)
        field.offer(member)


class NomineeForm(forms.Form):
    """One person whom an institution names. An empty row names nobody."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=300,
        error_messages={"required": _("Write the name of at least one person.")},
    )
    position = forms.CharField(label=_("Position"), required=False, max_length=200)
    phone = forms.CharField(label=_("Number"), required=False, max_length=60, widget=PhoneInput)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    mandate = forms.CharField(label=_("Mandate"), required=False, max_length=300)

    is_alternate = False
    title = ""

    def __init__(self, *args: Any, languages: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("not said")), *grouped_languages(languages)]
        # Autocomplete would fill in the data of whoever holds the phone.
        for each in self.fields.values():
            each.widget.attrs |= {"autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        said = any(data.get(name) for name in ("position", "phone", "email", "mandate"))
        if not data.get("name") and said:
            self.add_error("name", _("Write the name, or empty the other lines."))
        if data.get("name") and not (data.get("phone") or data.get("email") or self.errors):
            self.add_error("phone", _("Write a number or an e-mail address, so that we reach them."))
        return data

    @property
    def person(self) -> Person | None:
        """As the operation takes it; None for an empty row."""
        if not self.cleaned_data.get("name"):
            return None
        return Person(**self.cleaned_data, is_alternate=self.is_alternate)


class NomineesForm:
    """As many rows as an institution may name people: its seats, then its alternates. Who is settled isn't in it."""

    def __init__(self, nomination: Nomination, data: Any = None) -> None:
        self.nomination, self.data = nomination, data
        rows = list(nomination.nominees.all())
        self.settled = [each for each in rows if each.invitation_id or each.refused_because]
        self.rows = [
            *self._rows(rows, nomination.seats, is_alternate=False),
            *self._rows(rows, nomination.alternates, is_alternate=True),
        ]

    def _rows(self, nominees: Sequence[Nominee], count: int, *, is_alternate: bool) -> list[NomineeForm]:
        kept = [each for each in self.settled if each.is_alternate == is_alternate and each.invitation_id]
        open_ones = [
            each for each in nominees if each.is_alternate == is_alternate and each not in self.settled
        ]
        free = max(count - len(kept), len(open_ones))
        return [
            self._row(
                number,
                open_ones[number] if number < len(open_ones) else None,
                is_alternate=is_alternate,
            )
            for number in range(free)
        ]

    def _row(self, number: int, nominee: Nominee | None, *, is_alternate: bool) -> NomineeForm:
        row = NomineeForm(
            self.data,
            prefix=f"{'other' if is_alternate else 'seat'}-{number}",
            initial=_said(nominee) if nominee else {},
            languages=self.nomination.programme.languages,
        )
        row.is_alternate = is_alternate
        # Somebody has to be named; the other rows may stay empty.
        row.fields["name"].required = not (number or is_alternate or self.settled)
        words = _("Alternate %(number)s") if is_alternate else _("Person %(number)s")
        row.title = str(words % {"number": number + 1})
        return row

    def is_valid(self) -> bool:
        """Whether every row makes sense; each is looked at."""
        return self.data is not None and not sum(not row.is_valid() for row in self.rows)

    @property
    def has_errors(self) -> bool:
        return any(row.errors for row in self.rows) if self.data is not None else False

    @property
    def people(self) -> list[Person]:
        """Whom the rows name."""
        return [person for row in self.rows if (person := row.person)]

    @property
    def room(self) -> int:
        """How many may be named in all."""
        return most(self.nomination)


def _said(nominee: Nominee) -> dict[str, Any]:
    names = ("id", "name", "position", "phone", "email", "language", "mandate")
    return {name: getattr(nominee, name) for name in names}


class RefuseForm(forms.Form):
    because = forms.CharField(
        label=_("Why not"), max_length=300, help_text=_("It is kept with the nomination; they aren't told.")
    )


class TakeForm(forms.Form):
    """As whom of the register somebody is taken; empty for a new person. `gone` is whose seat an alternate takes."""

    actor = forms.UUIDField(required=False)
    gone = forms.UUIDField(required=False)

    @property
    def chosen(self) -> UUID | None:
        return self.cleaned_data.get("actor") if self.is_valid() else None
