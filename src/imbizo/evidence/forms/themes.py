"""What is typed about themes, and about sentences that are answered."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordField, RecordsField, offer
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.sharing import partners_field
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.evidence.models import Code, Theme
from imbizo.evidence.queries import in_themes as queries
from imbizo.evidence.states import ThemeState
from imbizo.programmes.models import Membership
from imbizo.programmes.queries import other_partners
from imbizo.programmes.states import Sharing

_STATES = [(ThemeState.DRAFT, ThemeState.DRAFT.label), (ThemeState.AGREED, ThemeState.AGREED.label)]


class _CodesField(RecordsField[Code]):
    """Codes to tick, with their codebook where there are several."""

    has_codebooks = False

    def label_from_instance(self, obj: Code) -> str:
        return f"{obj.name} ({obj.codebook.name})" if self.has_codebooks else obj.name


class ThemeForm(IdempotentForm):
    """A new theme, with the codes that bring their words into it."""

    title = forms.CharField(label=_("Theme"), max_length=160, widget=forms.TextInput({"dir": "auto"}))
    statement = forms.CharField(
        label=_("What was said, in a sentence or two"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    codes = _CodesField(
        label=_("Codes whose words belong to it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is coded with them later comes in by itself."),
    )
    sharing = forms.ChoiceField(
        label=_("Who sees it"),
        choices=[each for each in Sharing.choices if each[0] != Sharing.NAMED],
        initial=Sharing.ITSELF,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer_codes(self, member)


class ThemeChangeForm(ThreeWayForm):
    """Its words, whether it is agreed, and who sees it."""

    shared_with = partners_field()

    class Meta:
        model = Theme
        fields = ("title", "statement", "state", "sharing", "shared_with")
        widgets = {"statement": forms.Textarea({"rows": 4, "dir": "auto"})}

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["state"] = forms.ChoiceField(label=_("State"), choices=_STATES, widget=forms.RadioSelect)
        self.fields["sharing"] = forms.ChoiceField(
            label=_("Who sees it"), choices=Sharing.choices, widget=forms.RadioSelect
        )
        offer(self, shared_with=other_partners(member))


class CodesForm(forms.Form):
    """Which codes bring their words into a theme."""

    codes = _CodesField(
        label=_("Codes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is coded with them later comes in by itself."),
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer_codes(self, member)


class IntoForm(forms.Form):
    """The theme that another goes into."""

    into = RecordField[Theme](label=_("Goes into"), empty_label=_("choose"))

    def __init__(self, *args: Any, others: QuerySet[Theme], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, into=others)


class AnswerForm(IdempotentForm):
    """The themes that sentences are put into: some that are there, a new one, or both."""

    themes = RecordsField[Theme](
        label=_("Themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    title = forms.CharField(
        label=_("Or a new theme"), max_length=160, required=False, widget=forms.TextInput({"dir": "auto"})
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        themes = queries.own(member)
        offer(self, themes=themes)
        if not themes.exists():
            del self.fields["themes"]
            self.fields["title"].label = _("A new theme")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("themes") and not given.get("title"):
            self.add_error("title", _("Choose a theme, or name a new one."))
        return given


class GroupForm(IdempotentForm):
    """A theme made of a suggested group: its name and what it says; which sentences belong is ticked beside it."""

    title = forms.CharField(label=_("Theme"), max_length=160, widget=forms.TextInput({"dir": "auto"}))
    statement = forms.CharField(
        label=_("What was said, in a sentence or two"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )


class SuggestForm(IdempotentForm):
    """What is to be grouped."""

    only_unanswered = forms.TypedChoiceField(
        label=_("Which sentences"),
        choices=[("yes", _("only what nobody answered yet")), ("no", _("all that was let through"))],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )


def _offer_codes(form: forms.Form, member: Membership) -> None:
    codes = queries.codes_to_choose(member)
    offer(form, codes=codes)
    field = form.fields["codes"]
    assert isinstance(field, _CodesField)
    books = codes.order_by().values("codebook").distinct().count()
    field.has_codebooks = books > 1
    if not books:
        del form.fields["codes"]
