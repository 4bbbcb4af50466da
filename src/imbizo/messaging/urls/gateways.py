"""Gateways, their health, practice phones, and single messages."""

from django.urls import path

from imbizo.messaging.views import gateways, messages, phones, setting_up

_GATEWAYS = "p/<slug:programme>/messages/gateways/"
_GATEWAY = f"{_GATEWAYS}<uuid:pk>/"
_MESSAGE = "p/<slug:programme>/messages/message/<uuid:pk>/"

urlpatterns = [
    path(_GATEWAYS, gateways.gateways, name="gateways"),
    path(f"{_GATEWAYS}add/", setting_up.gateway_add, name="gateway-add"),
    path(f"{_GATEWAYS}add/<slug:way>/", setting_up.gateway_new, name="gateway-new"),
    path(_GATEWAY, gateways.gateway, name="gateway"),
    path(f"{_GATEWAY}health/", gateways.gateway_health, name="gateway-health"),
    path(f"{_GATEWAY}edit/", setting_up.gateway_edit, name="gateway-edit"),
    path(f"{_GATEWAY}check/", setting_up.gateway_check, name="gateway-check"),
    path(f"{_GATEWAY}pause/", setting_up.gateway_pause, name="gateway-pause"),
    path(f"{_GATEWAY}use/", setting_up.gateway_use, name="gateway-use"),
    path(f"{_GATEWAY}lend/", setting_up.gateway_lend, name="gateway-lend"),
    path(f"{_GATEWAY}phones/", phones.phones, name="phones"),
    path(f"{_GATEWAY}phones/answer/", phones.phone_answer, name="phone-answer"),
    path(_MESSAGE, messages.message, name="message"),
    path(f"{_MESSAGE}resend/", messages.message_resend, name="message-resend"),
    path(f"{_MESSAGE}leave/", messages.message_leave, name="message-leave"),
]
