"""Finding a date by asking: options, voters, votes."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.convening.models.gathering import Gathering
from imbizo.convening.states import AnswerWay, PollState, VoteAnswer
from imbizo.programmes.models import OfProgramme


class DatePoll(OfProgramme):
    """A poll for the date of a gathering. `chosen` is the option that became its date."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="poll")
    note = models.CharField(_("what to tell the voters"), max_length=300, blank=True)
    closes_at = models.DateTimeField(_("closes"))
    state = models.CharField(_("state"), max_length=8, choices=PollState.choices, default=PollState.OPEN)
    chosen = models.ForeignKey(
        "PollOption", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("date poll")
        verbose_name_plural = _("date polls")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return str(self.gathering)

    def get_absolute_url(self) -> str:
        return reverse("convening:poll", args=[self.programme.slug, self.gathering_id])


class PollOption(OfProgramme):
    """One date on offer. Its letter (A, B, ...) never changes; one that was taken away keeps its votes."""

    poll = models.ForeignKey(DatePoll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(_("position"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("date on offer")
        verbose_name_plural = _("dates on offer")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["poll", "position"], name="poll_option_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="poll_option_in_order"),
        ]

    def __str__(self) -> str:
        return self.letter

    def get_absolute_url(self) -> str:
        return self.poll.get_absolute_url()

    @property
    def letter(self) -> str:
        return chr(ord("A") + self.position - 1)


class Voter(OfProgramme):
    """Somebody who is asked for their dates."""

    poll = models.ForeignKey(DatePoll, on_delete=models.CASCADE, related_name="voters")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    is_required = models.BooleanField(_("must be there"), default=False)
    voted_at = models.DateTimeField(_("voted"), null=True, blank=True)
    via = models.CharField(_("by"), max_length=10, choices=AnswerWay.choices, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    class Meta:
        verbose_name = _("voter")
        verbose_name_plural = _("voters")
        constraints = [models.UniqueConstraint(fields=["poll", "actor"], name="voter_once")]

    def __str__(self) -> str:
        return str(self.actor)

    def get_absolute_url(self) -> str:
        return self.poll.get_absolute_url()


class Vote(OfProgramme):
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="votes")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="votes")
    answer = models.CharField(_("answer"), max_length=10, choices=VoteAnswer.choices)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["voter", "option"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.option.letter}: {self.get_answer_display()}"
