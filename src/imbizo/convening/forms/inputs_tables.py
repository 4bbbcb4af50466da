"""Tables, pictures, and what is put to institutions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names
from imbizo.actors.states import Form, Language
from imbizo.base.forms.choosing import NamedField, RecordField, offer
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.convening.models import Gathering, Table
from imbizo.convening.queries.inputs import scribes, tables
from imbizo.programmes.models import Membership


class TablesForm(forms.Form):
    count = forms.IntegerField(label=_("How many tables?"), min_value=1, max_value=60, initial=6)


class TableForm(IdempotentForm):
    """A table, and who writes for it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    language = forms.ChoiceField(
        label=_("Language mostly spoken there"),
        choices=[("", _("not said")), *Language.choices],
        required=False,
    )
    scribe = RecordField[Membership](
        label=_("Scribe"),
        required=False,
        empty_label=_("nobody yet, or the group's own phone"),
    )

    def __init__(self, *args: Any, gathering: Gathering, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, scribe=scribes(gathering))


class PictureForm(IdempotentForm):
    """A photo of a flip chart, or of cards on a wall."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, at most 15 MB. The place and the camera are taken out of it."),
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )
    about = forms.CharField(label=_("Session"), required=False, widget=forms.Select)
    table = RecordField[Table](label=_("Table"), required=False, empty_label=_("no table"))
    caption = forms.CharField(label=_("What does it show?"), required=False, max_length=200)
    shows_people = forms.BooleanField(label=_("People can be recognised in it"), required=False)

    def __init__(self, *args: Any, gathering: Gathering, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, table=tables(gathering))


class PutForm(IdempotentForm):
    """To whom it is put, what we ask, and by when they answer."""

    institution = NamedField(label=_("Institution"), max_length=300)
    question = forms.CharField(
        label=_("What we ask"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        help_text=_("Left empty, they read the words as they were said. Nobody's name goes with it."),
    )
    answer_by = DateField(label=_("Answer by"))

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, institution=names(member, form=Form.ORGANISATION))


class AnswerForm(forms.Form):
    """What an institution answers."""

    answer = forms.CharField(
        label=_("Answer"), max_length=4_000, widget=forms.Textarea({"rows": 7, "dir": "auto"})
    )


class NotedAnswerForm(AnswerForm):
    """The same, noted by a member who was told it."""

    answered_on = DateField(label=_("Answered on"))


class UntilForm(forms.Form):
    answer_by = DateField(label=_("Answer by"))
