"""The verbs of campaigns, in the order of a campaign's life."""

from imbizo.outreach.operations.campaigns.deciding import approve, send_back, submit, take_back
from imbizo.outreach.operations.campaigns.estimating import count, count_in_background
from imbizo.outreach.operations.campaigns.following import failed_to_call_list, failed_to_email
from imbizo.outreach.operations.campaigns.preparing import prepare
from imbizo.outreach.operations.campaigns.starting import (
    align,
    align_all,
    finish_done,
    pause,
    resume,
    resume_stalled,
    start_due,
    stop,
)
from imbizo.outreach.operations.campaigns.trying import send_test
from imbizo.outreach.operations.campaigns.writing import (
    change,
    copy,
    mark_checked,
    set_wording,
    throw_away,
    write,
)

__all__ = [
    "align",
    "align_all",
    "approve",
    "change",
    "copy",
    "count",
    "count_in_background",
    "failed_to_call_list",
    "failed_to_email",
    "finish_done",
    "mark_checked",
    "pause",
    "prepare",
    "resume",
    "resume_stalled",
    "send_back",
    "send_test",
    "set_wording",
    "start_due",
    "stop",
    "submit",
    "take_back",
    "throw_away",
    "write",
]
