"""What is typed about codebooks, codes, codings and rounds."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordField, RecordsField, offer
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.sharing import partners_field
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.convening.models import Gathering
from imbizo.evidence.models import Code, Codebook, Source
from imbizo.evidence.queries import coding as queries
from imbizo.evidence.states import Unit
from imbizo.programmes.models import Membership
from imbizo.programmes.queries import other_partners
from imbizo.programmes.states import Sharing

_HEX = RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", _("Choose a colour."))


class CodebookForm(IdempotentForm):
    """A new codebook."""

    name = forms.CharField(label=_("Name"), max_length=160, widget=forms.TextInput({"dir": "auto"}))
    description = forms.CharField(
        label=_("What it is for"), max_length=4_000, required=False, widget=forms.Textarea({"rows": 3})
    )


class CodebookChangeForm(ThreeWayForm):
    """Its name, what it is for, and who sees it."""

    shared_with = partners_field()

    class Meta:
        model = Codebook
        fields = ("name", "description", "sharing", "shared_with")
        widgets = {"sharing": forms.RadioSelect, "description": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sharing"] = forms.ChoiceField(
            label=_("Who sees it"), choices=Sharing.choices, widget=forms.RadioSelect
        )
        offer(self, shared_with=other_partners(member))


class CodeForm(IdempotentForm):
    """A new code."""

    name = forms.CharField(label=_("Code"), max_length=120, widget=forms.TextInput({"dir": "auto"}))
    parent = RecordField[Code](label=_("Under"), required=False, empty_label=_("nothing: at the top"))
    memo = forms.CharField(
        label=_("Memo: when it applies, and when not"),
        max_length=8_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, codebook: Codebook, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, parent=queries.in_use(codebook))


class CodeChangeForm(ThreeWayForm):
    """All that can be changed about a code."""

    class Meta:
        model = Code
        fields = ("name", "parent", "memo", "colour", "is_codable")
        widgets = {
            "colour": forms.TextInput({"type": "color", "class": "form-control swatch-input"}),
            "memo": forms.Textarea({"rows": 6}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, parent=queries.in_use(self.instance.codebook).exclude(pk=self.instance.pk))
        self.fields["colour"].validators.append(_HEX)


class MergeForm(forms.Form):
    """Into which code another goes."""

    into = RecordField[Code](label=_("Into"), empty_label=_("choose"))

    def __init__(self, *args: Any, code: Code, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, into=queries.in_use(code.codebook).exclude(pk=code.pk))


class WordsForm(forms.Form):
    """Words that were marked, or quoted where no script runs, and the codes that they are put under."""

    language = forms.CharField(required=False, max_length=8)
    seen = forms.CharField(required=False, max_length=16)
    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=0)
    quote = forms.CharField(required=False, max_length=9_000)
    codes = RecordsField[Code](required=False)
    new = forms.CharField(required=False, max_length=120)
    memo = forms.CharField(required=False, max_length=2_000)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = queries.own_codes(member)
        offer(self, codes=rows.select_related("codebook", "programme"))


class CodesForm(forms.Form):
    """The codes under which an excerpt is put."""

    codes = RecordsField[Code](label=_("Codes"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = queries.own_codes(member).filter(merged_into=None, withdrawn_because="", is_codable=True)
        offer(self, codes=rows.order_by("codebook__name", "position"))


class CodingForm(forms.Form):
    """A coding's memo, and other words for it."""

    memo = forms.CharField(
        label=_("Memo"), max_length=2_000, required=False, widget=forms.Textarea({"rows": 3})
    )
    quote = forms.CharField(
        label=_("Its words"),
        max_length=9_000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("To let it hold more or fewer words, write them as they stand in the text."),
    )


class RoundForm(IdempotentForm):
    """A new coding round."""

    name = forms.CharField(label=_("Name"), max_length=160)
    coders = RecordsField[Membership](label=_("Coders"), widget=forms.CheckboxSelectMultiple)
    is_blind = forms.BooleanField(
        label=_("Blind: nobody sees what the others coded until it is compared"), required=False, initial=True
    )
    unit = forms.ChoiceField(
        label=_("Compared on"),
        choices=Unit.choices,
        widget=forms.RadioSelect,
        initial=Unit.WHOLE,
        help_text=_("Two coders agree where both, or neither, have a code somewhere in it."),
    )
    gatherings = RecordsField[Gathering](
        label=_("What was said at"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sources = RecordsField[Source](label=_("Texts"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        heard, texts = queries.material(member)
        offer(self, coders=queries.coders(member), gatherings=heard, sources=texts)


class SettleForm(forms.Form):
    """One decision for the disagreements that were ticked. `selected` are their keys on the page."""

    selected = forms.MultipleChoiceField(
        label=_("Disagreements"), error_messages={"required": _("Tick at least one disagreement.")}
    )
    applies = forms.TypedChoiceField(
        choices=[("yes", _("It applies")), ("no", _("It doesn't apply"))], coerce=lambda value: value == "yes"
    )
    reason = forms.CharField(label=_("Why"), max_length=500)

    def __init__(self, *args: Any, keys: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["selected"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, key) for key in keys]
