"""Sources: what was written elsewhere, and what people told an interviewer."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.states import Sphere
from imbizo.evidence.states import ConsentGiven, SourceKind, Standing, TextState, Worked
from imbizo.places.models import Place
from imbizo.programmes.models import Membership, OfProgramme, Shared


def source_path(source: "Source", _filename: str) -> str:
    """Where a source's file is kept: under its own id, whatever it was called."""
    return f"evidence/{source.programme_id}/{source.pk}"


class Source(Shared):
    """Something that can be cited: a paper, a policy, a practice, an interview, a report, an article.

    `authors` is ["Family, Given", ...] in their order. `text` is what was taken from the file or typed; `pages` are
    the offsets (code points) at which its pages begin, empty where it has none. `title_key` and `doi` (both folded)
    are what near-duplicates are looked for by.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind.choices)
    title = models.CharField(_("title"), max_length=500)
    authors = models.JSONField(_("authors"), default=list, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    published_on = models.DateField(_("day of publication"), null=True, blank=True)
    container = models.CharField(_("journal, book or newspaper"), max_length=300, blank=True)
    volume = models.CharField(_("volume and issue"), max_length=60, blank=True)
    pages_cited = models.CharField(_("pages"), max_length=40, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    doi = models.CharField(_("DOI"), max_length=200, blank=True)
    url = models.URLField(_("web address"), max_length=1_000, blank=True)
    abstract = models.TextField(_("abstract"), max_length=20_000, blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    place = models.ForeignKey(
        Place, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("note"), max_length=4_000, blank=True)
    title_key = models.CharField(max_length=200, blank=True, editable=False)
    file = models.FileField(_("file"), upload_to=source_path, blank=True)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    file_digest = models.CharField(max_length=64, blank=True, editable=False)
    text = models.TextField(_("text"), blank=True)
    text_version = models.PositiveIntegerField(default=0, editable=False)
    pages = models.JSONField(default=list, blank=True, editable=False)
    text_state = models.CharField(
        _("text"), max_length=8, choices=TextState.choices, default=TextState.NONE, editable=False
    )
    text_note = models.CharField(max_length=500, blank=True, editable=False)
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    # No columns: what lists put beside a row. Who made a practice and whom to ask, as far as the member sees them;
    # the words that a search found.
    maker: Actor | None
    asked: Actor | None
    found: SafeString

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("-created_at",)
        indexes = [
            models.Index(fields=["programme", "kind", "-created_at"], name="source_by_kind"),
            models.Index(fields=["programme", "title_key"], name="source_by_title"),
            models.Index(fields=["programme", "doi"], condition=~Q(doi=""), name="source_by_doi"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evidence:source", args=[self.programme.slug, self.pk])

    @property
    def is_protected(self) -> bool:
        """Whether each reading of it is logged: what somebody told an interviewer, on their conditions."""
        return self.kind == SourceKind.INTERVIEW


class TextVersion(OfProgramme):
    """A text as it was before it was corrected, so that nobody's coding loses the words that it was made on."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="text_versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    because = models.CharField(_("why it was corrected"), max_length=300, blank=True)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="text_version_once")]

    def __str__(self) -> str:
        return f"{self.source} ({self.number})"

    def get_absolute_url(self) -> str:
        return self.source.get_absolute_url()


class TextPage(models.Model):
    """The words of a page of a source's text, as the full-text index keeps them; see `queries/full_text.py`.

    `start` and `end` are code points of the text, end exclusive; `words` are folded, each once, with blanks between.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="text_pages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField()

    class Meta:
        verbose_name = _("page of a text")
        verbose_name_plural = _("pages of a text")
        ordering = ("start",)

    def __str__(self) -> str:
        return f"{self.source_id}: {self.start}"


class Practice(OfProgramme):
    """What a source of the kinds *policy* and *practice* adds: who made it, what it gives, whether it worked."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="practice")
    institution = models.ForeignKey(
        Actor,
        verbose_name=_("municipality or institution"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sphere = models.CharField(_("sphere"), max_length=12, choices=Sphere.choices, default=Sphere.LOCAL)
    standing = models.CharField(
        _("status"), max_length=10, choices=Standing.choices, default=Standing.UNKNOWN
    )
    since = models.DateField(_("since"), null=True, blank=True)
    provides = models.TextField(_("what it provides"), max_length=4_000, blank=True)
    contact = models.ForeignKey(
        Actor,
        verbose_name=_("whom to ask"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    worked = models.CharField(_("did it work"), max_length=8, choices=Worked.choices, default=Worked.UNKNOWN)
    worked_how = models.TextField(_("how we know"), max_length=4_000, blank=True)
    borrow = models.TextField(_("what to borrow"), max_length=4_000, blank=True)

    class Meta:
        verbose_name = _("policy or practice")
        verbose_name_plural = _("policies and practices")

    def __str__(self) -> str:
        return self.source.title

    def get_absolute_url(self) -> str:
        return self.source.get_absolute_url()


class Interview(OfProgramme):
    """What a source of the kind *interview* adds: who agreed to what.

    Until `embargo_until` its words are seen by the partner that owns it alone. Of an anonymous one no actor is kept;
    `called` is the name that stands in for them ("a shop owner in De Doorns").
    """

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="interview")
    actor = models.ForeignKey(
        Actor,
        verbose_name=_("who was interviewed"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    called = models.CharField(_("called in what we write"), max_length=120, blank=True)
    is_anonymous = models.BooleanField(_("stays anonymous"), default=False)
    interviewer = models.ForeignKey(
        Membership,
        verbose_name=_("interviewer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    held_on = models.DateField(_("held on"), default=timezone.localdate)
    consent = models.CharField(
        _("consent"), max_length=10, choices=ConsentGiven.choices, default=ConsentGiven.NONE
    )
    consent_on = models.DateField(_("agreed on"), null=True, blank=True)
    conditions = models.TextField(_("conditions"), max_length=2_000, blank=True)
    embargo_until = models.DateField(_("not to be shown before"), null=True, blank=True)

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(actor=None), name="anonymous_interview_names_nobody"
            )
        ]

    def __str__(self) -> str:
        return self.source.title

    def get_absolute_url(self) -> str:
        return self.source.get_absolute_url()


class Excerpt(OfProgramme):
    """Words of a source that somebody set apart: a citation, or material for coding.

    `start` and `end` are code points of the source's text, end exclusive; both None for words typed from paper.
    `prefix` and `suffix` find them again after a correction; `is_orphaned` where they are gone.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="excerpts")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(_("words"), max_length=8_000)
    prefix = models.CharField(max_length=64, blank=True, editable=False)
    suffix = models.CharField(max_length=64, blank=True, editable=False)
    page = models.CharField(_("page"), max_length=20, blank=True)
    note = models.TextField(_("note"), max_length=2_000, blank=True)
    is_orphaned = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("excerpt")
        verbose_name_plural = _("excerpts")
        ordering = ("start", "created_at")

    def __str__(self) -> str:
        return Truncator(self.quote).chars(80)

    def get_absolute_url(self) -> str:
        return reverse("evidence:excerpt", args=[self.programme.slug, self.pk])

    @property
    def is_protected(self) -> bool:
        return self.source.is_protected
