"""Calendar files (.ics): invitations and feeds that we write, answers and calendars of others that we read.

Sources: RFC 5545 (iCalendar), RFC 5546 (iTIP: REQUEST, REPLY, COUNTER, CANCEL), RFC 6047 (iMIP: METHOD in the
MIME type too), RFC 7986 (NAME, REFRESH-INTERVAL); for what Outlook and Exchange write, MS-OXCICAL.
"""

from imbizo.calc.calendars.busy import Busy, Imported, LeftOut, Reason, read_busy
from imbizo.calc.calendars.events import Attendee, Event, Method, Organiser, Partstat, Status
from imbizo.calc.calendars.replies import Answer, Proposal, Reply, read_replies
from imbizo.calc.calendars.writing import FEED_TYPE, content_type, invitation, publish

__all__ = [
    "FEED_TYPE",
    "Answer",
    "Attendee",
    "Busy",
    "Event",
    "Imported",
    "LeftOut",
    "Method",
    "Organiser",
    "Partstat",
    "Proposal",
    "Reason",
    "Reply",
    "Status",
    "content_type",
    "invitation",
    "publish",
    "read_busy",
    "read_replies",
]
