"""What an organiser fills in about the invited."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names
from imbizo.actors.states import Form
from imbizo.base.forms.choosing import NamedField, offer
from imbizo.base.forms.fields import MomentField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.convening.forms.answering import NeedsForm
from imbizo.convening.forms.fields import ListField, offer_list
from imbizo.convening.models import NoticeWording
from imbizo.convening.queries.wordings import unknown_words
from imbizo.convening.states import AnswerWay, Said
from imbizo.programmes.models import Membership

REASON_LETTERS = 300


class PutOnListForm(forms.Form):
    """People for the list: a whole list of the register, or one person."""

    actor_list = ListField(label=_("A list of the register"), required=False)
    actor = NamedField(label=_("Or one person"), required=False, max_length=300)
    is_required = forms.BooleanField(label=_("Must be there"), required=False)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_list(self, "actor_list", member)
        offer(self, actor=names(member, form=Form.PERSON))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("actor_list") and not cleaned.get("actor"):
            raise forms.ValidationError(_("Choose a list, or write the name of one person."))
        return cleaned


class InviteForm(IdempotentForm):
    """Sending the invitations; the reason is asked for where somebody must be told first."""

    because = forms.CharField(
        label=_("Why it goes on before they are told"),
        help_text=_("It is kept with the gathering, with your name."),
        max_length=500,
        required=False,
    )


class NewsForm(forms.Form):
    """Late news."""

    note = forms.CharField(
        label=_("What you add"),
        help_text=_("One sentence that everybody gets as you write it."),
        max_length=300,
        required=False,
    )


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label=_("Why"),
        help_text=_("Kept with the invitation. They are told that it is taken back, not why."),
        max_length=REASON_LETTERS,
        error_messages={"required": _("Say why: it is kept with the invitation.")},
    )


class NoteAnswerForm(forms.Form):
    """An answer that came by telephone, in person or by letter."""

    said = forms.ChoiceField(
        label=_("They said"),
        choices=Said.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they answered.")},
    )
    via = forms.ChoiceField(
        label=_("How"),
        choices=[
            (AnswerWay.PHONE, AnswerWay.PHONE.label),
            (AnswerWay.PERSON, AnswerWay.PERSON.label),
            (AnswerWay.EMAIL, AnswerWay.EMAIL.label),
            (AnswerWay.SMS, AnswerWay.SMS.label),
        ],
    )
    at = MomentField(label=_("When"), required=False, help_text=_("Empty means now."))
    instead_name = forms.CharField(label=_("Who comes instead"), max_length=160, required=False)
    instead_number = forms.CharField(label=_("Their number"), max_length=40, required=False)
    words = forms.CharField(
        label=_("In their words"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SubstituteForm(forms.Form):
    """Who comes instead."""

    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        error_messages={"required": _("Write the name of who comes instead.")},
    )
    number = forms.CharField(label=_("Number"), max_length=40, required=False)


class InvitationNeedsForm(NeedsForm):
    """The same needs, noted by the organiser."""


class WordingForm(forms.ModelForm[NoticeWording]):
    """A text of the gathering's own, in one language."""

    class Meta:
        model = NoticeWording
        fields = ("subject", "text", "letter", "checked_by")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("subject", "text", "letter"):
            if wrong := unknown_words(cleaned.get(name, "")):
                said = _("These words between braces mean nothing here: %(words)s.")
                self.add_error(name, said % {"words": ", ".join(wrong)})
        return cleaned
