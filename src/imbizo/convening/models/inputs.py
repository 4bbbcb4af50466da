"""Inputs: what was said, in the words in which it was said."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.base.models import new_id
from imbizo.base.sentences import shortened
from imbizo.convening.models.day import Attendance, Device
from imbizo.convening.models.design import AgendaItem, Question
from imbizo.convening.models.gathering import Gathering
from imbizo.convening.states import InputState, PutState, Via
from imbizo.messaging.models import Inbound
from imbizo.programmes.models import Membership, OfProgramme


class Table(OfProgramme):
    """A table or group: one scribe writes for it, or its own phone does, by its code."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="tables")
    name = models.CharField(_("name"), max_length=80)
    code = models.CharField(_("code"), max_length=8, editable=False)
    language = models.CharField(_("language"), max_length=8, blank=True)
    scribe = models.ForeignKey(
        Membership,
        verbose_name=_("scribe"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=["code"], name="table_code_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("convening:inputs", args=[self.programme.slug, self.gathering_id])


class Input(OfProgramme):
    """One thing that was said. `text` is never changed: corrections are translations and marks beside it.

    An anonymous one (`is_anonymous`) has a random id, the hour alone, and neither speaker, table, device nor member;
    `receipt_hash` is of the code that its author took away. `sequence` is the order in which they reached us.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="inputs", db_index=False)
    item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("session"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    question = models.ForeignKey(
        Question,
        verbose_name=_("question"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    table = models.ForeignKey(
        Table, verbose_name=_("table"), null=True, blank=True, on_delete=models.PROTECT, related_name="inputs"
    )
    # Only where they agree to be named beside it.
    speaker = models.ForeignKey(
        Attendance,
        verbose_name=_("speaker"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inputs",
    )
    via = models.CharField(_("by"), max_length=8, choices=Via.choices)
    language = models.CharField(_("language"), max_length=8, blank=True)
    text = models.TextField(_("in their words"), max_length=4_000)
    said_at = models.DateTimeField(_("when"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=10, choices=InputState.choices, default=InputState.WAITING
    )
    is_marked = models.BooleanField(_("marked"), default=False)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    receipt_hash = models.CharField(max_length=64, blank=True, editable=False)
    # What it went into, where it was merged.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    inbound = models.OneToOneField(
        Inbound, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Four hundred phones write at once: no index that only a rare deletion would use.
    device = models.ForeignKey(
        Device, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    entered_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)
    # Moves on with every change, so that walls and facilitators fetch only what is new.
    touched_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("input")
        verbose_name_plural = _("inputs")
        ordering = ("said_at", "id")
        indexes = [
            models.Index(fields=["gathering", "touched_at"], name="input_by_change"),
            models.Index(fields=["gathering", "state", "said_at"], name="input_by_state"),
            models.Index(
                fields=["gathering", "state"], condition=Q(is_anonymous=True), name="input_anonymous"
            ),
            models.Index(fields=["receipt_hash"], condition=~Q(receipt_hash=""), name="input_by_receipt"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(speaker=None, table=None, device=None, entered_by=None),
                name="anonymous_input_names_nobody",
            )
        ]

    def __str__(self) -> str:
        return shortened(self.text, 80)

    def get_absolute_url(self) -> str:
        return reverse("convening:input", args=[self.programme.slug, self.pk])


class Translation(OfProgramme):
    """What an input says in another language. The original stands beside it always."""

    input = models.ForeignKey(Input, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=8)
    text = models.TextField(_("translation"), max_length=4_000)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ("language",)
        constraints = [models.UniqueConstraint(fields=["input", "language"], name="translated_once")]

    def __str__(self) -> str:
        return shortened(self.text, 80)

    def get_absolute_url(self) -> str:
        return self.input.get_absolute_url()


def picture_path(picture: "Picture", _filename: str) -> str:
    """Where a picture is kept: under its own id, whatever its file was called."""
    return f"convening/{picture.gathering_id}/{picture.pk}.jpg"


class Picture(OfProgramme):
    """A photo of a flip chart or of cards on a wall, freed of what the camera wrote into it."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="pictures")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    table = models.ForeignKey(Table, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    input = models.ForeignKey(
        Input, null=True, blank=True, on_delete=models.SET_NULL, related_name="pictures"
    )
    file = models.FileField(_("picture"), upload_to=picture_path)
    digest = models.CharField(max_length=64, editable=False)
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    shows_people = models.BooleanField(_("people can be recognised in it"), default=False)
    taken_at = models.DateTimeField(_("taken"), default=timezone.now)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("taken_at", "id")
        constraints = [models.UniqueConstraint(fields=["gathering", "digest"], name="picture_once")]

    def __str__(self) -> str:
        return self.caption or str(_("picture"))

    def get_absolute_url(self) -> str:
        return reverse("convening:picture", args=[self.programme.slug, self.pk])


class PutTo(OfProgramme):
    """An input put to an institution, which answers by a date."""

    input = models.ForeignKey(Input, on_delete=models.CASCADE, related_name="put")
    institution = models.ForeignKey(
        Actor, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="+"
    )
    question = models.TextField(_("what we ask"), max_length=2_000, blank=True)
    asked_on = models.DateField(_("put on"), default=timezone.localdate)
    answer_by = models.DateField(_("answer by"))
    state = models.CharField(_("state"), max_length=10, choices=PutState.choices, default=PutState.WAITING)
    answer = models.TextField(_("answer"), max_length=4_000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    put_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("input put to an institution")
        verbose_name_plural = _("inputs put to institutions")
        ordering = ("answer_by", "id")
        constraints = [models.UniqueConstraint(fields=["input", "institution"], name="put_once")]

    def __str__(self) -> str:
        return str(self.institution)

    def get_absolute_url(self) -> str:
        return self.input.get_absolute_url()


class SaidNotice(models.Model):
    """That word about an input went to who said it: for each change once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    input = models.ForeignKey(Input, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("word about an input")
        verbose_name_plural = _("words about inputs")
        constraints = [models.UniqueConstraint(fields=["input", "what"], name="word_once")]
