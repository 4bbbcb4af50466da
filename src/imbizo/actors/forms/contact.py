"""Forms for a number or an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors import queries
from imbizo.actors.forms.pieces import NameField, PickingForm, sharing_field
from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.states import ContactState
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.messaging.states import Channel
from imbizo.programmes.models import Membership

_CHANNELS = [
    (Channel.SMS, _("mobile number (SMS and calls)")),
    (Channel.PHONE, _("telephone (calls only)")),
    (Channel.WHATSAPP, _("WhatsApp")),
    (Channel.EMAIL, _("e-mail")),
    (Channel.POST, _("letter")),
]
_STATES = [
    (ContactState.OK, _("checked, it works")),
    (ContactState.DOUBTFUL, _("to be checked")),
    (ContactState.DEAD, _("no longer works")),
]


class ContactFields(PickingForm):
    channel = forms.ChoiceField(label=_("How"), choices=_CHANNELS)
    raw = NameField(
        label=_("Number or address"),
        max_length=300,
        error_messages={"required": _("Write the number or the address.")},
    )
    through_name = NameField(
        label=_("Through somebody else"),
        max_length=300,
        required=False,
        help_text=_(
            "A church, an employer, a shop that passes messages on. Write the name as in the register."
        ),
    )
    is_shared = forms.BooleanField(label=_("Others use it too"), required=False)
    is_unsafe = forms.BooleanField(label=_("Not always safe"), required=False)
    safe_when = NameField(
        label=_("When and how it is safe"),
        max_length=300,
        required=False,
        help_text=_("Such as: after six, ask for her by first name only."),
    )
    is_preferred = forms.BooleanField(label=_("The one they prefer"), required=False)

    def settle(self, member: Membership) -> None:
        """Say who is asking, and suggest names."""
        self.member = member
        self.offer("through_name", queries.suggestions(member))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("is_unsafe") and not given.get("safe_when") and "safe_when" not in self.errors:
            self.add_error("safe_when", _("Say when and how it is safe, so that nobody is put in danger."))
        return given

    @property
    def through(self) -> Actor | None:
        """The actor through whom it goes, asked for once the form is valid."""
        return self._through

    _through: Actor | None = None

    def clean_through_name(self) -> str:
        written = str(self.cleaned_data["through_name"])
        self._through = self.pick("through_name")
        if written and self._through is None and not self.has_error("through_name"):
            raise forms.ValidationError(_("Nobody of this name is in the register. Add them there first."))
        return written


class NewContactForm(IdempotentForm, ContactFields):
    field_order = ["id", "channel", "raw"]

    def __init__(self, *args: Any, member: Membership, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.settle(member)
        self.fields["sharing"] = sharing_field(initial=actor.default_sharing)


class ContactForm(ThreeWayForm, ContactFields):
    state = forms.ChoiceField(label=_("How it stands"), choices=_STATES)
    field_order = ["channel", "raw", "state"]

    class Meta:
        model = ContactPoint
        fields = ("channel", "raw", "state", "is_shared", "is_unsafe", "safe_when", "is_preferred")

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.settle(member)
        through = self.instance.through
        sees = through and queries.openable(member).filter(pk=through.pk).exists()
        self.fields["through_name"].initial = through.name if through and sees else ""

    @property
    def all_changes(self) -> dict[str, Any]:
        """The fields to write, with whom it goes through."""
        if "through_name" not in self.changed_data:
            return self.changes
        return {**self.changes, "through": self.through}
