"""Campaigns."""

from django.urls import URLPattern, path

from imbizo.outreach.views import (
    campaigns,
    campaigns_sending,
    campaigns_text,
    campaigns_watching,
    campaigns_writing,
)

MESSAGES = "p/<slug:programme>/messages/campaigns/"
CAMPAIGN = f"{MESSAGES}<uuid:pk>/"
TEXT = f"{CAMPAIGN}text/<str:language>/"

urlpatterns: list[URLPattern] = [
    path(MESSAGES, campaigns.campaigns, name="campaigns"),
    path(f"{MESSAGES}new/", campaigns.campaign_add, name="campaign-add"),
    path(CAMPAIGN, campaigns_watching.campaign, name="campaign"),
    path(f"{CAMPAIGN}live/", campaigns_watching.campaign_live, name="campaign-live"),
    path(f"{CAMPAIGN}people/", campaigns_watching.campaign_people, name="campaign-people"),
    path(f"{CAMPAIGN}people/export/<str:form>/", campaigns_watching.campaign_export, name="campaign-export"),
    path(f"{CAMPAIGN}answers/", campaigns_watching.campaign_answers, name="campaign-answers"),
    path(f"{CAMPAIGN}texts/", campaigns_watching.campaign_texts, name="campaign-texts"),
    path(f"{CAMPAIGN}uncertain/", campaigns_watching.campaign_decide, name="campaign-decide"),
    path(f"{CAMPAIGN}who/", campaigns_writing.campaign_who, name="campaign-who"),
    path(f"{CAMPAIGN}who/count/", campaigns_writing.campaign_count, name="campaign-count"),
    path(f"{CAMPAIGN}left-out/<str:reason>/", campaigns_writing.campaign_left_out, name="campaign-left-out"),
    path(f"{CAMPAIGN}text/", campaigns_text.campaign_text, name="campaign-text"),
    path(f"{CAMPAIGN}fallback/", campaigns_text.campaign_fallback, name="campaign-fallback"),
    path(TEXT, campaigns_text.campaign_text, name="campaign-text-in"),
    path(f"{TEXT}preview/", campaigns_text.campaign_preview, name="campaign-preview"),
    path(f"{TEXT}costs/", campaigns_text.campaign_costs, name="campaign-costs"),
    path(f"{TEXT}checked/", campaigns_text.campaign_checked, name="campaign-checked"),
    path(f"{CAMPAIGN}when/", campaigns_writing.campaign_when, name="campaign-when"),
    path(f"{CAMPAIGN}check/", campaigns_sending.campaign_check, name="campaign-check"),
    path(f"{CAMPAIGN}test/", campaigns_sending.campaign_test, name="campaign-test"),
    path(f"{CAMPAIGN}submit/", campaigns_sending.campaign_submit, name="campaign-submit"),
    path(f"{CAMPAIGN}take-back/", campaigns_sending.campaign_take_back, name="campaign-take-back"),
    path(f"{CAMPAIGN}approve/", campaigns_sending.campaign_approve, name="campaign-approve"),
    path(f"{CAMPAIGN}send-back/", campaigns_sending.campaign_send_back, name="campaign-send-back"),
    path(f"{CAMPAIGN}pause/", campaigns_sending.campaign_pause, name="campaign-pause"),
    path(f"{CAMPAIGN}resume/", campaigns_sending.campaign_resume, name="campaign-resume"),
    path(f"{CAMPAIGN}stop/", campaigns_sending.campaign_stop, name="campaign-stop"),
    path(f"{CAMPAIGN}failed/email/", campaigns_sending.failed_to_email, name="campaign-failed-email"),
    path(f"{CAMPAIGN}failed/calls/", campaigns_sending.failed_to_calls, name="campaign-failed-calls"),
    path(f"{CAMPAIGN}copy/", campaigns.campaign_copy, name="campaign-copy"),
    path(f"{CAMPAIGN}delete/", campaigns.campaign_delete, name="campaign-delete"),
]
