"""Making a date poll, and voting in it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names
from imbizo.base.forms.choosing import NamedField, offer
from imbizo.base.forms.fields import DateField, MomentField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.convening.forms.fields import HourField, ListField, offer_list
from imbizo.convening.models import DatePoll, Gathering, PollOption
from imbizo.convening.queries.polls import option_words
from imbizo.convening.states import VoteAnswer
from imbizo.programmes.models import Membership, Programme

ROWS = 12
AT_FIRST = 4
"""Rows that the page shows at once; the others are folded away."""


class DeadlineForm(forms.Form):
    """Until when people vote."""

    closes_at = MomentField(
        label=_("Vote by"),
        help_text=_("Those who haven't voted are reminded two days before."),
        error_messages={"required": _("Say until when people can vote.")},
    )


class ChangePollForm(DeadlineForm):
    """The deadline, and what is told."""

    note = forms.CharField(
        label=_("What to tell the voters"),
        help_text=_("It goes out with the question."),
        max_length=300,
        required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 2}),
    )


class PollForm(IdempotentForm, ChangePollForm):
    """Dates to choose from, and who is asked."""

    template_name = "convening/dates/poll_form.html"

    voters = ListField(
        label=_("Who is asked"),
        help_text=_("A list of the register. Single people can be added on the next page."),
        required=False,
    )

    field_order = ("id", "voters", "closes_at", "note")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, member: Membership, gathering: Gathering
    ) -> None:
        super().__init__(data, initial={"voters": gathering.invited_id})
        self._zone = member.programme.zone
        offer_list(self, "voters", member)
        for number in range(1, ROWS + 1):
            self.fields[f"day_{number}"] = DateField(label=_("Day"), required=False)
            self.fields[f"from_{number}"] = HourField(label=_("From"), required=False, initial=dt.time(9))
            self.fields[f"until_{number}"] = HourField(label=_("Until"), required=False, initial=dt.time(15))
        self.spans: list[tuple[dt.datetime, dt.datetime]] = []

    def clean(self) -> dict[str, Any]:
        """Read the rows that name a day."""
        super().clean()
        for number in range(1, ROWS + 1):
            self._read_row(number)
        if len(self.spans) < 2 and not self.errors.keys() - {"closes_at", "note", "voters"}:
            self.add_error("day_1", _("Offer at least two dates."))
        return self.cleaned_data

    def _read_row(self, number: int) -> None:
        given = self.cleaned_data
        day, begins, ends = (given.get(f"{name}_{number}") for name in ("day", "from", "until"))
        if day is None:
            return
        if begins is None or ends is None:
            self.add_error(f"from_{number}", _("Give both hours: when it begins and when it ends."))
        elif ends <= begins:
            self.add_error(f"until_{number}", _("It ends before it begins. Mend one of the two times."))
        else:
            self.spans.append(
                (dt.datetime.combine(day, begins, self._zone), dt.datetime.combine(day, ends, self._zone))
            )

    @property
    def first_rows(self) -> Iterator[list[forms.BoundField]]:
        """The rows that the page shows at once."""
        return self._rows(range(1, AT_FIRST + 1))

    @property
    def more_rows(self) -> Iterator[list[forms.BoundField]]:
        """The others."""
        return self._rows(range(AT_FIRST + 1, ROWS + 1))

    @property
    def has_more(self) -> bool:
        """Whether one of the folded rows is filled or has an error."""
        return any(self[f"day_{n}"].value() or self[f"day_{n}"].errors for n in range(AT_FIRST + 1, ROWS + 1))

    def _rows(self, numbers: range) -> Iterator[list[forms.BoundField]]:
        for number in numbers:
            yield [self[f"{name}_{number}"] for name in ("day", "from", "until")]


class OptionForm(forms.Form):
    """One more date."""

    day = DateField(label=_("Day"), error_messages={"required": _("Choose the day.")})
    from_ = HourField(label=_("From"), initial=dt.time(9))
    until = HourField(label=_("Until"), initial=dt.time(15))

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, **options)
        self._zone = programme.zone

    def clean(self) -> dict[str, Any]:
        """The moments in place of day and hours."""
        super().clean()
        given = self.cleaned_data
        if not self.errors:
            moments = [
                dt.datetime.combine(given["day"], given[name], self._zone) for name in ("from_", "until")
            ]
            self.cleaned_data = {"starts_at": moments[0], "ends_at": moments[1]}
            if moments[1] <= moments[0]:
                self.add_error("until", _("It ends before it begins. Mend one of the two times."))
        return self.cleaned_data


class VotersForm(forms.Form):
    """Who else is asked: a list, somebody by name, or both."""

    voters = ListField(label=_("A list"), required=False, empty_label=_("no list"))
    person = NamedField(label=_("Or one person or organisation"), required=False, max_length=300)
    is_required = forms.BooleanField(label=_("They must be there"), required=False)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_list(self, "voters", member)
        offer(self, person=names(member))

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where nobody is named."""
        super().clean()
        if not self.errors and not self.cleaned_data["voters"] and not self.cleaned_data["person"]:
            raise forms.ValidationError(_("Choose a list, or write a name."))
        return self.cleaned_data


class VoteForm(forms.Form):
    """Yes, if need be, or no, for each date."""

    def __init__(
        self,
        *args: Any,
        poll: DatePoll,
        options: Sequence[PollOption],
        said: Mapping[UUID, str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self._options = options
        for option in options:
            self.fields[option.letter] = forms.ChoiceField(
                label=f"{option.letter}: {option_words(option, poll.programme)}",
                choices=VoteAnswer.choices,
                required=False,
                widget=forms.RadioSelect,
                initial=str(said.get(option.pk, "")),
            )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where nothing is said."""
        super().clean()
        if not self.errors and not self.answers:
            raise forms.ValidationError(_("Say of at least one date whether it suits you."))
        return self.cleaned_data

    @property
    def answers(self) -> dict[UUID, str]:
        """What was said, by the option's id."""
        given = {option.pk: self.cleaned_data.get(option.letter) for option in self._options}
        return {pk: answer for pk, answer in given.items() if answer}


class PhoneVoteForm(VoteForm):
    """A vote that staff note."""

    via = forms.ChoiceField(
        label=_("They said it"),
        choices=[("phone", _("on the telephone")), ("person", _("in person"))],
    )
