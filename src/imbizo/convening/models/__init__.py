"""Gatherings, from the design and the date to what was said and what was decided."""

from imbizo.convening.models.after import Action, Certificate, Decision, Proceedings
from imbizo.convening.models.day import Attendance, Device, DeviceItem, Slip, SlipCategory
from imbizo.convening.models.design import AgendaItem, Design, Question
from imbizo.convening.models.gathering import CalendarDay, Gathering, Helper, Round
from imbizo.convening.models.inputs import Input, Picture, PutTo, SaidNotice, Table, Translation
from imbizo.convening.models.invitations import Answer, Invitation, NoticeRun, NoticeWording, OpenQuestion
from imbizo.convening.models.nominations import Candidate, Nomination, Nominee, Quota, Selection
from imbizo.convening.models.polls import DatePoll, PollOption, Vote, Voter
from imbizo.convening.models.protocol import FirstToTell, Letterhead, Telling
from imbizo.convening.models.safety import SafetySheet
from imbizo.convening.models.training import KnowledgeQuestion, Module, ModuleVersion, TaughtModule, TestSheet
from imbizo.convening.models.venues import Booking, BookingSlot, Venue

__all__ = [
    "Action",
    "AgendaItem",
    "Answer",
    "Attendance",
    "Booking",
    "BookingSlot",
    "CalendarDay",
    "Candidate",
    "Certificate",
    "DatePoll",
    "Decision",
    "Design",
    "Device",
    "DeviceItem",
    "FirstToTell",
    "Gathering",
    "Helper",
    "Input",
    "Invitation",
    "KnowledgeQuestion",
    "Letterhead",
    "Module",
    "ModuleVersion",
    "Nomination",
    "Nominee",
    "NoticeRun",
    "NoticeWording",
    "OpenQuestion",
    "Picture",
    "PollOption",
    "Proceedings",
    "PutTo",
    "Question",
    "Quota",
    "Round",
    "SafetySheet",
    "SaidNotice",
    "Selection",
    "Slip",
    "SlipCategory",
    "Table",
    "TaughtModule",
    "Telling",
    "TestSheet",
    "Translation",
    "Venue",
    "Vote",
    "Voter",
]
