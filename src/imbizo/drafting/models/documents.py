"""Documents: components, sections with an identity that outlives their number, and each state they were in."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import new_id
from imbizo.drafting.states import DocumentKind, DocumentState, RevisionKind, SectionState
from imbizo.programmes.models import Membership, OfProgramme, Shared
from imbizo.thread.models import KIND_LENGTH


class Document(Shared):
    """A draft that becomes a publication, and again. `version` counts its publications."""

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=10, choices=DocumentKind.choices, default=DocumentKind.STRATEGY
    )
    state = models.CharField(
        _("state"), max_length=12, choices=DocumentState.choices, default=DocumentState.DRAFT
    )
    purpose = models.TextField(_("what it is for"), max_length=2_000, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    version = models.PositiveIntegerField(default=0, editable=False)
    due_on = models.DateField(_("to be ready by"), null=True, blank=True)
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("drafting:document", args=[self.programme.slug, self.pk])


class Component(Shared):
    """A key component of the strategy that themes call for, before anybody writes a section about it."""

    title = models.CharField(_("component"), max_length=160)
    statement = models.TextField(_("what it is to bring about"), max_length=4_000, blank=True)
    document = models.ForeignKey(
        Document,
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="components",
    )
    position = models.PositiveSmallIntegerField(default=1)
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("component")
        verbose_name_plural = _("components")
        ordering = ("position", "created_at")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("drafting:component", args=[self.programme.slug, self.pk])


class Section(OfProgramme):
    """A part of a document. Its number follows from its place; its identity stays when it is moved, divided, joined.

    `html` is the canonical form of `calc.richtext`, `text` its plain text, on which all offsets count. `version`
    goes up by one with each state that is kept as a Revision. One that was taken away or joined with another keeps
    its row (`removed_because`, `joined_into`), so that comments and the thread don't break.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("heading"), max_length=200)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(
        _("state"), max_length=8, choices=SectionState.choices, default=SectionState.EMPTY
    )
    writer = models.ForeignKey(
        Membership,
        verbose_name=_("who writes it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    component = models.ForeignKey(
        Component,
        verbose_name=_("component"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sections",
    )
    due_on = models.DateField(_("to be written by"), null=True, blank=True)
    joined_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined"
    )
    removed_because = models.CharField(_("why taken away"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("position", "created_at")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("drafting:section", args=[self.programme.slug, self.pk])

    @property
    def is_gone(self) -> bool:
        return bool(self.removed_because) or self.joined_into_id is not None


class Revision(models.Model):
    """A section as it was after somebody saved it.

    What one person saves while writing counts as one state for ten minutes, unless it was published or somebody else
    wrote in between: its rows share `began_at`, and lists show the last. Those between are kept for two days, for
    somebody may have opened one of them and is merged against the words that they saw (operations/revisions.py).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=RevisionKind.choices, default=RevisionKind.SAVED)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Who else's words are in it, where two people's were joined.
    credit = models.ManyToManyField(Membership, blank=True, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["section", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Citation(OfProgramme):
    """A record of the thread that a section cites. The text holds it as an atom with this id, so it stays linked.

    `label` is how it reads in the text ("De Doorns, 12 May"); `locator` a page or a question.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="citations")
    source_kind = models.CharField(max_length=KIND_LENGTH)
    source_id = models.UUIDField()
    label = models.CharField(_("as it reads"), max_length=200)
    locator = models.CharField(_("page or place"), max_length=60, blank=True)
    # In the text as it stands now. A citation that was taken out keeps its row for earlier revisions.
    is_in_text = models.BooleanField(default=True)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ("created_at",)
        indexes = [models.Index(fields=["source_id"], name="citation_of_source")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return self.section.get_absolute_url()


def publication_path(publication: "Publication", filename: str) -> str:
    return f"drafting/{publication.programme_id}/{publication.pk}/{filename}"


class Publication(OfProgramme):
    """A frozen version of a document: its number, its text, its hash.

    `frozen` is {"sections": [{"id", "number", "depth", "parent", "title", "html", "text", "words", "version",
    "sources"}, ...] in the order of reading, "atoms": {id: how it read}}. On `text` all offsets count; `words` has each
    citation and reference written out. `text_hash` is the SHA-256 of numbers, headings and words (`calc.sealing`).
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="publications")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    frozen = models.JSONField(default=dict)
    text_hash = models.CharField(max_length=64)
    is_final = models.BooleanField(default=False)
    pdf = models.FileField(upload_to=publication_path, blank=True)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="publication_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(is_final=True), name="one_final_publication"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("drafting:publication", args=[self.programme.slug, self.pk])


class PlainSummary(OfProgramme):
    """What a published version says in plain words, in one of the programme's languages."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="summaries")
    language = models.CharField(_("language"), max_length=8)
    text = models.TextField(_("in plain words"), max_length=8_000)
    # By somebody who speaks it.
    checked_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("summary in plain words")
        verbose_name_plural = _("summaries in plain words")
        ordering = ("language",)
        constraints = [models.UniqueConstraint(fields=["publication", "language"], name="summary_once")]

    def __str__(self) -> str:
        return f"{self.publication} ({self.language})"

    def get_absolute_url(self) -> str:
        return self.publication.get_absolute_url()
