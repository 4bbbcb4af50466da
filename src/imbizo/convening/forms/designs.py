"""Designs, sessions, and what is asked in them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.fields import SearchInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.convening.forms.fields import language_names
from imbizo.convening.models import AgendaItem, Design, Gathering, Question
from imbizo.convening.queries import designs, gatherings
from imbizo.convening.queries.design_files import DesignFile, design_file, design_files
from imbizo.convening.states import GatheringKind, SessionKind
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing

_MOST_OFFERED: Final = 300


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea({"dir": "auto", "rows": rows})


class DesignFields(forms.Form):
    """What is known of a design beside its sessions."""

    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Give the design a name.")},
    )
    kind = forms.ChoiceField(label=_("For a"), choices=GatheringKind.choices)
    purpose = forms.CharField(label=_("What it is for"), max_length=2_000, required=False, widget=_area(3))


class NewDesignForm(IdempotentForm, DesignFields):
    """A design to begin: from nothing, from one that comes with the system, from another, or from a gathering."""

    begun_from = forms.ChoiceField(
        label=_("Begin from"),
        help_text=_("Its sessions are copied. What you change here doesn't change them there."),
        required=False,
    )
    sharing = forms.ChoiceField(
        label=_("Who may use it"),
        choices=[(Sharing.ALL.value, _("all partners")), (Sharing.ITSELF.value, _("only us"))],
    )
    field_order = ("begun_from", "name", "kind", "purpose", "sharing")

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self._member = member
        field = self.fields["begun_from"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("nothing")), *_sources(member)]

    def clean_begun_from(self) -> DesignFile | Design | Gathering | None:
        """The record or file that is meant."""
        kind, _colon, key = self.cleaned_data["begun_from"].partition(":")
        if kind == "file":
            return design_file(key)
        if kind == "design":
            return designs(self._member).filter(pk=key).first()
        return gatherings(self._member).filter(pk=key).first() if kind == "gathering" else None


class DesignForm(ThreeWayForm, DesignFields):
    """A design, changed."""

    class Meta:
        model = Design
        fields = ("name", "kind", "purpose")


class TakeDesignForm(forms.Form):
    """Which design a gathering takes its agenda from."""

    design = RecordField[Design](label=_("Design"), empty_label=_("choose one"))

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, design=designs(member))


class SessionFields(forms.Form):
    """One session."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind.choices)
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Give the session a title.")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=720,
        error_messages={
            "required": _("Say how many minutes it takes."),
            "invalid": _("Write the minutes as a whole number, such as 45."),
        },
    )
    method = forms.CharField(label=_("How it is done"), max_length=4_000, required=False, widget=_area(3))
    materials = forms.CharField(
        label=_("Materials"),
        help_text=_("Divided by commas: “6 flip charts, markers, slips and box”. Numbers are added up."),
        max_length=2_000,
        required=False,
        widget=_area(2),
    )
    roles = forms.CharField(label=_("Who does what"), max_length=2_000, required=False, widget=_area(2))


class NewSessionForm(IdempotentForm, SessionFields):
    """A session to add, with what is asked in it."""

    questions = forms.CharField(
        label=_("Questions, one a line"),
        help_text=_("Their translations can be added afterwards."),
        max_length=4_000,
        required=False,
        widget=_area(3),
    )
    field_order = ("kind", "title", "minutes", "questions", "method", "materials", "roles")

    def clean_questions(self) -> list[str]:
        """The questions, a line each. Raises ValidationError where one is too long."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["questions"].splitlines()]
        if any(len(line) > 500 for line in lines):
            raise forms.ValidationError(_("A question has at most 500 letters. Shorten it."))
        return [line for line in lines if line]


class SessionForm(ThreeWayForm, SessionFields):
    """A session, changed."""

    class Meta:
        model = AgendaItem
        fields = ("kind", "title", "minutes", "method", "materials", "roles")


class Texts(dict[str, str]):
    """A text by language, that reads well where two people's versions are laid side by side."""

    def __str__(self) -> str:
        return "\n".join(
            f"{name}: {self[code]}" for code, name in zip(self, language_names(self), strict=True)
        )


class TextsWidget(forms.MultiWidget):
    """A line for each language."""

    template_name = "convening/agenda/texts.html"

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = list(languages)
        super().__init__(
            {
                code: forms.TextInput({"dir": "auto", "lang": code, "class": "form-control"})
                for code in languages
            }
        )

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """The texts in the order of the languages."""
        return [(value or {}).get(code, "") for code in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """As for any widget of several parts, with the name of each part's language."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        names = language_names(self.languages)
        context["parts"] = list(zip(names, context["widget"]["subwidgets"], strict=True))
        return context


class TextsField(forms.MultiValueField):
    """A text in several languages; one that is empty has no translation."""

    def __init__(self, *, languages: Sequence[str], max_length: int, **options: Any) -> None:
        self.languages = list(languages)
        parts = tuple(forms.CharField(max_length=max_length, required=False) for _code in languages)
        super().__init__(
            fields=parts, widget=TextsWidget(languages), require_all_fields=False, required=False, **options
        )

    def compress(self, data_list: Sequence[str]) -> Texts:
        """The texts by language."""
        pairs = zip(self.languages, data_list, strict=True) if data_list else ()
        return Texts((code, text) for code, text in pairs if text)

    def prepare_value(self, value: Any) -> Any:
        """What is stored, in the order of the languages."""
        if not isinstance(value, Mapping):
            return value
        return Texts((code, value[code]) for code in self.languages if value.get(code))


class QuestionFields(forms.Form):
    """A question, with its translations; `languages` are the programme's and those that it has already."""

    text = forms.CharField(
        label=_("Question"),
        max_length=500,
        widget=forms.Textarea({"dir": "auto", "rows": 2}),
        error_messages={"required": _("Write the question.")},
    )

    def speak(self, languages: Sequence[str]) -> None:
        """Offer a line for each language."""
        self.fields["texts"] = TextsField(
            languages=languages, max_length=500, label=_now("In other languages")
        )


class NewQuestionForm(IdempotentForm, QuestionFields):
    """A question to add."""

    def __init__(self, *args: Any, languages: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.speak(languages)


class QuestionForm(ThreeWayForm, QuestionFields):
    """A question, changed."""

    class Meta:
        model = Question
        fields = ("text", "texts")

    def __init__(self, *args: Any, languages: Sequence[str], **options: Any) -> None:
        # Before the note of what each field holds is taken.
        self._languages = languages
        super().__init__(*args, **options)

    def _merged_names(self) -> list[str]:
        self.speak(list(dict.fromkeys([*self._languages, *self.instance.texts])))
        return super()._merged_names()


class DesignFilters(forms.Form):
    """What narrows the list of designs."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=160,
        widget=SearchInput({"dir": "auto", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("For a"), required=False, choices=[("", _("any")), *GatheringKind.choices]
    )


def _sources(member: Membership) -> list[tuple[Any, Any]]:
    """What a design can begin from, in groups."""
    files = [(f"file:{each.key}", _now(each.name)) for each in design_files()]
    ours = [(f"design:{each.pk}", each.name) for each in designs(member)[:_MOST_OFFERED]]
    held = gatherings(member).filter(items__isnull=False).distinct().order_by("-starts_at", "name")
    meetings = [(f"gathering:{each.pk}", each.name) for each in held[:_MOST_OFFERED]]
    groups = [
        (_("A design that comes with the system"), files),
        (_("Another design"), ours),
        (_("The agenda of a gathering"), meetings),
    ]
    return [(label, choices) for label, choices in groups if choices]
