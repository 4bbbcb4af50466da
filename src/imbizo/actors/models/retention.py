"""That people are about to be forgotten because nothing was heard of them for as long as the programme keeps them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.actors.states import NoticeState
from imbizo.programmes.models import Membership, OfProgramme


class RetentionNotice(OfProgramme):
    """Announces on a day that a class of actors is anonymised on another, thirty days later.

    Whom it means isn't kept here: it is asked again when it is carried out, so that whoever was in touch meanwhile
    stays. `people` is how many it was when it was announced, and then how many it became.
    """

    record_class = models.CharField(_("class of records"), max_length=60)
    announced_on = models.DateField(_("announced"))
    acts_on = models.DateField(_("happens on"))
    people = models.PositiveIntegerField(_("people"))
    state = models.CharField(
        _("state"), max_length=10, choices=NoticeState.choices, default=NoticeState.ANNOUNCED
    )
    confirmed_by = models.ForeignKey(
        Membership,
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("notice of what is forgotten")
        verbose_name_plural = _("notices of what is forgotten")
        ordering = ("acts_on",)
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "record_class"],
                condition=~Q(state="done"),
                name="one_open_notice_per_class",
            )
        ]

    def __str__(self) -> str:
        return self.record_class

    def get_absolute_url(self) -> str:
        return reverse("actors:retention", args=[self.programme.slug])
