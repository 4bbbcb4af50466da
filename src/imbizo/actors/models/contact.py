"""How an actor can be reached, and how safely."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models.actor import Actor
from imbizo.actors.states import ContactState, NumberKind
from imbizo.messaging.states import Channel
from imbizo.programmes.models import Shared


class ContactPoint(Shared):
    """A number or an address. `address` is normalised (E.164; e-mail in lower case); `raw` is what was written.

    It can be *through* another actor (church, employer, shop), shared in a household, and say when and how it is
    safe. One number may belong to two people: `is_shared` flags it, nothing merges it.
    """

    actor = models.ForeignKey(
        Actor, verbose_name=_("actor"), on_delete=models.CASCADE, related_name="contacts"
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    raw = models.CharField(_("as written"), max_length=300)
    address = models.CharField(_("number or address"), max_length=320, blank=True)
    number_kind = models.CharField(_("kind of number"), max_length=12, choices=NumberKind.choices, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ContactState.choices, default=ContactState.OK)
    reason = models.CharField(_("why it is in doubt"), max_length=40, blank=True)
    through = models.ForeignKey(
        Actor,
        verbose_name=_("through"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="passes_on",
    )
    is_shared = models.BooleanField(_("others use it too"), default=False)
    is_unsafe = models.BooleanField(_("not always safe"), default=False)
    safe_when = models.CharField(_("when and how it is safe"), max_length=300, blank=True)
    is_preferred = models.BooleanField(_("preferred"), default=False)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        ordering = ("-is_preferred", "created_at", "id")
        indexes = [models.Index(fields=["programme", "address"], name="contact_by_address")]
        constraints = [
            # Once per owner: a refusal must not tell that another partner keeps the number to itself.
            models.UniqueConstraint(
                fields=["actor", "owner", "channel", "address"],
                condition=~Q(address=""),
                name="contact_point_once",
            )
        ]

    def __str__(self) -> str:
        return self.address or self.raw

    def get_absolute_url(self) -> str:
        return self.actor.get_absolute_url()
