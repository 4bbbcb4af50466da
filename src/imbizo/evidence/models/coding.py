"""Coding: the code tree, the words under each code, and how far coders agree."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from imbizo.convening.models import Gathering, Input
from imbizo.evidence.models.sources import Source
from imbizo.evidence.states import CodingState, FileState, RoundState, Unit
from imbizo.programmes.models import Membership, OfProgramme, Shared


class Codebook(Shared):
    """A tree of codes, and what was coded by them."""

    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("what it is for"), max_length=4_000, blank=True)

    class Meta:
        verbose_name = _("codebook")
        verbose_name_plural = _("codebooks")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:codebook", args=[self.programme.slug, self.pk])


class Code(OfProgramme):
    """A word or two for what is being said, with a memo that says when it applies.

    One that went into another keeps its row (`merged_into`), so that the thread doesn't break.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="codes")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts", verbose_name=_("under")
    )
    name = models.CharField(_("code"), max_length=120)
    memo = models.TextField(_("memo: when it applies, and when not"), max_length=8_000, blank=True)
    colour = models.CharField(_("colour"), max_length=7, default="#1f5f5b")
    # False for one that only holds others together.
    is_codable = models.BooleanField(_("words can be coded with it"), default=True)
    position = models.PositiveSmallIntegerField(default=1)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ("position", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=Q(merged_into=None, withdrawn_because=""),
                name="code_name_once",
            ),
            models.UniqueConstraint(
                fields=["codebook", "name"],
                condition=Q(parent=None, merged_into=None, withdrawn_because=""),
                name="top_code_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:code", args=[self.programme.slug, self.pk])


class CodingRound(OfProgramme):
    """Several coders on the same material, so that their agreement can be told.

    While a blind one is open each sees their own codings alone. Codings made outside a round are open to all.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="rounds")
    name = models.CharField(_("name"), max_length=160)
    is_blind = models.BooleanField(_("nobody sees what others coded until it is compared"), default=True)
    unit = models.CharField(_("compared on"), max_length=9, choices=Unit.choices, default=Unit.WHOLE)
    state = models.CharField(_("state"), max_length=8, choices=RoundState.choices, default=RoundState.OPEN)
    compared_at = models.DateTimeField(null=True, blank=True, editable=False)
    coders = models.ManyToManyField(Membership, verbose_name=_("coders"), related_name="+")
    gatherings = models.ManyToManyField(
        Gathering, verbose_name=_("what was said at"), blank=True, related_name="+"
    )
    sources = models.ManyToManyField(Source, verbose_name=_("texts"), blank=True, related_name="+")
    # Of what was coded in another program: those of its coders who are no members, by name.
    other_coders = models.JSONField(default=list, blank=True, editable=False)
    was_brought = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("coding round")
        verbose_name_plural = _("coding rounds")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:coding-round", args=[self.programme.slug, self.pk])


class Coding(OfProgramme):
    """That a coder put words under a code. The words are in an input (its original, or its translation into
    `language`) or in a source's text.

    `start` and `end` are code points, end exclusive. `quote`, `prefix` and `suffix` find the words again after a
    correction of the text; where they are gone the coding is *orphaned* and keeps its quote. What was coded in
    another program (`brought_in`) by somebody who is no member has a `coder_name` instead of a coder.
    """

    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="codings")
    coder = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    coder_name = models.CharField(_("coder"), max_length=120, blank=True)
    brought_in = models.ForeignKey(
        "ProjectImport", null=True, blank=True, on_delete=models.PROTECT, related_name="codings"
    )
    round = models.ForeignKey(
        CodingRound, null=True, blank=True, on_delete=models.PROTECT, related_name="codings"
    )
    input = models.ForeignKey(Input, null=True, blank=True, on_delete=models.CASCADE, related_name="codings")
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.CASCADE, related_name="codings"
    )
    # Empty for the words as they were said or written.
    language = models.CharField(max_length=8, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(max_length=8_000)
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    memo = models.TextField(_("memo"), max_length=2_000, blank=True)
    state = models.CharField(max_length=10, choices=CodingState.choices, default=CodingState.STANDING)

    class Meta:
        verbose_name = _("coding")
        verbose_name_plural = _("codings")
        ordering = ("start", "end", "created_at")
        constraints = [
            models.CheckConstraint(
                condition=(Q(input=None) & ~Q(source=None)) | (~Q(input=None) & Q(source=None)),
                name="coding_has_one_text",
            ),
            models.CheckConstraint(condition=Q(start__lt=models.F("end")), name="coding_has_words"),
            models.CheckConstraint(
                condition=Q(coder=None, coder_name__gt="") | (~Q(coder=None) & Q(coder_name="")),
                name="coding_has_one_coder",
            ),
            # Once outside rounds and once in each: what was coded before doesn't count as blind.
            models.UniqueConstraint(
                fields=["code", "coder", "input", "language", "start", "end"],
                condition=Q(state=CodingState.STANDING, source=None, round=None),
                name="input_coded_once",
            ),
            models.UniqueConstraint(
                fields=["code", "coder", "source", "start", "end"],
                condition=Q(state=CodingState.STANDING, input=None, round=None),
                name="source_coded_once",
            ),
            models.UniqueConstraint(
                fields=["round", "code", "coder", "input", "language", "start", "end"],
                condition=Q(state=CodingState.STANDING, source=None),
                name="input_coded_once_in_round",
            ),
            models.UniqueConstraint(
                fields=["round", "code", "coder", "source", "start", "end"],
                condition=Q(state=CodingState.STANDING, input=None),
                name="source_coded_once_in_round",
            ),
            # Others than members: NULL is never twice, so that their names are counted.
            models.UniqueConstraint(
                fields=["code", "coder_name", "source", "start", "end"],
                condition=Q(state=CodingState.STANDING, coder=None, round=None),
                name="source_coded_once_elsewhere",
            ),
            models.UniqueConstraint(
                fields=["round", "code", "coder_name", "source", "start", "end"],
                condition=Q(state=CodingState.STANDING, coder=None),
                name="source_coded_once_there",
            ),
        ]
        indexes = [
            models.Index(fields=["input", "state"], name="coding_of_input"),
            models.Index(fields=["source", "state", "start"], name="coding_of_source"),
            models.Index(fields=["round", "state"], name="coding_of_round"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {Truncator(self.quote).chars(60)}"

    @property
    def who(self) -> str:
        """The name of whoever coded it."""
        return str(self.coder.user) if self.coder else self.coder_name

    @property
    def coder_key(self) -> UUID | str:
        """What tells coders apart: the membership's id, or a name."""
        return self.coder_id or self.coder_name

    def get_absolute_url(self) -> str:
        if self.input_id:
            return reverse("evidence:code-input", args=[self.programme.slug, self.input_id])
        return reverse("evidence:code-source", args=[self.programme.slug, self.source_id])


class Settlement(OfProgramme):
    """How a disagreement between coders was settled: whether the code applies to those words."""

    round = models.ForeignKey(CodingRound, on_delete=models.CASCADE, related_name="settlements")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    input = models.ForeignKey(Input, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    applies = models.BooleanField(_("it applies"))
    reason = models.CharField(_("why"), max_length=500)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("settled disagreement")
        verbose_name_plural = _("settled disagreements")
        ordering = ("created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["round", "code", "input", "start", "end"],
                condition=Q(source=None),
                name="input_settled_once",
            ),
            models.UniqueConstraint(
                fields=["round", "code", "source", "start", "end"],
                condition=Q(input=None),
                name="source_settled_once",
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    def get_absolute_url(self) -> str:
        return self.round.get_absolute_url()


def project_path(brought: "ProjectImport", _filename: str) -> str:
    return f"evidence/{brought.programme_id}/projects/{brought.pk}"


class ProjectImport(OfProgramme):
    """A codebook (.qdc) or project (.qdpx) brought from another program.

    `found` counts what is in it, {"codes": 12, ...}, and names its coders. `left_out` lists what isn't taken or was
    mended: [{"reason", "kind", "names": [...], "count"}]. `choice` is what a person decided to take, `made` the ids of
    what came of it: {"codebook": id or "", "codes": [...], "sources": [...], "round": id or ""}.
    """

    file = models.FileField(_("file"), upload_to=project_path)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    origin = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.WAITING)
    found = models.JSONField(default=dict, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    choice = models.JSONField(default=dict, blank=True, editable=False)
    made = models.JSONField(default=dict, blank=True, editable=False)
    # How many texts are taken, of how many.
    done = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    problem = models.CharField(max_length=500, blank=True)
    codebook = models.ForeignKey(
        Codebook, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("project brought in")
        verbose_name_plural = _("projects brought in")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("evidence:project-import", args=[self.programme.slug, self.pk])
