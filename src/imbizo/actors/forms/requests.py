"""Forms about what people ask of their own data: staff's, and those that a person fills in on a phone."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.states import CameBy, RequestKind
from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.programmes.models import Membership

_FROM_STAFF = [
    (each.value, capfirst(each.label)) for each in CameBy if each not in {CameBy.LINK, CameBy.PAGE}
]
_KINDS = [(each.value, capfirst(each.label)) for each in RequestKind]
_OWN_KINDS = [
    (RequestKind.ACCESS.value, _("Send me everything you hold about me")),
    (RequestKind.CORRECTION.value, _("Something is wrong: please correct it")),
    (RequestKind.OBJECTION.value, _("I don't want you to use my data")),
    (RequestKind.DELETION.value, _("Delete what you hold about me")),
]


class RequestForm(IdempotentForm):
    """A request that reached staff by phone, in person or by letter."""

    kind = forms.ChoiceField(label=_("What do they ask?"), choices=_KINDS, widget=forms.RadioSelect)
    came_by = forms.ChoiceField(label=_("How did it come?"), choices=_FROM_STAFF)
    received_on = DateField(
        label=_("Received on"),
        initial=timezone.localdate,
        help_text=_("The thirty days run from this day, not from when you write it down."),
    )
    said_name = forms.CharField(label=_("Name they gave"), max_length=300)
    said_contact = forms.CharField(
        label=_("Number or address for the answer"), max_length=320, required=False
    )
    text = forms.CharField(
        label=_("In their words"), max_length=5_000, required=False, widget=forms.Textarea({"rows": 4})
    )

    def clean_received_on(self) -> Any:
        """Refuse a day that is still to come."""
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come. Write the day on which it reached you."))
        return day

    @property
    def received_at(self) -> datetime:
        """Noon of the day on which it was received, or now if that is today."""
        day = self.cleaned_data["received_on"]
        now = timezone.localtime()
        return now if day == now.date() else now.replace(year=day.year, month=day.month, day=day.day, hour=12)


class MatchForm(forms.Form):
    """Whom the request is about, and how that was checked."""

    actor = RecordField[Actor](label=_("Who in the register is it?"), empty_label=_("Choose"))
    checked_how = forms.CharField(
        label=_("How do you know that it is them?"),
        max_length=300,
        help_text=_(
            "“Called back on the number in the register”, “saw their card at the office, kept no copy”."
        ),
    )

    def __init__(self, *args: Any, actors: QuerySet[Actor], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, actor=actors)


class HandlerForm(forms.Form):
    """Who answers."""

    handler = RecordField[Membership](label=_("Who answers"), empty_label=_("Choose a member"))

    def __init__(self, *args: Any, members: QuerySet[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, handler=members)


class AnswerForm(forms.Form):
    """What was answered, or why it is refused. The person reads it on their own page."""

    answer = forms.CharField(
        label=_("Your answer"), max_length=5_000, widget=forms.Textarea({"rows": 5}),
        help_text=_("The person reads this on their own page. If you keep something back, say so here, and why."),
    )  # fmt: skip


class CheckedForm(forms.Form):
    """How staff know that it is this person."""

    is_checked = forms.BooleanField(label=_("I have checked that I am dealing with this person"))
    checked_how = forms.CharField(
        label=_("How did you check?"),
        max_length=300,
        help_text=_(
            "“Called back on the number in the register”, “saw their card at the office, kept no copy”."
        ),
    )


class OwnRequestForm(IdempotentForm):
    """What the person asks, on their own page."""

    kind = forms.ChoiceField(
        label=_("What do you want us to do?"), choices=_OWN_KINDS, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Tell us more"), max_length=2_000, required=False, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Random, where staff's ids tell the time: what a person sends from a phone says nothing beside itself.
        self.fields["id"].initial = uuid.uuid4


class AskForm(OwnRequestForm):
    """The same from somebody who has no link: they say who they are, and staff check it."""

    said_name = forms.CharField(label=_("Your name"), max_length=300)
    said_contact = forms.CharField(
        label=_("Your phone number or e-mail"),
        max_length=320,
        help_text=_("We answer there, and first check that it is you."),
    )
    # Nobody sees it; what fills it in isn't a person.
    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    field_order = ["id", "said_name", "said_contact", "kind", "text", "website"]

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))
