"""Who is told first, the letterhead, a letter, and what they answered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names, places
from imbizo.actors.states import Language
from imbizo.base.forms.choosing import NamedField, offer
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import OfferingForm, ThreeWayForm
from imbizo.convening.forms.fields import place_field
from imbizo.convening.models import FirstToTell, Letterhead, Telling
from imbizo.convening.states import Office, TellingState, ToldBy
from imbizo.programmes.models import Membership

LARGEST_LOGO = 300_000  # bytes
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class FirstFields(forms.Form):
    place = place_field(
        label=_("Place"),
        help_text=_("A municipality counts for the towns in it, a district for its municipalities."),
        empty_label=_("choose"),
        error_messages={"required": _("Choose the place.")},
    )
    office = forms.ChoiceField(label=_("Office"), choices=Office.choices)
    actor = NamedField(
        label=_("Who holds it"),
        help_text=_("From the register. It can stay open; then the letter goes to the office."),
        required=False,
    )
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.TextInput({"dir": "auto"})
    )

    def offer(self, member: Membership) -> None:
        """Let the member choose among the programme's places and people."""
        offer(self, place=places(member), actor=names(member))


class NewFirstForm(IdempotentForm, FirstFields):
    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(member)


class FirstForm(OfferingForm, FirstFields):
    class Meta:
        model = FirstToTell
        fields = ("place", "office", "actor", "note")


class LetterheadForm(ThreeWayForm):
    logo_file = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG or JPEG, at most 300 kB. It stands at the top of each letter."),
        required=False,
    )
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = Letterhead
        fields = ("name", "address", "signatory", "signatory_title", "prefix")
        widgets = {"address": forms.Textarea({"rows": 3, "dir": "auto"})}
        help_texts = {"prefix": _("For example ULL/CWDM/ gives ULL/CWDM/2026/001.")}

    def clean_logo_file(self) -> bytes | None:
        """The picture's bytes. Raises ValidationError for what isn't a picture that letters can hold."""
        file = self.cleaned_data["logo_file"]
        if file is None:
            return None
        content: bytes = file.read(LARGEST_LOGO + 1)
        if len(content) > LARGEST_LOGO:
            raise ValidationError(_("This picture is larger than 300 kB. Make it smaller."))
        if not content.startswith(_PICTURES):
            raise ValidationError(_("This isn't a PNG or JPEG picture. Choose another."))
        return content

    @property
    def written(self) -> dict[str, Any]:
        """The fields to write, with the logo where it changes."""
        changes = dict(self.changes)
        if self.cleaned_data.get("logo_file"):
            changes["logo"] = self.cleaned_data["logo_file"]
        elif self.cleaned_data.get("without_logo"):
            changes["logo"] = None
        return changes


class LetterForm(ThreeWayForm):
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)

    class Meta:
        model = Telling
        fields = ("language", "reference", "subject", "text", "signatory", "signatory_title")
        widgets = {"text": forms.Textarea({"rows": 12, "dir": "auto"})}


class ToldForm(forms.Form):
    """How and when they were told."""

    told_by = forms.ChoiceField(
        label=_("They were told"), choices=[each for each in ToldBy.choices if each[0] != ToldBy.EMAIL.value]
    )
    on = DateField(label=_("On"), initial=timezone.localdate)


class ReplyForm(forms.Form):
    """What they answered."""

    state = forms.ChoiceField(
        label=_("Their answer"),
        choices=[each for each in TellingState.choices if each[0] not in {"draft", "told"}],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("In their words"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    on = DateField(label=_("Answered on"), initial=timezone.localdate, required=False)


class PageReplyForm(forms.Form):
    """The same, as they give it themselves."""

    state = forms.ChoiceField(
        label=_("What does your office say?"),
        choices=[
            (TellingState.WELCOMED.value, _("We welcome it")),
            (TellingState.NOTED.value, _("We took note")),
            (TellingState.ASKS.value, _("We ask for more")),
            (TellingState.OBJECTS.value, _("We object")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    answer = forms.CharField(
        label=_("Anything you want to add"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
