"""What is typed about a source: common fields, what each kind adds, files, texts and excerpts."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names, places
from imbizo.actors.states import Form, Sphere
from imbizo.base.forms.choosing import NamedField, RecordField, offer
from imbizo.base.forms.fields import DateField, TagField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import OfferingForm
from imbizo.evidence.forms.fields import AuthorsField, LanguageField
from imbizo.evidence.models import Interview, Practice, Source
from imbizo.evidence.states import ConsentGiven, SourceKind, Standing, Worked
from imbizo.places.models import Place
from imbizo.programmes.models import Membership
from imbizo.programmes.queries import colleagues

FILES = {"accept": ".pdf,.docx,.odt,.txt,.html,.htm,.md"}
_WORDS = {"dir": "auto", "autocomplete": "off"}
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    SourceKind.LITERATURE: (
        "title", "authors", "year", "container", "volume", "pages_cited", "publisher", "doi", "url", "abstract",
        "keywords", "place", "language", "note",
    ),
    SourceKind.REPORT: (
        "title", "authors", "published_on", "year", "publisher", "url", "abstract", "keywords", "place", "language",
        "note",
    ),
    SourceKind.MEDIA: ("title", "container", "published_on", "authors", "url", "abstract", "place", "language", "note"),
    SourceKind.POLICY: ("title", "place", "year", "url", "language", "note"),
    SourceKind.PRACTICE: ("title", "place", "year", "url", "language", "note"),
    SourceKind.INTERVIEW: ("place", "language", "note"),
}  # fmt: skip
PRACTICE_FIELDS: Final = (
    "institution", "sphere", "standing", "since", "provides", "contact", "worked", "worked_how", "borrow",
)  # fmt: skip
INTERVIEW_FIELDS: Final = (
    "called", "is_anonymous", "actor", "held_on", "interviewer", "consent", "consent_on", "conditions", "embargo_until",
)  # fmt: skip


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "dir": "auto"})


class SourceFields(forms.Form):
    """The fields that all kinds draw from; each kind shows those that it needs."""

    title = forms.CharField(label=_("Title"), max_length=500, widget=forms.TextInput(_WORDS))
    authors = AuthorsField(label=_("Authors"))
    published_on = DateField(label=_("Published on"), required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1500, max_value=2100, required=False)
    container = forms.CharField(
        label=_("Journal, book or newspaper"), max_length=300, required=False, widget=forms.TextInput(_WORDS)
    )
    volume = forms.CharField(
        label=_("Volume and issue"), max_length=60, required=False, help_text=_("As 12(3).")
    )
    pages_cited = forms.CharField(label=_("Pages"), max_length=40, required=False)
    publisher = forms.CharField(
        label=_("Publisher"), max_length=200, required=False, widget=forms.TextInput(_WORDS)
    )
    doi = forms.CharField(label=_("DOI"), max_length=200, required=False)
    url = forms.URLField(label=_("Web address"), max_length=1_000, required=False, assume_scheme="https")
    abstract = forms.CharField(
        label=_("What it says, in short"), max_length=20_000, required=False, widget=_long(4)
    )
    keywords = TagField(label=_("Keywords"), required=False, help_text=_("With commas between them."))
    place = RecordField(
        words=Place.in_full,
        label=_("About which place"),
        required=False,
        empty_label=_("not about one place"),
    )
    language = LanguageField(label=_("Language"))
    note = forms.CharField(
        label=_("Our note"),
        max_length=4_000,
        required=False,
        widget=_long(2),
        help_text=_("Why it matters to us."),
    )

    def narrow(self, kind: str, member: Membership) -> None:
        """Leave the fields of this kind, and offer the programme's places."""
        more = {name for form in (PracticeFields, InterviewFields) for name in form.base_fields}
        for name in set(SourceFields.base_fields) - set(FIELDS[kind]) - more:
            self.fields.pop(name, None)
        if kind == SourceKind.MEDIA:
            self.fields["container"].label = _("Newspaper, station or site")
        offer(self, place=places(member))


class PracticeFields(forms.Form):
    """What a policy or practice adds."""

    institution = NamedField(
        label=_("Municipality or institution"),
        required=False,
        help_text=_("From the register."),
    )
    sphere = forms.ChoiceField(label=_("Sphere"), choices=Sphere.choices, initial=Sphere.LOCAL.value)
    standing = forms.ChoiceField(label=_("Status"), choices=Standing.choices, initial=Standing.UNKNOWN.value)
    since = DateField(label=_("Since"), required=False)
    provides = forms.CharField(label=_("What it provides"), max_length=4_000, required=False, widget=_long(3))
    contact = NamedField(label=_("Whom to ask"), required=False, help_text=_("Somebody of the register."))
    worked = forms.ChoiceField(label=_("Did it work"), choices=Worked.choices, initial=Worked.UNKNOWN.value)
    worked_how = forms.CharField(label=_("How we know"), max_length=4_000, required=False, widget=_long(2))
    borrow = forms.CharField(label=_("What to borrow"), max_length=4_000, required=False, widget=_long(2))


class InterviewFields(forms.Form):
    """What an interview adds."""

    called = forms.CharField(
        label=_("Called in what we write"),
        max_length=120,
        required=False,
        widget=forms.TextInput(_WORDS),
        help_text=_(
            "The name that stands in for the person: “a shop owner in De Doorns”. It is what gets cited."
        ),
    )
    is_anonymous = forms.BooleanField(
        label=_("Stays anonymous: no name, number or file of theirs is kept"), required=False
    )
    actor = NamedField(
        label=_("Who was interviewed"),
        required=False,
        help_text=_("From the register. Leave it empty where they stay anonymous."),
    )
    held_on = DateField(label=_("Held on"))
    interviewer = RecordField[Membership](
        label=_("Interviewer"), required=False, empty_label=_("somebody else")
    )
    consent = forms.ChoiceField(
        label=_("Consent"),
        choices=[each for each in ConsentGiven.choices if each[0] != ConsentGiven.TAKEN_BACK],
        initial=ConsentGiven.NONE.value,
        help_text=_("Until they agree nobody but us sees their words."),
    )
    consent_on = DateField(label=_("Agreed on"), required=False)
    conditions = forms.CharField(label=_("Conditions"), max_length=2_000, required=False, widget=_long(2))
    embargo_until = DateField(
        label=_("Not to be shown before"),
        required=False,
        help_text=_("Until then nobody but us sees their words."),
    )

    def clean(self) -> dict[str, Any]:
        """An anonymous interview names nobody; one that isn't needs a person or a name that stands in."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("is_anonymous") and given.get("actor"):
            self.add_error("actor", _("It stays anonymous, so leave this empty: no name is kept."))
        return given


def _offer(form: forms.Form, member: Membership) -> None:
    """Offer what the member's partner knows: people of the register, and its own members."""
    known: dict[str, Any] = {
        "institution": names(member, form=Form.ORGANISATION),
        "contact": names(member),
        "actor": names(member, form=Form.PERSON),
        "interviewer": colleagues(member),
    }
    offer(form, **{name: records for name, records in known.items() if name in form.fields})


class NewSourceForm(IdempotentForm, SourceFields):
    """A paper, report or article to add, with its file if there is one."""

    kind: str = SourceKind.LITERATURE
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.ClearableFileInput(FILES),
        help_text=_(
            "PDF, Word (.docx), OpenDocument (.odt), web page or plain text. Its text is taken by itself."
        ),
    )

    def __init__(self, *args: Any, kind: str, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        self.narrow(kind, member)
        _offer(self, member)
        first = {
            SourceKind.INTERVIEW: ["id", *INTERVIEW_FIELDS],
            SourceKind.POLICY: ["id", "title", *PRACTICE_FIELDS],
            SourceKind.PRACTICE: ["id", "title", *PRACTICE_FIELDS],
        }
        self.order_fields(first.get(SourceKind(kind), ["id", *FIELDS[kind]]))


class NewPracticeForm(NewSourceForm, PracticeFields):
    """A policy or practice to add."""


class NewInterviewForm(NewSourceForm, InterviewFields):
    """An interview to add, with its transcript if there is one."""


class SourceChangeForm(OfferingForm, SourceFields):
    """A source, changed."""

    class Meta:
        model = Source
        fields = tuple(name for name in SourceFields.base_fields)

    def offer(self, member: Membership) -> None:
        self.narrow(self.instance.kind, member)


class PracticeChangeForm(OfferingForm, PracticeFields):
    """What a policy or practice adds, changed."""

    prefix = "more"

    class Meta:
        model = Practice
        fields = PRACTICE_FIELDS

    def offer(self, member: Membership) -> None:
        _offer(self, member)


class InterviewChangeForm(OfferingForm, InterviewFields):
    """What an interview adds, changed."""

    prefix = "more"

    class Meta:
        model = Interview
        fields = INTERVIEW_FIELDS

    def offer(self, member: Membership) -> None:
        _offer(self, member)


class FileForm(forms.Form):
    """A file for a source."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(FILES),
        help_text=_("PDF, Word (.docx), OpenDocument (.odt), web page or plain text; at most 100 MB."),
    )


class TextForm(forms.Form):
    """A text that is typed or pasted, or taken from a file beside the source's own."""

    text = forms.CharField(
        label=_("Text"), required=False, strip=False, widget=forms.Textarea({"rows": 14, "dir": "auto"})
    )
    file = forms.FileField(
        label=_("Or a file with the text"), required=False, widget=forms.ClearableFileInput(FILES)
    )
    because = forms.CharField(
        label=_("Where it comes from"),
        max_length=300,
        required=False,
        help_text=_("As: read aloud and typed by Thandi."),
    )


class LeafForm(forms.Form):
    """The words of one page, corrected. `seen` is the mark of what stood there."""

    text = forms.CharField(
        label=_("Text"), required=False, strip=False, widget=forms.Textarea({"rows": 22, "dir": "auto"})
    )
    because = forms.CharField(
        label=_("Why it is corrected"),
        max_length=300,
        required=False,
        help_text=_("As: read wrongly by the machine."),
    )
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)


class ExcerptForm(IdempotentForm):
    """Words to set apart: by their places where a script marked them, else as they were copied or typed."""

    quote = forms.CharField(label=_("The words"), max_length=9_000, strip=False, widget=_long(3))
    page = forms.CharField(
        label=_("Page"), required=False, max_length=20, help_text=_("For words typed from paper.")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=2_000, widget=_long(2))
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Marked in the text they come with their places; only who types them must write them.
        self.fields["quote"].required = not self.data.get("start")


class ExcerptChangeForm(forms.Form):
    """An excerpt's note and page, and its words."""

    quote = forms.CharField(
        label=_("The words"),
        max_length=9_000,
        widget=_long(4),
        help_text=_("To let it hold more or fewer words, write them as they stand in the text."),
    )
    page = forms.CharField(label=_("Page"), required=False, max_length=20)
    note = forms.CharField(label=_("Note"), required=False, max_length=2_000, widget=_long(3))
