"""Channels, and why an address isn't written to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    SMS = "sms", _("SMS")
    PHONE = "phone", _("telephone")
    EMAIL = "email", _("e-mail")
    WHATSAPP = "whatsapp", _("WhatsApp")
    POST = "post", _("letter")


class SuppressionReason(models.TextChoices):
    STOP = "stop", _("they sent STOP")
    ASKED = "asked", _("they asked us to stop")
    REGISTER = "register", _("the register says so")
    OBJECTION = "objection", _("they object to the use of their data")
    ERASED = "erased", _("they had their data deleted")
    BOUNCED = "bounced", _("the address doesn't exist")
