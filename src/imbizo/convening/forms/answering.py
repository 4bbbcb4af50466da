"""What somebody says on their own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.convening.models import Invitation
from imbizo.convening.operations.invitations.needs import NEEDS
from imbizo.convening.queries.wordings import LANGUAGES
from imbizo.convening.states import Said

MOST_CHILDREN = 12
_LANGUAGES = (
    ("en", "English"),
    ("af", "Afrikaans"),
    ("xh", "isiXhosa"),
    ("st", "Sesotho"),
    ("sn", "chiShona"),
    ("so", "Soomaali"),
    ("fr", "français"),
    ("sfs", _("sign language")),
    ("other", _("another language")),
)
assert {code for code, _name in _LANGUAGES} > set(LANGUAGES)


class NeedsForm(forms.Form):
    """What somebody who comes needs; everything may stay empty."""

    interpreter = forms.ChoiceField(
        label=_("An interpreter for"), choices=[("", _("not needed")), *_LANGUAGES], required=False
    )
    children = forms.IntegerField(
        label=_("Children to look after, how many"), required=False, min_value=0, max_value=MOST_CHILDREN
    )
    transport_from = forms.CharField(label=_("Transport, from where"), max_length=160, required=False)
    diet = forms.CharField(label=_("Food you can't or don't eat"), max_length=200, required=False)
    access = forms.CharField(label=_("Help to get in, see or hear"), max_length=300, required=False)

    @property
    def needs(self) -> dict[str, Any]:
        """As the record keeps them, of those that were asked: transport is needed where a place is given."""
        given = {name: self.cleaned_data.get(name) for name in NEEDS if name in self.data}
        if "transport_from" in given:
            given["needs_transport"] = True if given["transport_from"] else None
        return given


class OwnAnswerForm(NeedsForm):
    """An answer by whoever holds the link."""

    said = forms.ChoiceField(
        label=_("Can you come?"),
        choices=[
            (Said.YES, _("Yes, I come")),
            (Said.NO, _("No, I can't come")),
            (Said.PERHAPS, _("Perhaps")),
            (Said.COLLEAGUE, _("I can't, but somebody comes instead")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these answers.")},
    )
    instead_name = forms.CharField(
        label=_("Who comes instead"),
        max_length=160,
        error_messages={"required": _("Write the name of who comes instead.")},
    )
    instead_number = forms.CharField(label=_("Their number"), max_length=40, required=False)

    field_order = ("said", "instead_name", "instead_number")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Each answer is a form of its own on the page: a name is wanted where somebody else comes.
        self.fields["instead_name"].required = self.data.get("said", Said.COLLEAGUE) == Said.COLLEAGUE


def own_answer_form(invitation: Invitation, data: Any = None) -> OwnAnswerForm:
    """The form as it stands for this person: what they said before is filled in."""
    before = {name: getattr(invitation, name) for name in NEEDS}
    return OwnAnswerForm(data, initial=before)
