"""The actor: a person or an organisation of one programme, with names, offices, tags and notes."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.states import OFFICIAL_SPHERES, ActorState, Form, Kind, Sphere
from imbizo.places.models import Place
from imbizo.programmes.models import OfProgramme, Programme, Shared, SharedQuerySet
from imbizo.programmes.states import Sharing


class Register(OfProgramme):
    """Counts the changes of a programme's register.

    Each writing transaction raises `revision` and so holds its row to the end: whatever is computed for a revision
    can be kept for as long as the revision stands, and is never stale.
    """

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="register")
    revision = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.programme} {self.revision}"


class Tag(OfProgramme):
    """A word that the programme sorts its actors by."""

    name = models.CharField(_("tag"), max_length=60)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="tag_once")]

    def __str__(self) -> str:
        return self.name


class ActorQuerySet(SharedQuerySet):
    def active(self) -> Self:
        return self.filter(state=ActorState.ACTIVE)

    def people(self) -> Self:
        return self.filter(form=Form.PERSON)

    def organisations(self) -> Self:
        return self.filter(form=Form.ORGANISATION)


class Actor(Shared):
    """A person or an organisation. `name` is what is shown, `sort_name` orders lists, `match_key` finds doubles."""

    form = models.CharField(_("person or organisation"), max_length=12, choices=Form.choices)
    name = models.CharField(_("name"), max_length=300)
    title = models.CharField(_("title"), max_length=40, blank=True)
    given_name = models.CharField(_("first names"), max_length=150, blank=True)
    surname = models.CharField(_("surname"), max_length=150, blank=True)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    sort_name = models.CharField(max_length=300, editable=False)
    match_key = models.CharField(max_length=300, editable=False)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices, default=Kind.UNKNOWN)
    sphere = models.CharField(_("sphere"), max_length=12, choices=Sphere.choices, default=Sphere.NONE)
    place = models.ForeignKey(
        Place, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Kept beside the place: coverage and lists group by it.
    municipality = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        db_index=False,
    )
    place_text = models.CharField(_("place as written"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    other_languages = models.JSONField(_("other languages"), default=list, blank=True)
    handle_in_person = models.BooleanField(_("handle in person"), default=False)
    in_person_reason = models.CharField(_("why in person"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ActorState.choices, default=ActorState.ACTIVE)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )
    batch = models.ForeignKey(
        "actors.ImportBatch",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    tags = models.ManyToManyField(Tag, verbose_name=_("tags"), blank=True, related_name="actors")

    # django-stubs takes the manager of an abstract parent for a class variable and ours for another kind.
    objects = ActorQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ("sort_name", "id")
        indexes = [
            models.Index(fields=["programme", "state", "sort_name", "id"], name="actor_in_order"),
            models.Index(fields=["programme", "match_key"], name="actor_by_match_key"),
            models.Index(
                fields=["programme", "state", "municipality", "sphere", "kind", "form", "sharing", "owner"],
                name="actor_coverage",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ActorState.MERGED) | Q(merged_into__isnull=False),
                name="merged_names_survivor",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("actors:actor", args=[self.programme.slug, self.pk])

    @property
    def is_person(self) -> bool:
        return self.form == Form.PERSON

    @property
    def is_official(self) -> bool:
        return self.sphere in OFFICIAL_SPHERES or self.kind == Kind.CHAPTER9

    @property
    def default_sharing(self) -> Sharing:
        """Officials and organisations are shared with all partners, private persons with nobody."""
        return Sharing.ALL if self.is_official or not self.is_person else Sharing.ITSELF


class ActorName(OfProgramme):
    """Another spelling, an acronym, or a former name."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(_("other spelling"), max_length=300)
    match_key = models.CharField(max_length=300, editable=False)

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        ordering = ("name",)
        indexes = [models.Index(fields=["programme", "match_key"], name="actor_name_by_match_key")]
        constraints = [models.UniqueConstraint(fields=["actor", "name"], name="other_spelling_once")]

    def __str__(self) -> str:
        return self.name


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self) -> Self:
        today = timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today))


class Affiliation(OfProgramme):
    """A person in an organisation, with position or office, from a day and to a day (inclusive)."""

    person = models.ForeignKey(
        Actor, verbose_name=_("person"), on_delete=models.CASCADE, related_name="affiliations"
    )
    organisation = models.ForeignKey(
        Actor, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="affiliates"
    )
    position = models.CharField(_("position"), max_length=200, blank=True)
    is_office = models.BooleanField(_("an office that ends with an election"), default=False)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ("-starts_on", "-created_at")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="affiliation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(person=models.F("organisation")), name="nobody_affiliated_to_oneself"
            ),
        ]

    def __str__(self) -> str:
        return self.position or str(self.organisation)

    @property
    def is_current(self) -> bool:
        return self.ends_on is None or self.ends_on >= timezone.localdate()


class Note(Shared):
    """What a member wrote down about an actor. Kept to the owner unless shared."""

    actor = models.ForeignKey(Actor, verbose_name=_("actor"), on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=10_000)
    by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return self.actor.get_absolute_url()
