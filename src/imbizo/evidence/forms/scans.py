"""What is typed about literature scans: the scan, what is brought into it, findings and answers."""

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.fields import DateField, DateInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.calc.citations import label
from imbizo.evidence.models import Excerpt, ExclusionReason, Finding, Scan, ScanItem, ScanQuestion, Source
from imbizo.evidence.queries.citing import reference_of
from imbizo.evidence.queries.scanning import alike, included
from imbizo.evidence.rules.scanning import QUESTIONS, REASONS
from imbizo.evidence.states import Verdict
from imbizo.programmes.models import Membership
from imbizo.programmes.queries import colleagues
from imbizo.programmes.states import Permission, Sharing

_FILES: Final = {"accept": ".ris,.bib,.bibtex,.nbib,.enw,.xml,.json,.csv,.tsv,.txt,.xlsx,.xls,.ods"}
_SHARED: Final = [each for each in Sharing.choices if each[0] != Sharing.NAMED]


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "dir": "auto"})


def _texts(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines() if line.strip()]


def _each_line(texts: Any) -> str:
    return "\n".join(str(each) for each in texts)


class _LinesField(forms.CharField):
    """Texts, one on each line."""

    def __init__(self, *, longest: int, rows: int = 4, **options: Any) -> None:
        super().__init__(widget=_lines(rows), max_length=10_000, **options)
        self._longest = longest

    def clean(self, value: Any) -> list[str]:
        texts = _texts(super().clean(value))
        if any(len(text) > self._longest for text in texts):
            raise forms.ValidationError(
                _("A line is too long: use at most %(limit)s letters.") % {"limit": self._longest}
            )
        return texts


def _offer_reviewers(form: forms.BaseForm, member: Membership) -> None:
    """Those of the member's partner who may screen."""
    ours = colleagues(member)
    chosen = ours.filter(pk__in=[each.pk for each in ours if each.may(Permission.EVIDENCE_WRITE)])
    offer(form, lead=chosen, second=chosen)


class ScanForm(IdempotentForm):
    """A new scan; its questions and reasons stand there to be changed."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput({"dir": "auto"}))
    questions = _LinesField(label=_("Questions, one on each line"), longest=300)
    due_on = DateField(label=_("To be done by"), required=False)
    strategy = forms.CharField(
        label=_("Where and how we search"), max_length=4_000, required=False, widget=_lines(3),
        help_text=_("Databases, libraries, search words, years, languages. It goes into the report."),
    )  # fmt: skip
    reasons = _LinesField(
        label=_("Reasons for leaving out, one on each line"), longest=160, required=False, rows=5,
        help_text=_("One of them is given for whatever is left out. They can be changed later."),
    )  # fmt: skip
    lead = RecordField[Membership](label=_("Done by"), empty_label=_("choose"))
    has_two_reviewers = forms.BooleanField(label=_("Two people screen, each by themselves"), required=False)
    second = RecordField[Membership](label=_("Second reviewer"), required=False, empty_label=_("choose"))
    sharing = forms.ChoiceField(
        label=_("Who sees it"), choices=_SHARED, initial=Sharing.ITSELF, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        given = {"questions": _each_line(QUESTIONS), "reasons": _each_line(REASONS), "lead": member.pk}
        options["initial"] = given | options.get("initial", {})
        super().__init__(*args, **options)
        _offer_reviewers(self, member)


class ScanChangeForm(ThreeWayForm):
    """What a scan is, who does it and who sees it."""

    class Meta:
        model = Scan
        fields = ("name", "purpose", "strategy", "due_on", "lead", "has_two_reviewers", "second", "sharing")
        widgets = {"due_on": DateInput(), "purpose": _lines(2), "strategy": _lines(3)}

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sharing"] = forms.ChoiceField(
            label=_("Who sees it"), choices=_SHARED, widget=forms.RadioSelect
        )
        _offer_reviewers(self, member)


class ListsForm(forms.Form):
    """The questions and reasons of a scan, each to be worded anew or emptied; new ones on lines of their own."""

    def __init__(self, *args: Any, scan: Scan, **options: Any) -> None:
        super().__init__(*args, **options)
        self._questions = list(scan.questions.all())
        self._reasons = list(scan.reasons.all())
        for number, each in enumerate(self._questions, start=1):
            self._add(f"question_{each.pk}", _("Question %(number)s") % {"number": number}, each.text, 300)
        self.fields["new_questions"] = _LinesField(
            label=_("More questions, one on each line"), longest=300, rows=2, required=False
        )
        for number, reason in enumerate(self._reasons, start=1):
            self._add(f"reason_{reason.pk}", _("Reason %(number)s") % {"number": number}, reason.text, 160)
        self.fields["new_reasons"] = _LinesField(
            label=_("More reasons for leaving out, one on each line"), longest=160, rows=2, required=False
        )

    def _add(self, name: str, label: Any, text: str, longest: int) -> None:
        self.fields[name] = forms.CharField(
            label=label,
            initial=text,
            required=False,
            max_length=longest,
            widget=forms.TextInput({"dir": "auto"}),
        )

    @property
    def given(self) -> dict[str, Any]:
        """What the operation takes."""
        data = self.cleaned_data
        return {
            "questions": {each.pk: data[f"question_{each.pk}"] for each in self._questions},
            "reasons": {each.pk: data[f"reason_{each.pk}"] for each in self._reasons},
            "new_questions": data["new_questions"],
            "new_reasons": data["new_reasons"],
        }


class BringForm(IdempotentForm):
    """A file of references, or DOIs pasted."""

    file = forms.FileField(
        label=_("File"), required=False, widget=forms.ClearableFileInput(_FILES),
        help_text=_("RIS, BibTeX, PubMed, EndNote or CSL, as databases and reference managers give it; CSV or Excel."),
    )  # fmt: skip
    dois = forms.CharField(
        label=_("Or paste DOIs, one on each line"), required=False, max_length=200_000, widget=_lines(4)
    )
    found_in = forms.CharField(
        label=_("Found in"), max_length=120, required=False, widget=forms.TextInput({"dir": "auto"}),
        help_text=_("The database, library or person: Scopus, Sabinet, Stellenbosch library."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("file")) == bool((given.get("dois") or "").strip()):
            self.add_error("file", _("Choose a file or paste DOIs: one of the two."))
        return given

    @property
    def content(self) -> tuple[bytes, str]:
        """What was given, and what it is called."""
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            return file.read(), file.name or ""
        return self.cleaned_data["dois"].encode(), str(_("DOIs that were pasted"))


class VerdictForm(forms.Form):
    """A word on a source: "include", "unsure", or "exclude" with its reason."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    reason = RecordField[ExclusionReason](required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, data: Any, *, scan: Scan) -> None:
        super().__init__(_split(data))
        offer(self, reason=scan.reasons.all())


def _split(data: Any) -> dict[str, Any]:
    """One button says both: "exclude:<the reason's id>"."""
    verdict, _colon, reason = str(data.get("verdict", "")).partition(":")
    return {"verdict": verdict, "reason": reason or data.get("reason", ""), "note": data.get("note", "")}


def _cited(source: Source) -> str:
    return f"{label(reference_of(source))}: {source.title[:90]}"


def _quoted(excerpt: Excerpt) -> str:
    return f"{label(reference_of(excerpt.source))}: “{excerpt.quote[:90]}”"


class FindingForm(IdempotentForm):
    """What a source says to a question, with the words set apart in it, or the page."""

    source = RecordField(words=_cited, label=_("Source"), empty_label=_("choose"))
    text = forms.CharField(label=_("What it says, in our words"), max_length=4_000, widget=_lines(3))
    page = forms.CharField(label=_("Page"), max_length=20, required=False)
    excerpt = RecordField(
        words=_quoted, label=_("Excerpt"), required=False, empty_label=_("none"),
        help_text=_("Words that were set apart on the source's own page."),
    )  # fmt: skip

    def __init__(self, *args: Any, question: ScanQuestion, source: str | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        taken = included(question.scan)
        quotes = Excerpt.objects.filter(source__in=taken.order_by().values("pk")).select_related("source")
        offer(self, source=taken, excerpt=quotes)
        self.initial["source"] = source
        if not quotes.exists():
            del self.fields["excerpt"]


class FindingChangeForm(ThreeWayForm):
    """What it says, and where."""

    class Meta:
        model = Finding
        fields = ("text", "page")
        widgets = {"text": _lines(4)}


class AnswerForm(ThreeWayForm):
    """What the scan answers, written from its findings."""

    class Meta:
        model = ScanQuestion
        fields = ("answer",)
        widgets = {"answer": _lines(14)}


class ReasonForm(forms.Form):
    """Why sources are left out."""

    reason = RecordField[ExclusionReason](label=_("Because"), empty_label=None, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, scan: Scan, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, reason=scan.reasons.all())


class SettleForm(ReasonForm):
    """The word that settles a conflict, and why."""

    verdict = forms.ChoiceField(
        label=_("It is"),
        choices=[(Verdict.INCLUDE, _("taken in")), (Verdict.EXCLUDE, _("left out"))],
        widget=forms.RadioSelect,
    )
    field_order = ("verdict", "reason", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("Where it is left out, because")
        self.fields["note"].required = True
        self.fields["note"].label = _("Why it is settled so")


class DuplicateForm(forms.Form):
    """The other source that is the same work, among those whose titles are most alike."""

    original = RecordField[ScanItem](
        words=lambda item: _cited(item.source),
        label=_("The same work as"),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, item: ScanItem, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, original=alike(item))
