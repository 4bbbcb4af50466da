"""The gateway: a way out of the house for messages, with its limits, its price and how it is."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.base import sealing
from imbizo.base.models import Record
from imbizo.messaging.rules.prices import FREE, Prices
from imbizo.messaging.states import Channel, GatewayKind, Health, Service
from imbizo.programmes.models import Programme


class Gateway(Record):
    """An account with a supplier, an SMS centre, a mail server, or the simulator.

    `programme` set it up and answers for it; those of `also_in` may send by it too. The installation's own mail has
    no programme. `settings` holds what may be shown, `secrets` what may not, sealed; which keys there are is said by
    the gateway's kind (`messaging.gateways`). Prices are per part, in `currency`; None is not known, never free.
    """

    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="gateways"
    )
    also_in = models.ManyToManyField(
        Programme, verbose_name=_("programmes that send by it too"), blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=GatewayKind.choices)
    service = models.CharField(_("supplier"), max_length=16, choices=Service.choices, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    secrets = models.TextField(blank=True, editable=False)
    parts_per_second = models.DecimalField(
        _("parts a second"),
        max_digits=7,
        decimal_places=2,
        default=Decimal(10),
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    binds = models.PositiveSmallIntegerField(_("connections"), default=1, validators=[MinValueValidator(1)])
    cost_per_part = models.DecimalField(
        _("cost of a part"), max_digits=9, decimal_places=4, null=True, blank=True
    )
    cost_abroad = models.DecimalField(
        _("cost of a part to other countries"), max_digits=9, decimal_places=4, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, default="ZAR")
    senders = models.JSONField(_("sender names and numbers allowed"), default=list, blank=True)
    neutral_sender = models.CharField(_("neutral sender"), max_length=60, blank=True)
    can_receive = models.BooleanField(_("people can answer"), default=False)
    reply_to = models.CharField(_("number or address that answers go to"), max_length=120, blank=True)
    reply_cost = models.DecimalField(
        _("what an answer costs the person"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    # How it is, written by whatever drives it.
    health = models.CharField(
        _("how it is"), max_length=14, choices=Health.choices, default=Health.UNTRIED, editable=False
    )
    health_since = models.DateTimeField(null=True, blank=True, editable=False)
    health_detail = models.CharField(max_length=300, blank=True, editable=False)
    retry_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When somebody asked to try the connection, and when that was last done.
    check_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    balance = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, editable=False)
    # Its currency, which may be another than that of our prices; empty where the supplier counts in credits.
    balance_in = models.CharField(max_length=3, blank=True, editable=False)
    balance_at = models.DateTimeField(null=True, blank=True, editable=False)
    # One process at a time drives a gateway that isn't bound: the lease says which, and until when.
    driven_by = models.CharField(max_length=40, blank=True, editable=False)
    driven_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("gateway")
        verbose_name_plural = _("gateways")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=GatewayKind.HTTP) | ~Q(service=""), name="http_gateway_names_its_service"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        slug = self.programme.slug if self.programme else ""
        return reverse("messaging:gateway", args=[slug, self.pk]) if slug else ""

    @property
    def is_being_checked(self) -> bool:
        asked = self.check_asked_at
        return asked is not None and (self.checked_at is None or self.checked_at < asked)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """What it can carry: the simulator plays both."""
        if self.kind == GatewayKind.SIMULATOR:
            return (Channel.SMS, Channel.EMAIL)
        return (Channel.EMAIL,) if self.kind == GatewayKind.SMTP else (Channel.SMS,)

    @property
    def prices(self) -> Prices:
        return FREE if self.channels == (Channel.EMAIL,) else Prices(self.cost_per_part, self.cost_abroad)

    @property
    def balance_unit(self) -> str:
        return self.balance_in or str(_("credits"))

    @property
    def default_sender(self) -> str:
        return str(self.senders[0]) if self.senders else ""

    def secret(self, name: str) -> str:
        """One of the sealed settings; empty where it isn't set."""
        return str(self._unsealed().get(name, ""))

    def has_secret(self, name: str) -> bool:
        """Whether one is kept; False too where its key is gone, so that it is asked for again."""
        return bool(self._readable().get(name))

    def keep_secrets(self, **given: str) -> None:
        """Set sealed settings; an empty one leaves the present value, for forms never show it."""
        self.secrets = sealing.seal(
            self._readable() | {name: value for name, value in given.items() if value}
        )

    def _readable(self) -> dict[str, Any]:
        """What is sealed, as far as this installation has the key."""
        try:
            return self._unsealed()
        except sealing.CantUnseal:
            return {}

    def _unsealed(self) -> dict[str, Any]:
        return sealing.unseal(self.secrets) if self.secrets else {}
