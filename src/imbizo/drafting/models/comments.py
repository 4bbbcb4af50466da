"""Circulation to a reference group, what its members said, and what was decided about it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.base.sentences import shortened
from imbizo.drafting.models.documents import Document, Publication, Section
from imbizo.drafting.states import CameBy, CommentKind, ReaderAnswer, ReturnState, Verdict
from imbizo.programmes.models import Membership, OfProgramme


class ReferenceGroup(OfProgramme):
    """Those who are consulted on a document, by their terms of reference."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="reference_group")
    name = models.CharField(_("name"), max_length=160)
    terms = models.TextField(_("terms of reference"), max_length=10_000, blank=True)

    class Meta:
        verbose_name = _("reference group")
        verbose_name_plural = _("reference groups")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("drafting:reference-group", args=[self.programme.slug, self.document_id])


class ReferenceMember(OfProgramme):
    """A person in a reference group, nominated by an institution. They need no account."""

    group = models.ForeignKey(ReferenceGroup, on_delete=models.CASCADE, related_name="members")
    actor = models.ForeignKey(Actor, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+")
    nominated_by = models.ForeignKey(
        Actor,
        verbose_name=_("nominated by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    speaks_for = models.CharField(_("speaks for"), max_length=160, blank=True)
    # Last, by a message that is on its way or by a letter that was printed.
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    agreed_on = models.DateField(_("agreed to the terms on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of a reference group")
        verbose_name_plural = _("members of a reference group")
        ordering = ("created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["group", "actor"], condition=Q(left_on=None), name="in_reference_group_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.actor)

    def get_absolute_url(self) -> str:
        return self.group.get_absolute_url()


class Circulation(OfProgramme):
    """A published version that goes out for comment until a deadline."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="circulations")
    message = models.TextField(_("what we ask"), max_length=2_000, blank=True)
    opened_at = models.DateTimeField(_("sent out"), default=timezone.now)
    deadline = models.DateTimeField(_("answers by"))
    remind_days = models.PositiveSmallIntegerField(_("remind so many days before"), default=3)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("circulation")
        verbose_name_plural = _("circulations")
        ordering = ("-opened_at",)

    def __str__(self) -> str:
        return str(self.publication)

    def get_absolute_url(self) -> str:
        return reverse("drafting:circulation", args=[self.programme.slug, self.pk])


class Reader(OfProgramme):
    """One member of the reference group in one circulation: comments, no comment, or silence."""

    circulation = models.ForeignKey(Circulation, on_delete=models.CASCADE, related_name="readers")
    member = models.ForeignKey(ReferenceMember, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(
        _("answer"), max_length=10, choices=ReaderAnswer.choices, default=ReaderAnswer.SILENCE
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        ordering = ("created_at",)
        constraints = [models.UniqueConstraint(fields=["circulation", "member"], name="reader_once")]

    def __str__(self) -> str:
        return str(self.member)

    def get_absolute_url(self) -> str:
        return self.circulation.get_absolute_url()


def returned_path(returned: "WordReturn", _filename: str) -> str:
    return f"drafting/{returned.programme_id}/returned/{returned.pk}.docx"


class WordReturn(OfProgramme):
    """A Word file that came back, or came new (then `document` is None until it is begun), and what was left out.

    Whose words it holds: a reader's, somebody's in the register (`on_behalf_of`), or those of `by`, who brought it.
    """

    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="returns"
    )
    publication = models.ForeignKey(
        Publication, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reader = models.ForeignKey(Reader, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    on_behalf_of = models.ForeignKey(
        Actor,
        verbose_name=_("whose words it holds"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    file = models.FileField(_("file"), upload_to=returned_path)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=ReturnState.choices, default=ReturnState.READ)
    left_out = models.JSONField(default=list, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Word file that came back")
        verbose_name_plural = _("Word files that came back")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("drafting:word-return", args=[self.programme.slug, self.pk])


class Comment(OfProgramme):
    """What somebody said about a document, a section, or words in it; or other words that they suggest.

    The span counts in code points of the section's text at `section_version`. It is found again in later versions
    by quote, prefix and suffix; where it is gone, `orphaned_at` is the version of the section that lost it, and the
    quote stays. Whose it is: a reader, a member, or (`on_behalf_of`) somebody whose words a member entered.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="comments")
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    publication = models.ForeignKey(
        Publication, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    circulation = models.ForeignKey(
        Circulation, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    section_version = models.PositiveIntegerField(default=0)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(max_length=8_000, blank=True)
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    orphaned_at = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=CommentKind.choices, default=CommentKind.COMMENT)
    text = models.TextField(_("comment"), max_length=8_000, blank=True)
    replacement = models.TextField(_("words suggested"), max_length=8_000, blank=True)
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    reader = models.ForeignKey(
        Reader, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    member = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        Actor,
        verbose_name=_("whose comment it is"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(_("name in the file"), max_length=120, blank=True)
    via = models.CharField(_("came"), max_length=8, choices=CameBy.choices, default=CameBy.PAGE)
    came_on = models.DateField(_("came on"), default=timezone.localdate)
    returned = models.ForeignKey(
        WordReturn, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)
    told_at = models.DateTimeField(_("answered to whoever said it"), null=True, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("created_at",)
        indexes = [models.Index(fields=["document", "created_at"], name="comment_of_document")]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__lte=models.F("end")),
                name="comment_span_in_order",
            )
        ]

    def __str__(self) -> str:
        return shortened(self.text, 80) or shortened(self.replacement, 80) or shortened(self.quote, 80)

    def get_absolute_url(self) -> str:
        return reverse("drafting:comment", args=[self.programme.slug, self.pk])


class Disposition(OfProgramme):
    """What was decided about a comment, and why. One that is accepted names the section and the version of it."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="disposition")
    verdict = models.CharField(_("decision"), max_length=9, choices=Verdict.choices)
    reason = models.TextField(_("why"), max_length=4_000, blank=True)
    section = models.ForeignKey(
        Section,
        verbose_name=_("changed in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    section_version = models.PositiveIntegerField(null=True, blank=True)
    duplicate_of = models.ForeignKey(
        Comment,
        verbose_name=_("the same as"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duplicates",
    )
    # The words that the comment suggests were put into the section by deciding, and go out again with the decision.
    is_applied = models.BooleanField(default=False)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision on a comment")
        verbose_name_plural = _("decisions on comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.ACCEPTED) | ~Q(reason=""),
                name="disposition_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.DUPLICATE) | ~Q(duplicate_of=None),
                name="duplicate_names_the_other",
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=[Verdict.ACCEPTED, Verdict.IN_PART])
                | (~Q(section=None) & ~Q(section_version=None)),
                name="accepted_names_the_change",
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()

    def get_absolute_url(self) -> str:
        return self.comment.get_absolute_url()
